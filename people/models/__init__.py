"""Gathers the models of people for Django."""

from people.feedback.models import Feedback
from people.models.users import User

__all__ = ["Feedback", "User"]
