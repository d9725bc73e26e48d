"""What this room adds to the admin and to the daily cleanup."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from core import extensions
from people.feedback.admin import FeedbackViewSet
from people.feedback.models import Feedback

register_snippet(FeedbackViewSet)


@hooks.register(extensions.DAILY_CLEANUP)
def delete_outdated_messages() -> None:
    """Messages of readers that are settled, or older than promised."""
    Feedback.objects.outdated().delete()
