"""Search backend interface.

A later engine (Elasticsearch) is one more module that implements it; `library.py` uses nothing
else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from core.http import Reader
from search.analysis import Aligned
from search.query import Word
from search.vocabulary import Known

RELEVANCE, NEWEST, TITLE = "relevance", "newest", "title"
SORTS = (RELEVANCE, NEWEST, TITLE)
# A statement with its parameters.
Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Analysed:
    """An analysed document. Headings and keywords are forms of words without positions."""

    id: int
    title: Aligned
    headings: str
    summary: Aligned
    keywords: str
    body: Aligned


@dataclass(frozen=True)
class Wanted:
    """A word to look for, and how much it tells: the rarer, the more."""

    word: Word
    weight: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """What one source knows: documents, as a relation of (id, covered, share, titled, score).

    covered: how many words of the query a document holds; share: what these weigh; titled: how many
    of them are in its title. A document is kept whose share is `cut` times the best of this source,
    and at least `least`; its score counts `scale` times.
    """

    source: str
    relation: Sql
    cut: float = 1.0
    least: float = 0.0
    scale: float = 1.0
    #: How many words there are to hold.
    words: int = 0


@dataclass(frozen=True)
class Question:
    """Evidence (none: everything), filters by facet name, and the user."""

    filters: Mapping[str, tuple[str, ...]]
    language: str
    user: Reader | None
    evidence: tuple[Evidence, ...] = ()
    sort: str = RELEVANCE


@dataclass(frozen=True)
class Counts:
    """Facet counts of works that this user may see.

    A facet's values are counted as if that facet had no filter, so that its other choices stay; all
    other filters apply. `unfiltered` is the count without any filter; `covered` the most words that
    one text holds.
    """

    total: int = 0
    unfiltered: int = 0
    covered: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A result: a work, the language of the version that matches best, the source, and the facets
    that are shown of it: countries, years, topics, and what it is a part of."""

    key: UUID
    language: str
    source: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)


class TitlePair(NamedTuple):
    """A title of a work in another language than the one in which a word stands in its title."""

    place: int
    work: int
    language: str
    title: str


@dataclass(frozen=True)
class Frequencies:
    """How many documents there are, and how many hold each word."""

    documents: int
    of: tuple[int, ...]


class Engine(Protocol):
    """Indexes documents by id and answers queries about works."""

    name: str

    def put(self, document: Analysed) -> None:
        """Index a document, replacing the one with its id."""

    def drop(self, ids: Iterable[int]) -> None:
        """Remove documents; unknown ids are ignored."""

    def prune(self) -> None:
        """Remove every document that `SearchDocument` no longer has."""

    def frequencies(self, words: Sequence[Word]) -> Frequencies:
        """In how many documents each of these words occurs; one query."""

    def scored(
        self,
        wanted: Sequence[Wanted],
        exact: tuple[str, ...] = (),
        needed: Collection[int] = (),
    ) -> Sql:
        """The relation of an `Evidence` for documents that hold any of these words.

        `exact`: a text that has these folded words in this order is better still. `needed`: places
        of words of which a document must hold one.
        """

    def search(self, question: Question, *, start: int, size: int) -> tuple[Counts, list[Found]]:
        """Counts, and a page of results in the requested order, each work once; one query."""

    def titles(
        self, words: tuple[str, ...], *, language: str, user: Reader | None, size: int
    ) -> list[UUID]:
        """Works with a title in this language that holds these folded words, the last one perhaps
        unfinished; one query."""

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Words and stems of the texts of these documents, by position, spaces between them."""

    def title_pairs(self, words: Sequence[Word]) -> list[TitlePair]:
        """Titles in other languages of public works that have one of these words in a title; one
        query. `place`: which word."""

    def near(self, folded: str) -> list[tuple[int, Known]]:
        """Words of the library that are written almost like this one, with how many letters
        differ, the nearest first."""

    def begin_next(self) -> "Engine":
        """An engine with an empty index beside the one in use, to be filled."""

    def swap(self) -> None:
        """Put the next index in the place of the one in use, at once for every reader."""
