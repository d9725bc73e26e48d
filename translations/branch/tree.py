"""A branch of works: a page and all below it, in the order of the tree, each with its versions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core import works
from core.l10n import languages
from translations import review


@dataclass(frozen=True)
class BranchVersion:
    """One language version of a work in a branch, and what is left to do about it."""

    page: Page
    is_original: bool
    # Pieces of the original that this version has no words for.
    missing: int = 0
    # The original was published, or words of the translation were written, after it was.
    is_behind: bool = False

    @property
    def language(self) -> str:
        return languages.code_of(self.page.locale_id)

    @property
    def name(self) -> str:
        """The language's own name for itself."""
        return languages.NAMES[self.language]

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def state(self) -> str:
        """ "draft", "changed" since it was published, or "live"."""
        if not self.page.live:
            return "draft"
        return "changed" if self.page.has_unpublished_changes or self.is_behind else "live"


@dataclass
class BranchRow:
    """A work of the branch: its original, and its versions by language."""

    original: Page
    level: int
    versions: dict[str, BranchVersion] = field(default_factory=dict)

    @property
    def key(self) -> UUID:
        return self.original.translation_key

    @property
    def language(self) -> str:
        return languages.code_of(self.original.locale_id)


def originals(top: Page, *, is_alone: bool = False) -> list[Page]:
    """The originals of a branch: the original of this page, and what stands below that."""
    first = works.original_of(top)
    below = Page.objects.descendant_of(first, inclusive=True).order_by("path")
    if is_alone:
        below = below.filter(pk=first.pk)
    return list(below.select_related("locale").specific(defer=True))


def rows_of(top: Page, *, is_alone: bool = False) -> list[BranchRow]:
    """The branch, one row a work; the number of queries does not grow with it. `is_alone`: as if
    nothing stood below the page."""
    pages = originals(top, is_alone=is_alone)
    rows = {page.translation_key: BranchRow(page, page.depth - pages[0].depth) for page in pages}
    lacking, written = segments_left(rows), last_written(rows)
    published = {key: row.original.last_published_at for key, row in rows.items()}
    found = Page.objects.filter(translation_key__in=rows).order_by("path")
    for page in found.select_related("locale").specific(defer=True):
        key, code = page.translation_key, languages.code_of(page.locale_id)
        is_original = page.pk == rows[key].original.pk
        changes = [written.get((key, page.locale_id)), None if is_original else published[key]]
        rows[key].versions[code] = BranchVersion(
            page,
            is_original,
            0 if is_original else lacking.get((key, page.locale_id), 0),
            is_later(changes, page.last_published_at) and not is_original,
        )
    return list(rows.values())


def is_later(changes: Iterable[datetime | None], published: datetime | None) -> bool:
    return published is not None and any(one is not None and one > published for one in changes)


def segments_left(keys: Iterable[UUID]) -> dict[tuple[UUID, int], int]:
    """(work, id of the language) to how many segments have no translation; one query a language."""
    wanted = list(keys)
    locales = Translation.objects.filter(source__object_id__in=wanted, enabled=True)
    found: dict[tuple[UUID, int], int] = {}
    for locale in Locale.objects.filter(pk__in=locales.values("target_locale")):
        segments = StringSegment.objects.filter(
            source__object_id__in=wanted,
            source__translations__target_locale=locale,
            source__translations__enabled=True,
        )
        bare = segments.annotate_translation(locale).filter(translation=None)
        counted = bare.exclude(context__path__in=review.NOT_FOR_READERS).values("source__object_id")
        for row in counted.annotate(count=Count("pk")).order_by():
            found[(row["source__object_id"], locale.pk)] = row["count"]
    return found


def last_written(keys: Iterable[UUID]) -> dict[tuple[UUID, int], datetime]:
    """(work, id of the language) to when a segment of its translation was last written."""
    rows: Any = StringTranslation.objects.filter(context__object_id__in=list(keys))
    newest = rows.values("context__object_id", "locale_id").annotate(at=Max("updated_at"))
    return {(row["context__object_id"], row["locale_id"]): row["at"] for row in newest.order_by()}
