"""Derived rows of freshness: one a published version, rebuilt from the ledger.

`refresh` writes the rows of one work; whatever a reader, a list or a command says of a version is
read from them.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from core.caching import generation
from translations.freshness import comparison, rules
from translations.freshness.pieces import Marks, unpack, unpack_marks
from translations.models import (
    Doubt,
    Following,
    Freshness,
    OriginalChange,
    PieceCheck,
    PublishedOriginal,
    VersionState,
)

LONGEST_HISTORY = 100
RIGHT = {PieceCheck.Verdict.RIGHT, PieceCheck.Verdict.MENDED}
UNIQUE = ["translation_key", "locale"]


@dataclass(frozen=True)
class ReviewState:
    """How much of a version was checked, by whom and when."""

    review: str
    pieces: int
    checked: int
    checked_by: str = ""
    checked_on: datetime | None = None
    doubts: int = 0


@transaction.atomic
def refresh(key: UUID, version: int | None = None) -> None:
    """Derive the rows of a work anew, or only that of the version in a locale: no other depends on
    it, unless it is the original. The generation is raised if any of them changed."""
    kept = PublishedOriginal.objects.filter(translation_key=key).first()
    rows = Freshness.objects.filter(translation_key=key)
    if version is not None and rows.filter(is_original=True).exists():
        rows = rows.filter(locale_id=version)
    else:
        version = None
    wanted = {row.locale_id: row for row in rows_of(key, kept, version)} if kept else {}
    known = {row.locale_id: row for row in rows}
    gone = known.keys() - wanted.keys()
    new = [
        row
        for locale_id, row in wanted.items()
        if locale_id not in known or values_of_row(known[locale_id]) != values_of_row(row)
    ]
    if gone:
        Freshness.objects.filter(translation_key=key, locale_id__in=gone).delete()
    if new:
        fields = [
            name for name in values_of_row(new[0]) if name not in {"translation_key", "locale_id"}
        ]
        Freshness.objects.bulk_create(
            new, update_conflicts=True, unique_fields=UNIQUE, update_fields=fields
        )
    if gone or new:
        generation.bump()


def values_of_row(row: Freshness) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in Freshness._meta.concrete_fields
        if not field.primary_key
    }


def rows_of(key: UUID, kept: PublishedOriginal, version: int | None = None) -> Iterable[Freshness]:
    """The rows of the live versions of a work, or of one of them, as they should be."""
    live = Page.objects.filter(translation_key=key, live=True, alias_of=None)
    live_ids = set(live.values_list("locale_id", flat=True))
    if version is not None:
        live_ids &= {version}
    if not live_ids:
        return
    if kept.locale_id in live_ids:
        yield original_row(key, kept)
    if live_ids == {kept.locale_id}:
        return
    original, reviews = original_of(kept), Reviews(key)
    for locale_id, (record, at) in current_with_times(key, live_ids).items():
        if locale_id != kept.locale_id:
            found = comparison.compare(original, record)
            yield Freshness(
                translation_key=key,
                locale_id=locale_id,
                is_original=False,
                followed_on=min(filter(None, [at, found.behind_since])),
                behind_since=found.behind_since,
                changes=dict(found.changes),
                minor_changes=dict(found.minor_changes),
                **asdict(reviews.of(locale_id, record.own)),
            )


def original_row(key: UUID, kept: PublishedOriginal) -> Freshness:
    return Freshness(
        translation_key=key,
        locale_id=kept.locale_id,
        is_original=True,
        followed_on=kept.published_at,
        review=Freshness.Review.OWN,
        pieces=0,
        checked=0,
    )


class Reviews:
    """Reviews of the versions of one work; three queries for any number of them."""

    def __init__(self, key: UUID) -> None:
        states = VersionState.objects.filter(translation_key=key)
        self.states = {row.locale_id: row for row in states}
        self.checks: dict[int, dict[str, PieceCheck]] = {}
        for check in PieceCheck.objects.filter(translation_key=key):
            self.checks.setdefault(check.locale_id, {})[check.path] = check
        doubts = Doubt.objects.filter(translation_key=key)
        self.doubts = set(doubts.values_list("locale_id", "path", "own"))

    def of(self, locale_id: int, own: Marks) -> ReviewState:
        words = [path for path, mark in own.items() if mark.is_words]
        state = self.states.get(locale_id)
        doubted = {path for path in words if (locale_id, path, own[path].digest) in self.doubts}
        if state is None:
            return ReviewState(Freshness.Review.OWN, len(words), 0, doubts=len(doubted))
        checks = self.checks.get(locale_id, {})
        verdicts = {
            path: checks[path].verdict
            for path in words
            if path in checks and checks[path].own == own[path].digest
        }
        if state.review == VersionState.Review.REVIEWED:
            unchecked = sum(one == PieceCheck.Verdict.MACHINE for one in verdicts.values())
            review = Freshness.Review.PARTLY if unchecked else Freshness.Review.CHECKED
            done = len(words) - unchecked
            who, when = state.shown_name, state.reviewed_at
            return ReviewState(review, len(words), done, who, when, len(doubted))
        done = sum(one in RIGHT for path, one in verdicts.items() if path not in doubted)
        review = Freshness.Review.PARTLY if done else Freshness.Review.MACHINE
        return ReviewState(review, len(words), done, doubts=len(doubted))


def original_of(kept: PublishedOriginal) -> rules.OriginalHistory:
    log = OriginalChange.objects.filter(translation_key=kept.translation_key).order_by("pk")
    return rules.OriginalHistory(
        unpack(kept.pieces), kept.began_at, [change_of(row) for row in log]
    )


def change_of(row: OriginalChange) -> rules.PublishedChange:
    changes = {path: (before, after) for path, (before, after) in row.changes.items()}
    return rules.PublishedChange(row.at, changes, frozenset(row.minor))


def record_of(row: Following) -> rules.FollowedPieces:
    return rules.FollowedPieces(unpack_marks(row.own), unpack(row.followed))


def history_of(key: UUID, locale_id: int) -> list[rules.FollowedPieces]:
    """What a version followed, newest first; without what was undone."""
    rows = Following.objects.filter(translation_key=key, locale_id=locale_id, undone_at=None)
    return [record_of(row) for row in rows.order_by("-pk")[:LONGEST_HISTORY]]


def current_rows(key: UUID) -> dict[int, Following]:
    """The newest row of each language that was not undone."""
    rows = Following.objects.filter(translation_key=key, undone_at=None)
    newest = rows.order_by("pk").values_list("locale_id", "pk")
    return {row.locale_id: row for row in Following.objects.filter(pk__in=dict(newest).values())}


def current_with_times(
    key: UUID, locale_ids: Collection[int]
) -> dict[int, tuple[rules.FollowedPieces, datetime]]:
    rows = current_rows(key).items()
    return {one: (record_of(row), row.at) for one, row in rows if one in locale_ids}


def current_records(key: UUID) -> dict[int, rules.FollowedPieces]:
    return {locale_id: record_of(row) for locale_id, row in current_rows(key).items()}


def all_keys() -> list[UUID]:
    """Works with a live version of ours, whether or not anything was stored of them."""
    pages = Page.objects.filter(live=True, alias_of=None, depth__gt=1)
    return sorted(set(pages.values_list("translation_key", flat=True)))


def unknown_keys() -> list[UUID]:
    """Those of them of which nothing was stored yet."""
    return sorted(
        set(all_keys()) - set(PublishedOriginal.objects.values_list("translation_key", flat=True))
    )


def languages_of(key: UUID) -> set[str]:
    """Languages that a work has a version in, published or not."""
    pages = Page.objects.filter(translation_key=key, alias_of=None)
    return set(pages.values_list("locale__language_code", flat=True))
