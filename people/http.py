"""Requests of people who are signed in."""

from django.http import HttpRequest

from people.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` or `replay_post_after_login` is given."""

    user: User
