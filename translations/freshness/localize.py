"""Reads wagtail-localize's state of a version: its source, its words, and who or what wrote
them."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    SegmentOverride,
    SourceDeletedError,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from core import works
from core.l10n import languages
from core.models import BasePage
from translations.freshness import derived, rules
from translations.freshness.pieces import Marks, Piece, marks_of, pieces_of, unpack
from translations.models import PieceCheck, PublishedOriginal, VersionState

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


def translation_of(page: BasePage) -> Translation | None:
    """The translation side by side that a version is edited in, if it is."""
    rows = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return rows.select_related("source", "target_locale").order_by("pk").first()


def offered_for(page: BasePage) -> rules.OfferedVersion | None:
    """What localize would publish as this version; None where it is not edited side by side."""
    translation = translation_of(page)
    if translation is None:
        return None
    source, locale = translation.source, translation.target_locale
    try:
        shown = pieces_shown(source, source.last_updated_at)
        made = (
            page
            if is_just_made(page, source, locale)
            else source.get_ephemeral_translated_instance(locale, fallback=True)
        )
    except (SourceDeletedError, ObjectDoesNotExist):
        return None  # The page that it was translated from is gone.
    return rules.OfferedVersion(
        source=in_terms_of_original(source, shown),
        shown=marks_of(shown),
        expected=marks_of(pieces_of(made)),
        incomplete=frozenset(incomplete_paths(source, locale)),
    )


@lru_cache(maxsize=4)
def pieces_shown(source: TranslationSource, _updated_at: datetime) -> Mapping[str, Piece]:
    """What the source says, as of that time: read once for all versions that are made from it."""
    return MappingProxyType(pieces_of(source.as_instance()))


def is_just_made(page: BasePage, source: TranslationSource, locale: Locale) -> bool:
    """Whether this is what localize made last, of this source and of these words: then it would
    make the same again."""
    log = TranslationLog.objects.filter(source=source, locale=locale).order_by("-pk").first()
    if log is None or log.revision_id is None or log.revision_id != page.live_revision_id:
        return False
    since = {"context__object_id": source.object_id, "locale": locale}
    return source.last_updated_at <= log.created_at and not any(
        rows.objects.filter(**since, updated_at__gt=log.created_at).exists()
        for rows in (StringTranslation, SegmentOverride)
    )


def in_terms_of_original(
    source: TranslationSource, shown: Mapping[str, Piece]
) -> Mapping[str, Piece]:
    """The original's pieces that the source's follow: for a pivot, such as Arabic made from the
    French of an English original. Pieces of the pivot whose origin is unknown are left out."""
    key = source.object_id
    if works.original_language(key) == languages.code_of(source.locale_id):
        return shown
    kept = PublishedOriginal.objects.filter(translation_key=key).first()
    original = unpack(kept.pieces) if kept else {}
    return rules.in_terms_of_original(shown, derived.history_of(key, source.locale_id), original)


def incomplete_paths(source: TranslationSource, locale: Locale) -> set[str]:
    """Paths of the source that lack a translated string."""
    segments = StringSegment.objects.filter(source=source).annotate_translation(locale)
    return set(segments.filter(translation=None).values_list("context__path", flat=True))


def note_hands(page: BasePage, own: Marks, before: Marks) -> None:
    """Keep which pieces of a machine's draft a person has written anew, and which pieces of a
    version that was checked a machine has. `before`: its pieces as published before."""
    key, locale_id = page.translation_key, page.locale_id
    state = VersionState.objects.filter(translation_key=key, locale_id=locale_id).first()
    if state is None:
        return
    hands = hands_by_path(key, locale_id)
    if state.review == VersionState.Review.REVIEWED:
        machine: dict[str, int | None] = {
            path: None
            for path, (kinds, _who) in hands.items()
            if kinds == {MACHINE} and rules.digest(before, path) != rules.digest(own, path)
        }
        store_hands(page, own, machine, PieceCheck.Verdict.MACHINE)
    else:
        people = {path: who for path, (kinds, who) in hands.items() if kinds == {MANUAL}}
        store_hands(page, own, people, PieceCheck.Verdict.MENDED)


def hands_by_path(key: UUID, locale_id: int) -> dict[str, tuple[set[str], int | None]]:
    """Path to how its strings were written, by machine or by hand, and by whom."""
    rows = StringTranslation.objects.filter(
        context__object_id=key,
        locale_id=locale_id,
        translation_of__in=StringSegment.objects.filter(source__object_id=key).values("string"),
    )
    found: dict[str, tuple[set[str], int | None]] = {}
    for path, kind, who in rows.values_list(
        "context__path", "translation_type", "last_translated_by_id"
    ):
        kinds, _who = found.get(path, (set(), None))
        found[path] = kinds | {kind}, who
    return found


def store_hands(page: BasePage, own: Marks, found: dict[str, int | None], verdict: str) -> None:
    checks = PieceCheck.objects.filter(
        translation_key=page.translation_key, locale_id=page.locale_id
    )
    known = dict(checks.values_list("path", "own"))
    PieceCheck.objects.bulk_create(
        (
            PieceCheck(
                translation_key=page.translation_key,
                locale_id=page.locale_id,
                path=path,
                own=own[path].digest,
                verdict=verdict,
                person_id=who,
                at=timezone.now(),
            )
            for path, who in found.items()
            if path in own and own[path].is_words and known.get(path) != own[path].digest
        ),
        update_conflicts=True,
        unique_fields=["translation_key", "locale", "path"],
        update_fields=["own", "verdict", "person", "at"],
    )
