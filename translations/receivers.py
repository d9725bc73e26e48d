"""The label of a version is part of what readers see."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core import generation
from translations.models import VersionState


@receiver([post_save, post_delete], sender=VersionState)
def bump_for_state(**kwargs: Any) -> None:
    generation.bump()
