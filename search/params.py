"""Query parameters of the library: parsing, and building links.

No query string is an error. Unknown values are ignored, and reported to the reader.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.l10n import countries, languages
from core.pages.topics import labels_by_slug
from core.works.kinds import KINDS
from search import query
from search.engines.base import RELEVANCE, SORTS
from search.models import SearchFacet
from search.query import Query

MAX_VALUES = 20
MAX_PAGES = 100_000
MAX_ECHO = 40
LITERAL = "literal"

KIND, TOPIC, COUNTRY, LANGUAGE, YEAR, _PART = SearchFacet.Name
#: Facets in the order of the page; each is also the name of its parameter.
FACETS = (KIND, TOPIC, COUNTRY, LANGUAGE, YEAR)


@dataclass(frozen=True)
class SearchParams:
    """Validated query parameters: everything in it is known and bounded."""

    q: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    #: Whether the words are meant as they are typed, though they look misspelt.
    is_literal: bool = False

    def without(self, name: str, value: str) -> "SearchParams":
        """The same without one filter value, from the first page."""
        left = tuple(one for one in self.filters.get(name, ()) if one != value)
        return replace(self, filters={**self.filters, name: left}, page=1)

    def at(self, page: int) -> "SearchParams":
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> "SearchParams":
        return replace(self, sort=sort, page=1)

    @cached_property
    def words(self) -> Query:
        """What is typed, read once a request."""
        return query.read_query(self.q)

    def url(self, here: str) -> str:
        """The address of this list; `here` is the plain library's."""
        query_string = self.query_string()
        return f"{here}?{query_string}" if query_string else here

    def query_string(self) -> str:
        """Empty for the plain library."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name in FACETS for value in self.filters.get(name, ())]
        pairs += [("sort", self.sort)] if self.sort != RELEVANCE else []
        pairs += [(LITERAL, "1")] if self.is_literal else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode([(str(name), value) for name, value in pairs])


def read(parameters: QueryDict) -> tuple[SearchParams, list[str]]:
    """Parse the query string: parameters, and notices about what was ignored."""
    notices: list[str] = []
    asked = SearchParams(
        q=read_words(parameters.get("q", ""), notices),
        filters={name: read_values(name, parameters, notices) for name in FACETS},
        sort=read_sort(parameters.get("sort", ""), notices),
        page=read_page(parameters.get("page", ""), notices),
        is_literal=parameters.get(LITERAL) == "1",
    )
    return asked, list(dict.fromkeys(notices))


def read_words(raw: str, notices: list[str]) -> str:
    words = query.clean_query(raw)
    typed = raw.split()
    if typed and not words:
        notices.append(_("Your search contains no word or number, so everything is shown."))
    elif len(typed) > query.MAX_WORDS or len(raw.strip()) > query.MAX_QUERY_LENGTH:
        count = len(words.split())
        notices.append(
            ngettext(
                "Your search was long: only its first word was used.",
                "Your search was long: only its first %(count)s words were used.",
                count,
            )
            % {"count": count}
        )
    return words


def read_values(name: str, parameters: QueryDict, notices: list[str]) -> tuple[str, ...]:
    """The known values of one filter, without duplicates."""
    found = []
    for raw in parameters.getlist(name)[:MAX_VALUES]:
        value = raw.strip().upper() if name == COUNTRY else raw.strip().lower()
        if not value:
            continue
        if is_known(name, value):
            found.append(value)
        else:
            notices.append(unknown_value_notice(name) % {"value": echo_input(raw)})
    return tuple(dict.fromkeys(found))


def is_known(name: str, value: str) -> bool:
    if name == KIND:
        return value in KINDS
    if name == TOPIC:
        return value in labels_by_slug()
    if name == COUNTRY:
        return countries.is_known(value)
    if name == LANGUAGE:
        return value in languages.NAMES
    return value.isascii() and value.isdigit() and len(value) == 4


def unknown_value_notice(name: str) -> str:
    """The notice about an unknown value."""
    return {
        KIND: _("There is no content type called “%(value)s”. That filter was ignored."),
        TOPIC: _("There is no topic called “%(value)s”. That filter was ignored."),
        COUNTRY: _("No country here has the code “%(value)s”. That filter was ignored."),
        LANGUAGE: _("“%(value)s” is not one of our languages. That filter was ignored."),
        YEAR: _("“%(value)s” is not a year. That filter was ignored."),
    }[SearchFacet.Name(name)]


def read_sort(raw: str, notices: list[str]) -> str:
    if raw and raw not in SORTS:
        sentence = _("There is no sort order called “%(value)s”. Best matches are shown first.")
        notices.append(sentence % {"value": echo_input(raw)})
    return raw if raw in SORTS else RELEVANCE


def read_page(raw: str, notices: list[str]) -> int:
    if raw.isascii() and raw.isdigit() and raw.strip("0"):
        return min(int(raw[:7]), MAX_PAGES)
    if raw:
        sentence = _("“%(value)s” is not a page number. This is the first page.")
        notices.append(sentence % {"value": echo_input(raw)})
    return 1


def echo_input(raw: str) -> str:
    """What was typed, shortened and without invisible characters, for a notice about it."""
    seen = "".join(c if c.isprintable() else " " for c in raw[:MAX_ECHO])
    return seen.strip() + ("…" if len(raw) > MAX_ECHO else "")
