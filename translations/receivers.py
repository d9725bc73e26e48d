"""Signal receivers that invalidate caches when review states or glossary terms change, and that
sanitise what translators store."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_unpublished
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from core.caching import generation
from people.models import User
from translations import sanitise
from translations.freshness import derived, earlier_wordings, ledger
from translations.models import Doubt, PieceCheck, Term, TermWording, VersionState


@receiver([post_save, post_delete], sender=VersionState)
@receiver([post_save, post_delete], sender=PieceCheck)
@receiver([post_save, post_delete], sender=Doubt)
def refresh_review(instance: VersionState | PieceCheck | Doubt, **kwargs: Any) -> None:
    derived.refresh(instance.translation_key, instance.locale_id)


@receiver(pre_delete, sender=User)
def forget_shown_name(instance: User, **kwargs: Any) -> None:
    """The name of a person who has checked versions goes with their account."""
    for state in VersionState.objects.filter(reviewer=instance).exclude(shown_name=""):
        state.shown_name = ""
        state.save(update_fields=["shown_name"])


@receiver(page_unpublished)
def refresh_unpublished(instance: Page, **kwargs: Any) -> None:
    derived.refresh(instance.translation_key)


@receiver(post_delete, sender=Page)
def refresh_deleted(instance: Page, **kwargs: Any) -> None:
    """What is stored of a version outlives it, and is found again when it is restored; it goes with
    the last version."""
    if Page.objects.filter(translation_key=instance.translation_key).exists():
        ledger.follow_original(instance.translation_key)
    else:
        ledger.forget(instance.translation_key)


@receiver([post_save, post_delete], sender=Term)
@receiver([post_save, post_delete], sender=TermWording)
def bump_for_words(**kwargs: Any) -> None:
    generation.bump()


@receiver(pre_save, sender=StringTranslation)
def clean_piece(instance: StringTranslation, **kwargs: Any) -> None:
    instance.data = sanitise.clean_words(instance.data)
    if instance.pk and has_new_words(instance, kwargs.get("update_fields")):
        earlier_wordings.put_by(instance)


def has_new_words(instance: StringTranslation, fields: Any) -> bool:
    if fields is not None and "data" not in fields:
        return False
    return not StringTranslation.objects.filter(pk=instance.pk, data=instance.data).exists()


@receiver(pre_delete, sender=StringTranslation)
def keep_deleted_piece(instance: StringTranslation, **kwargs: Any) -> None:
    earlier_wordings.put_by(instance)


@receiver(pre_save, sender=SegmentOverride)
def refuse_override(instance: SegmentOverride, **kwargs: Any) -> None:
    sanitise.check_override(instance.data)


@receiver(copy_for_translation_done)
def draft_in_place_of_alias(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Pages above a translated one are made along with it, by Wagtail as aliases: live at once,
    in the words of another language, without a mark. Ours are drafts to be translated."""
    if not isinstance(target_obj, Page) or target_obj.alias_of_id is None:
        return
    draft = {"alias_of": None, "live": False, "has_unpublished_changes": True}
    for name, value in draft.items():
        setattr(target_obj, name, value)
    target_obj.save(update_fields=[*draft])
    page_unpublished.send(sender=type(target_obj), instance=target_obj)
    source, _made = TranslationSource.get_or_create_from_instance(source_obj)
    Translation.objects.get_or_create(source=source, target_locale=target_obj.locale)
