"""Labels of versions and the words of the glossary are part of what readers see; what translators
store is made harmless first."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail_localize.models import SegmentOverride, StringTranslation

from core.caching import generation
from translations import sanitise
from translations.models import Term, TermWording, VersionState


@receiver([post_save, post_delete], sender=VersionState)
@receiver([post_save, post_delete], sender=Term)
@receiver([post_save, post_delete], sender=TermWording)
def bump_for_words(**kwargs: Any) -> None:
    generation.bump()


@receiver(pre_save, sender=StringTranslation)
def clean_piece(instance: StringTranslation, **kwargs: Any) -> None:
    instance.data = sanitise.cleaned(instance.data)


@receiver(pre_save, sender=SegmentOverride)
def refuse_override(instance: SegmentOverride, **kwargs: Any) -> None:
    sanitise.check_override(instance.data)
