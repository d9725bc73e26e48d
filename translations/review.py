"""The state of language versions, as shown to readers: how fresh each is, and who checked it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.l10n.lists import format_enumeration
from people.models import User
from translations.models import Freshness, PieceCheck, VersionState

# An address, and words for search engines that may be left out.
NOT_FOR_READERS = ("slug", "seo_title", "search_description")
ORIGINAL, FRESH, BEHIND = "original", "fresh", "behind"
Review = Freshness.Review


@dataclass(frozen=True)
class PublicState:
    """What readers and programs are told of one published version."""

    freshness: str
    review: str
    followed_on: datetime
    behind_since: datetime | None = None
    #: Path to what changed in the original since: words, values, added, removed.
    changes: Mapping[str, str] = field(default_factory=dict)
    #: The same of minor edits, of which readers are not told.
    minor_changes: Mapping[str, str] = field(default_factory=dict)
    pieces: int = 0
    checked: int = 0
    checked_by: str = ""
    checked_on: datetime | None = None
    #: Pieces of which somebody is not sure: for translators and editors.
    doubts: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether a machine wrote what no person has checked, all of it or a part."""
        return self.review in {Review.MACHINE, Review.PARTLY}

    @property
    def attributes(self) -> dict[str, str]:
        """What others may count on, in pages and lists."""
        return {"data-freshness": self.freshness, "data-review": self.review}

    @property
    def notes(self) -> list[str]:
        """The state in a word or two each."""
        words = {
            Review.MACHINE: _("machine draft"),
            Review.PARTLY: _("partly checked"),
            Review.CHECKED: _("checked"),
        }
        found = [words[Review(self.review)]] if self.review != Review.OWN else []
        return [*found, _("not up to date")] if self.freshness == BEHIND else found


def state_of(row: Freshness) -> PublicState:
    return PublicState(
        freshness=ORIGINAL if row.is_original else BEHIND if row.behind_since else FRESH,
        review=row.review,
        followed_on=row.followed_on,
        behind_since=row.behind_since,
        changes=row.changes,
        minor_changes=row.minor_changes,
        pieces=row.pieces,
        checked=row.checked,
        checked_by=row.checked_by,
        checked_on=row.checked_on,
        doubts=row.doubts,
    )


_states: GenerationCache[dict[str, PublicState]] = GenerationCache(size=2000)


def of_work(key: UUID) -> dict[str, PublicState]:
    """Language to the state of that version of one work; cached for a generation."""
    return _states.get(key, lambda: of_works([key]).get(key, {}))


def of_many(keys: Iterable[UUID]) -> dict[UUID, dict[str, PublicState]]:
    """The same for many works: one query for those that are not cached."""
    return _states.many(dict.fromkeys(keys), of_works)


def of_works(keys: Iterable[UUID]) -> dict[UUID, dict[str, PublicState]]:
    """The same as the database has it now, in one query."""
    found: dict[UUID, dict[str, PublicState]] = {}
    for row in Freshness.objects.filter(translation_key__in=set(keys)):
        code = languages.code_of(row.locale_id)
        found.setdefault(row.translation_key, {})[code] = state_of(row)
    return found


def confirmations() -> dict[tuple[UUID, str], datetime]:
    """When each version was last published or confirmed as right, by work and language: `lastmod`
    of a sitemap."""
    rows = Freshness.objects.values_list("translation_key", "locale_id", "followed_on")
    return {(key, languages.code_of(locale_id)): at for key, locale_id, at in rows}


def notes_of(work: works.Work, states: Mapping[str, PublicState]) -> dict[str, str]:
    """Language to a short note: original, machine draft, not up to date."""
    notes = {code: format_enumeration(state.notes) for code, state in states.items() if state.notes}
    if len(work.versions) > 1:
        said = states[work.original].notes if work.original in states else []
        notes[work.original] = format_enumeration([_("original"), *said])
    return notes


def is_machine_draft(key: UUID, language: str) -> bool:
    """Whether a part of this version was written by a machine, and not checked by a person yet."""
    state = of_work(key).get(language)
    return state is not None and state.is_draft


def mark_machine(*, key: UUID, locale: Locale) -> None:
    """Mark a version as a machine draft. One that a person checked stays checked."""
    VersionState.objects.get_or_create(
        translation_key=key, locale=locale, defaults={"review": VersionState.Review.MACHINE}
    )


@transaction.atomic
def mark_reviewed(*, key: UUID, locale: Locale, reviewer: User, shown_name: str = "") -> None:
    """Mark a version as checked by this person. Idempotent."""
    PieceCheck.objects.filter(
        translation_key=key, locale=locale, verdict=PieceCheck.Verdict.MACHINE
    ).delete()
    VersionState.objects.update_or_create(
        translation_key=key,
        locale=locale,
        defaults={
            "review": VersionState.Review.REVIEWED,
            "reviewer": reviewer,
            "reviewed_at": timezone.now(),
            "shown_name": shown_name,
        },
    )


def missing_pieces(page: Page) -> list[str]:
    """What of the original this version has no words for, as it stands in the original."""
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    found: list[str] = []
    for one in translations.select_related("source"):
        segments = StringSegment.objects.filter(source=one.source).order_by("order")
        lacking = segments.annotate_translation(one.target_locale).filter(translation=None)
        found += lacking.exclude(context__path__in=NOT_FOR_READERS).values_list(
            "string__data", flat=True
        )
    return [strip_tags(words) for words in dict.fromkeys(found)]
