"""In-memory facet index (bitsets), rebuilt once a generation: works, their versions and facets.

Finding words is the full-text index's business; counting and ordering what was found needs a few
numbers of each document, which a statement would fetch for every reader anew. They are read
once a generation: a publish raises it, and so do those who write documents or facets without one.
Who may see what is asked of `visible_to`, for each set of rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from wagtail.models import Page

from core.access.visibility import met_rule_ids, visible_to
from core.caching.generation import GenerationCache
from core.http import Reader
from search.models import SearchDocument

# Facets that are shown of a result.
SHOWN = ("country", "year", "part", "topic")
# What a work is a part of, by which nothing is filtered.
PART = "part"

WORKS = "SELECT id, translation_key, weight FROM search_searchwork ORDER BY dated_on DESC, id DESC"
DOCUMENTS = "SELECT id, work_id, language, is_original, title_size FROM search_searchdocument"
FACETS = "SELECT work_id, name, value FROM search_searchfacet"
TITLES = "SELECT work_id, language, is_original, title_order FROM search_searchdocument"


class IndexedDocument(NamedTuple):
    """A document: the place of its work, and what its rank depends on."""

    work: int
    language: str
    is_original: bool
    title_size: int


Documents = Mapping[int, IndexedDocument]
Facets = Mapping[str, Mapping[str, int]]


class HiddenWorks(NamedTuple):
    """What somebody must not see: documents; and the works of which they may see any."""

    documents: frozenset[int]
    seen: int


class FacetIndex:
    """The works in order, the newest first; each is known by its place. Sets of works are numbers,
    one bit a work, so that facets are counted at once."""

    def __init__(self) -> None:
        works = rows(WORKS)
        self.ids = [pk for pk, _key, _weight in works]
        self.keys = [key for _pk, key, _weight in works]
        self.weights = [weight for _pk, _key, weight in works]
        self.places = {pk: place for place, pk in enumerate(self.ids)}
        self.documents = documents_of(self.places)
        self.versions: list[list[int]] = [[] for _work in works]
        for pk, one in self.documents.items():
            self.versions[one.work].append(pk)
        self.facets, self.shown = facets_of(self.places)
        self._titles: dict[str, Sequence[int]] = {}
        self._hidden: dict[frozenset[int], HiddenWorks] = {}

    @staticmethod
    def current() -> "FacetIndex":
        """The index of this generation."""
        return _index.get("all", FacetIndex)

    def key(self, place: int) -> UUID:
        return UUID(str(self.keys[place]))

    def hidden(self, user: Reader | None) -> HiddenWorks:
        """What this reader must not see: the same for all who meet the same rules."""
        rules = met_rule_ids(user)
        if rules not in self._hidden:
            self._hidden[rules] = hidden_from(user, self)
        return self._hidden[rules]

    def by_title(self, language: str) -> Sequence[int]:
        """The rank of each work by the title that readers of a language are shown: in theirs, else
        the original's."""
        if language not in self._titles:
            self._titles[language] = title_ranks(language, self.places)
        return self._titles[language]

    def bits(self, places: Iterable[int]) -> int:
        """A set of works as a number."""
        found = bytearray(len(self.keys) // 8 + 1)
        for place in places:
            found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    def places_in(self, bits: int) -> Iterator[int]:
        """The works of a set, the newest first."""
        for at, byte in enumerate(bits.to_bytes(len(self.keys) // 8 + 1, "little")):
            if byte:
                yield from (at * 8 + bit for bit in range(8) if byte >> bit & 1)


_index: GenerationCache[FacetIndex] = GenerationCache(size=1)


def documents_of(places: Mapping[int, int]) -> Documents:
    return {
        pk: IndexedDocument(places[work], language, bool(is_original), size)
        for pk, work, language, is_original, size in rows(DOCUMENTS)
        if work in places
    }


def facets_of(places: Mapping[int, int]) -> tuple[Facets, dict[int, dict[str, list[str]]]]:
    """The works of each facet value, and what is shown of each work."""
    sets: dict[tuple[str, str], bytearray] = {}
    shown: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for work, name, value in rows(FACETS):
        place = places.get(work)
        if place is None:
            continue
        if name in SHOWN:
            shown[place].setdefault(name, []).append(value)
        if name != PART:
            one = sets.get((name, value))
            if one is None:
                one = sets[name, value] = bytearray(len(places) // 8 + 1)
            one[place >> 3] |= 1 << (place & 7)
    facets: dict[str, dict[str, int]] = defaultdict(dict)
    for (name, value), found in sets.items():
        facets[name][value] = int.from_bytes(found, "little")
    return dict(facets), dict(shown)


def hidden_from(user: Reader | None, index: FacetIndex) -> HiddenWorks:
    visible = visible_to(Page.objects.order_by(), user)
    unseen = SearchDocument.objects.exclude(page__in=visible.values("pk"))
    hidden = frozenset(unseen.values_list("pk", flat=True))
    seen = (one.work for pk, one in index.documents.items() if pk not in hidden)
    return HiddenWorks(hidden, index.bits(seen))


def title_ranks(language: str, places: Mapping[int, int]) -> Sequence[int]:
    """One title a work; equal ones in the order in which the works came."""
    best: dict[int, tuple[int, str]] = {}
    for work, code, is_original, title in rows(TITLES):
        one = (0 if code == language else 1 if is_original else 2, title)
        best[work] = min(one, best.get(work, one))
    ranks = [0] * len(places)
    named = sorted((title, work) for work, (_rank, title) in best.items() if work in places)
    for rank, (_title, work) in enumerate(named):
        ranks[places[work]] = rank
    return ranks


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, None)
        return cursor.fetchall()
