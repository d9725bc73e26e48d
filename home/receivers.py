from typing import Any

from django.dispatch import receiver

from core.housekeeping import daily
from home.models import Feedback


@receiver(daily)
def forget_messages(**kwargs: Any) -> None:
    """Messages of readers that are settled, or older than promised."""
    Feedback.objects.outdated().delete()
