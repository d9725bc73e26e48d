"""Facets of the library: what results can be narrowed by, named and ordered for the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.caching.generation import GenerationCache
from core.l10n import collation, countries, languages
from core.pages.topics import labels_by_slug
from core.ui.cards import NOTHING
from core.works import kinds
from search.analysis import fold
from search.engines.base import FacetCounts
from search.params import COUNTRY, FACETS, KIND, LANGUAGE, TOPIC, YEAR, SearchParams


@dataclass(frozen=True)
class FacetOption:
    """A facet value, with the number of works it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[FacetOption]

    @property
    def items(self) -> SafeString:
        """Its options as list items. HTML made here: a page has some sixty of them, and a template
        would take longer over them than over all the rest."""
        made = (
            f'<li><label class="check"> <input type="checkbox" name="{self.name}"'
            f' value="{escape(one.value)}"{" checked" * one.is_chosen}>'
            f' {option_label(one)} <span class="num">{one.count}</span> </label></li>'
            for one in self.options
        )
        return mark_safe("\n".join(made))  # noqa: S308 - names of ours, numbers, and escaped words


def offered_facets(asked: SearchParams, counts: FacetCounts) -> list[Facet]:
    """The facets that would change the list, or already do; in the page's order."""
    titles = {
        KIND: _("Type of content"),
        TOPIC: _("Topic"),
        COUNTRY: _("Country"),
        LANGUAGE: _("Languages I read"),
        YEAR: _("Year"),
    }
    found = [Facet(name, titles[name], facet_options(name, asked, counts)) for name in FACETS]
    return [facet for facet in found if changes(facet, counts.total)]


def changes(facet: Facet, total: int) -> bool:
    return any(option.is_chosen or option.count != total for option in facet.options)


def facet_options(name: str, asked: SearchParams, counts: FacetCounts) -> list[FacetOption]:
    """Values that leave something, and selected ones whatever they leave."""
    chosen = asked.filters.get(name, ())
    numbers = dict(counts.facets.get(name, {}))
    values = [*numbers, *(value for value in chosen if value not in numbers)]
    made = [facet_option(name, value, numbers.get(value, 0), value in chosen) for value in values]
    return sorted(made, key=ORDERS[name])


ORDERS: dict[str, Callable[[FacetOption], Any]] = {
    KIND: lambda one: kinds.KINDS.index(one.value),
    TOPIC: lambda one: (-one.count, facet_name(TOPIC, one.value).order),
    COUNTRY: lambda one: facet_name(COUNTRY, one.value).order,
    LANGUAGE: lambda one: languages.CODES.index(one.value),
    YEAR: lambda one: -int(one.value),
}


def facet_option(name: str, value: str, count: int, is_chosen: bool) -> FacetOption:
    known = facet_name(name, value)
    return FacetOption(value, known.label, count, is_chosen, lang=known.lang, dir=known.dir)


class FacetNaming(NamedTuple):
    """What a facet value is called, and where that stands among others in the reader's alphabet."""

    label: str
    order: Any = ""
    lang: str = ""
    dir: str = ""


_namings: GenerationCache[FacetNaming] = GenerationCache(size=2000)


def facet_name(name: str, value: str) -> FacetNaming:
    """The reader's name of a facet value, looked up once a publish."""
    language = languages.active()
    return _namings.get((name, value, language), lambda: _naming(name, value, language))


def _naming(name: str, value: str, language: str) -> FacetNaming:
    text = facet_label(name, value)
    if name == LANGUAGE:
        return FacetNaming(text, lang=value, dir=languages.direction(value))
    if name == COUNTRY:
        return FacetNaming(text, collation.sort_key(text, language))
    return FacetNaming(text, fold(text) if name == TOPIC else "")


@lru_cache(maxsize=2000)
def _option_label(text: str, lang: str, direction: str) -> SafeString:
    return format_html(
        "<span{}>{}</span>",
        format_html(' lang="{}" dir="{}"', lang, direction) if lang else NOTHING,
        text,
    )


def option_label(one: FacetOption) -> SafeString:
    return _option_label(one.label, one.lang, one.dir)


def facet_label(name: str, value: str) -> str:
    """The reader's name of a facet value; a language, in itself."""
    if name == KIND:
        return kinds.name(value)
    if name == COUNTRY:
        return countries.name(value)
    if name == LANGUAGE:
        return languages.NAMES[value]
    if name == TOPIC:
        return in_language(labels_by_slug().get(value, {}), languages.active()) or value
    return value


def in_language(labels: Mapping[str, str], language: str) -> str:
    """A topic's label for this reader, else in the default language; may be empty."""
    return labels.get(language) or labels.get(languages.CODES[0]) or ""
