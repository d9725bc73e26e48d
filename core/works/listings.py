"""What stands on a shelf: the works below a page, whatever the language they have.

A work stands there once, in the best version for the reader; a work that exists only in another
language than the shelf's is not left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from core import works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages
from core.pages.base import BasePage
from core.works import Work


@dataclass(frozen=True)
class ListedWork:
    """A work on a shelf, and the version that this reader is shown."""

    work: Work
    page: BasePage
    language: str

    @property
    def url(self) -> str:
        return self.work.url(self.language)

    @property
    def foreign(self) -> str:
        """The version's language, where it is not the reader's; else ""."""
        return "" if self.page.language == self.language else self.page.language

    @property
    def foreign_direction(self) -> str:
        return self.page.direction if self.foreign else ""


_shelves: GenerationCache[tuple[ListedWork, ...]] = GenerationCache(size=300)


def below(
    shelf: Page, user: Reader | None, *, model: type[BasePage] | None = None
) -> tuple[ListedWork, ...]:
    """The works right below this page's work, in the order of the tree; kept for a generation.

    `model` leaves out pages of other types. Four queries and one a page type, when nothing is kept.
    """
    language = languages.active()
    key = (shelf.translation_key, model, language, visibility.passed(user))
    return _shelves.get(key, lambda: _read(shelf, language, user, model))


def _read(
    shelf: Page, language: str, user: Reader | None, model: type[BasePage] | None
) -> tuple[ListedWork, ...]:
    versions = Page.objects.filter(translation_key=shelf.translation_key, alias_of=None)
    places = Q(pk__in=[])
    for path, depth in versions.values_list("path", "depth"):
        places |= Q(path__startswith=path, depth=depth + 1)
    pages = Page.objects.filter(places)
    pages = visibility.visible_to(pages.type(model) if model else pages, user)
    keys = dict.fromkeys(pages.order_by("path").values_list("translation_key", flat=True))
    return entries(keys, language, user)


def entries(keys: Iterable[UUID], language: str, user: Reader | None) -> tuple[ListedWork, ...]:
    """These works in this order, each with the page to show; what may not be seen is left out."""
    wanted = list(keys)
    found = works.resolve(wanted, user=user)
    shown = {key: work.best(language).page_id for key, work in found.items()}
    pages = Page.objects.filter(pk__in=shown.values()).specific().in_bulk()
    return tuple(
        ListedWork(found[key], pages[shown[key]], language) for key in wanted if key in found
    )
