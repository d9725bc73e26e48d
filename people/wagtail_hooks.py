"""Wagtail hooks of people: feedback in the admin, daily cleanup."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from core import extensions
from people.feedback.admin import FeedbackViewSet
from people.feedback.models import Feedback

register_snippet(FeedbackViewSet)


@hooks.register(extensions.DAILY_CLEANUP)
def delete_outdated_messages() -> None:
    """Delete feedback that is settled, or older than its retention period."""
    Feedback.objects.outdated().delete()
