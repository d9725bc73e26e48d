"""Signal receivers that invalidate caches when review states or glossary terms change."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.caching import generation
from translations.models import Term, TermWording, VersionState


@receiver([post_save, post_delete], sender=VersionState)
@receiver([post_save, post_delete], sender=Term)
@receiver([post_save, post_delete], sender=TermWording)
def bump_for_words(**kwargs: Any) -> None:
    generation.bump()
