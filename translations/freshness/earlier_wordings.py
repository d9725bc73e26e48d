"""Earlier wordings: what a translator saved once, and what stands on no page now.

wagtail-localize keeps words by place and source text, and overwrites them when somebody saves
others; a block that is moved, split or gone takes its words out of sight. Nothing of it is lost.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation

from people.models import User
from translations.models import OldWords

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE


@dataclass(frozen=True)
class EarlierWording:
    """An earlier wording, and the words of the original that they were written for."""

    source: str
    words: str
    at: datetime
    person: User | None


def kept_words(key: UUID, locale_id: int) -> list[EarlierWording]:
    """All earlier wordings of a version, the latest first."""
    now = StringSegment.objects.filter(source__object_id=key)
    shown = set(now.values_list("string_id", "context_id"))
    rows = StringTranslation.objects.filter(context__object_id=key, locale_id=locale_id)
    unused = [
        EarlierWording(row.translation_of.data, row.data, row.updated_at, row.last_translated_by)
        for row in rows.select_related("translation_of", "last_translated_by")
        if (row.translation_of_id, row.context_id) not in shown
    ]
    old = [
        EarlierWording(row.source, row.words, row.at, row.person)
        for row in OldWords.objects.filter(translation_key=key, locale_id=locale_id).select_related(
            "person"
        )
    ]
    return sorted([*unused, *old], key=lambda one: one.at, reverse=True)


def put_by(row: StringTranslation) -> None:
    """Keep the words of a row that is about to get others, or to go."""
    before = (
        StringTranslation.objects.filter(pk=row.pk)
        .select_related("translation_of", "context")
        .first()
    )
    if before is None or before.context is None or not before.data:
        return
    if before.last_translated_by_id is None and before.translation_type == MACHINE:
        return  # Nobody's words.
    OldWords.objects.create(
        translation_key=before.context.object_id,
        locale_id=before.locale_id,
        path=before.context.path[:500],
        source=before.translation_of.data,
        words=before.data,
        person_id=before.last_translated_by_id,
        at=before.updated_at,
    )


def keep(row: StringTranslation, words: str, person: User) -> None:
    """Keep words that were sent for the place of `row`, and not stored there."""
    if row.context is not None:
        OldWords.objects.create(
            translation_key=row.context.object_id,
            locale_id=row.locale_id,
            path=row.context.path[:500],
            source=row.translation_of.data,
            words=words,
            person=person,
            at=timezone.now(),
        )
