"""The matrix of works and languages: how true each version is, and how much it is read, in a
constant number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from core import works
from core.counts import reads
from core.l10n import languages
from people.models import User
from translations import review
from translations.freshness.pieces import block_of
from translations.models import Assignment, Freshness, Wish

MISSING, DRAFT = "missing", "draft"
LONGEST_LIST = 10
LONGEST_QUEUE = 50
#: Reads are counted over so many days.
READ_DAYS = 30
#: From this share of checked passages on, a draft is almost done.
ALMOST = 0.7
FEW_PASSAGES = 2
# Root pages are containers, not works.
FIRST_DEPTH = 2


@dataclass(frozen=True)
class MatrixCell:
    """One work in one language."""

    language: str
    state: str
    review: str = ""
    behind_since: datetime | None = None
    passages: int = 0
    minor: int = 0
    checked: int = 0
    pieces: int = 0
    doubts: int = 0
    page_id: int | None = None
    wishes: int = 0
    reads: int = 0
    assigned_to: Any = None
    note: str = ""

    @property
    def days_behind(self) -> int:
        return (timezone.now() - self.behind_since).days if self.behind_since else 0

    @property
    def harm(self) -> int:
        """Days that the version has been behind, the first one counted, times its reads."""
        return (self.days_behind + 1) * self.reads if self.behind_since else 0

    @property
    def states(self) -> set[str]:
        """What the filter finds it by."""
        found = {self.state, self.review} - {""}
        found |= {"minor"} if self.minor else set()
        return found | ({"doubt"} if self.doubts else set())


@dataclass(frozen=True)
class MatrixRow:
    """A work with all its languages."""

    key: UUID
    title: str
    kind: str
    original: str
    cells: dict[str, MatrixCell] = field(default_factory=dict)


@dataclass(frozen=True)
class ListedCell:
    """A cell in one of the lists, with the work that it is of."""

    row: MatrixRow
    cell: MatrixCell


def read_matrix() -> list[MatrixRow]:
    """All works, by the title of their originals; seven queries for any number of them."""
    pages = Page.objects.filter(depth__gte=FIRST_DEPTH, alias_of=None)
    versions: dict[UUID, dict[str, tuple[Any, ...]]] = {}
    for key, locale_id, *rest in pages.order_by("path").values_list(
        "translation_key", "locale_id", "pk", "live", "draft_title", "content_type_id"
    ):
        versions.setdefault(key, {})[languages.code_of(locale_id)] = tuple(rest)
    originals = works.original_languages(versions)
    known = StoredVersions()
    rows = [row_of(key, found, originals[key], known) for key, found in versions.items()]
    return sorted(rows, key=lambda row: row.title.casefold())


class StoredVersions:
    """What is stored of versions, published or not: four queries."""

    def __init__(self) -> None:
        self.states: dict[tuple[UUID, str], review.PublicState] = {}
        for row in Freshness.objects.all():
            place = (row.translation_key, languages.code_of(row.locale_id))
            self.states[place] = review.state_of(row)
        wishes = Wish.objects.values("translation_key", "locale_id").annotate(count=Count("pk"))
        self.wishes = Counter(
            {
                (one["translation_key"], languages.code_of(one["locale_id"])): one["count"]
                for one in wishes
            }
        )
        self.assignments = {
            (one.translation_key, languages.code_of(one.locale_id)): one
            for one in Assignment.objects.select_related("translator")
        }
        self.reads = reads.of_last_days(READ_DAYS)


def row_of(
    key: UUID, found: Mapping[str, tuple[Any, ...]], original: str, known: StoredVersions
) -> MatrixRow:
    first = found.get(original) or next(iter(found.values()))
    _pk, _live, title, type_id = first
    cells = {code: cell_of(key, code, found.get(code), known) for code in languages.CODES}
    return MatrixRow(key, title, works.kind_of(type_id), original, cells)


def cell_of(
    key: UUID, code: str, version: tuple[Any, ...] | None, known: StoredVersions
) -> MatrixCell:
    place = (key, code)
    assignment = known.assignments.get(place)
    common: dict[str, Any] = {
        "language": code,
        "page_id": version[0] if version else None,
        "wishes": known.wishes[place],
        "reads": known.reads.get(place, 0),
        "assigned_to": assignment.translator if assignment else None,
        "note": assignment.note if assignment else "",
    }
    state = known.states.get(place)
    if version is None or not version[1] or state is None:
        return MatrixCell(state=DRAFT if version else MISSING, **common)
    return MatrixCell(
        state=state.freshness,
        review=state.review,
        behind_since=state.behind_since,
        passages=len({block_of(path) or path for path in state.changes}),
        minor=len(state.minor_changes),
        checked=state.checked,
        pieces=state.pieces,
        doubts=state.doubts,
        **common,
    )


def filter_rows(
    rows: Iterable[MatrixRow], *, language: str, state: str, kind: str
) -> list[MatrixRow]:
    """The rows that a filter leaves; with a language, the state is asked of that language."""
    return [
        row
        for row in rows
        if (not kind or row.kind == kind)
        and (
            not state
            or any(
                state in cell.states
                for code, cell in row.cells.items()
                if not language or code == language
            )
        )
    ]


def cells_of_languages(rows: Iterable[MatrixRow], codes: Iterable[str]) -> list[ListedCell]:
    """The cells of these languages, without originals."""
    wanted = list(codes)
    return [
        ListedCell(row, row.cells[code]) for row in rows for code in wanted if code != row.original
    ]


def harmful_cells(found: Iterable[ListedCell]) -> list[ListedCell]:
    """What hurts readers now: versions that are behind, those first that are read the most and
    have been behind for the longest."""
    behind = [one for one in found if one.cell.state == review.BEHIND]
    return sorted(
        behind, key=lambda one: (-one.cell.harm, -one.cell.days_behind, -one.cell.passages)
    )[:LONGEST_LIST]


def almost_done(found: Iterable[ListedCell]) -> list[ListedCell]:
    """Versions with few passages left to translate, or to check."""
    few = [one for one in found if is_almost_done(one.cell)]
    return sorted(few, key=lambda one: (one.cell.passages, one.cell.pieces - one.cell.checked))[
        :LONGEST_LIST
    ]


def is_almost_done(cell: MatrixCell) -> bool:
    if cell.state == review.BEHIND:
        return cell.passages <= FEW_PASSAGES
    return cell.review == review.Review.PARTLY and cell.checked >= ALMOST * cell.pieces


def unchecked_cells(found: Iterable[ListedCell]) -> list[ListedCell]:
    """Machine drafts, those first that are read the most, then the shortest."""
    drafts = [one for one in found if one.cell.review == review.Review.MACHINE]
    return sorted(drafts, key=lambda one: (-one.cell.reads, one.cell.pieces))[:LONGEST_LIST]


def queue_of(user: User, found: Iterable[ListedCell]) -> list[ListedCell]:
    """What waits for a translator: assigned to them, then behind, then in doubt, then minor
    edits."""
    mine = [
        one
        for one in found
        if one.cell.assigned_to == user or one.cell.states & {review.BEHIND, "doubt", "minor"}
    ]
    return sorted(
        mine,
        key=lambda one: (
            one.cell.assigned_to != user,
            one.cell.state != review.BEHIND,
            not one.cell.doubts,
            -one.cell.days_behind,
        ),
    )
