"""Listings: the works below an index page, whatever languages they have.

A work is listed once, in the best version for the reader; a work that exists only in another
language than the page's is included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from core import extensions, works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages
from core.pages.base import BasePage
from core.works import Work


class VersionSaid(Protocol):
    """What a room above says of one language version: for people, and for programs."""

    @property
    def notes(self) -> list[str]: ...
    @property
    def attributes(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class ListedWork:
    """A listed work, with the version shown to this reader, and what is said of that."""

    work: Work
    page: BasePage
    language: str
    said: tuple[VersionSaid, ...] = ()

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


_listings: GenerationCache[tuple[ListedWork, ...]] = GenerationCache(size=300)


def works_below(
    page: Page, user: Reader | None, *, model: type[BasePage] | None = None
) -> tuple[ListedWork, ...]:
    """The works directly below this page's work, in tree order; cached for a generation.

    `model` restricts the page type. Four queries plus one a page type when nothing is cached.
    """
    language = languages.active()
    key = (page.translation_key, model, language, visibility.met_rule_ids(user))
    return _listings.get(key, lambda: _read(page, language, user, model))


def _read(
    page: Page, language: str, user: Reader | None, model: type[BasePage] | None
) -> tuple[ListedWork, ...]:
    versions = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    places = Q(pk__in=[])
    for path, depth in versions.values_list("path", "depth"):
        places |= Q(path__startswith=path, depth=depth + 1)
    pages = Page.objects.filter(places)
    pages = visibility.visible_to(pages.type(model) if model else pages, user)
    keys = dict.fromkeys(pages.order_by("path").values_list("translation_key", flat=True))
    return listed_works(keys, language, user)


def listed_works(
    keys: Iterable[UUID], language: str, user: Reader | None
) -> tuple[ListedWork, ...]:
    """These works in this order, each with the page to show; restricted ones are left out."""
    wanted = list(keys)
    found = works.resolve(wanted, user=user)
    shown = {key: work.best(language).page_id for key, work in found.items()}
    pages = Page.objects.filter(pk__in=shown.values()).specific().in_bulk()
    said = versions_said(found)
    return tuple(
        ListedWork(
            found[key],
            pages[shown[key]],
            language,
            tuple(
                one[code]
                for one in said.get(key, ())
                if (code := pages[shown[key]].language) in one
            ),
        )
        for key in wanted
        if key in found
    )


def versions_said(keys: Iterable[UUID]) -> dict[UUID, list[Mapping[str, VersionSaid]]]:
    """What rooms above say of the versions of these works, by language; one query a room."""
    found: dict[UUID, list[Mapping[str, VersionSaid]]] = {}
    for states in extensions.call(extensions.VERSION_STATES, list(keys)):
        for key, by_language in states.items():
            found.setdefault(key, []).append(by_language)
    return found
