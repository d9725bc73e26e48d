"""Search backend interface: what `library.py` may ask of any of them.

What sources know is said in words and works (`Evidence`); each backend puts it into its own
language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from uuid import UUID

from core.http import Reader
from search.analysis import AlignedText
from search.models import SearchDocument, SearchWork
from search.query import Word
from search.vocabulary import KnownWord

RELEVANCE, NEWEST, TITLE = "relevance", "newest", "title"
SORTS = (RELEVANCE, NEWEST, TITLE)


class EngineUnavailable(Exception):
    """A backend outside the database is down, too slow, or answers what it should not: another one
    is to be asked. Its words are for the log, not for readers."""


class EngineBusy(EngineUnavailable):
    """It is there, and takes no more at the moment (429 Too Many Requests)."""


@dataclass(frozen=True)
class AnalysedDocument:
    """An analysed document. Headings and keywords are forms of words without positions."""

    id: int
    title: AlignedText
    headings: str
    summary: AlignedText
    keywords: str
    body: AlignedText


# The access rule of a work that everybody may see.
PUBLIC = "0"


@dataclass(frozen=True)
class SerialisedWork:
    """A work as the database has it, with its versions analysed: for an engine outside of it.

    `rule`: the id of its access rule, or `PUBLIC`. `digest`: of all that was read for it.
    """

    work: SearchWork
    rule: str
    facets: Mapping[str, Sequence[str]]
    versions: Sequence[tuple[SearchDocument, AnalysedDocument]]
    digest: str


@dataclass(frozen=True)
class WeightedWord:
    """A word to look for, and how much it tells: the rarer, the more."""

    word: Word
    weight: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """What one source looks for: documents that hold words, or works that it found by itself.

    A document holds some of the words; its share is what these weigh. It is kept if its share is
    `cut` times the best of this source, and at least `least`; its score counts `scale` times.
    """

    source: str
    wanted: tuple[WeightedWord, ...] = ()
    #: A text that has these folded words in this order is better still.
    exact: tuple[str, ...] = ()
    #: Places in `wanted`, of which a document must hold one.
    needed: tuple[int, ...] = ()
    #: Works found without words: their keys, and a score from 0 to 1, or `PINNED`.
    works: tuple[tuple[UUID, float], ...] = ()
    cut: float = 1.0
    least: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class SearchQuestion:
    """Evidence (none: everything), filters by facet name, and the user."""

    filters: Mapping[str, tuple[str, ...]]
    language: str
    user: Reader | None
    evidence: tuple[Evidence, ...] = ()
    sort: str = RELEVANCE


@dataclass(frozen=True)
class FacetCounts:
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
class FoundWork:
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
    """Answers queries about works. One that is not in the database may raise `EngineUnavailable`
    from any of these."""

    name: str

    def frequencies(self, words: Sequence[Word]) -> Frequencies:
        """In how many documents each of these words occurs; one query."""

    def search(
        self, question: SearchQuestion, *, start: int, size: int
    ) -> tuple[FacetCounts, list[FoundWork]]:
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

    def near(self, folded: str) -> list[tuple[int, KnownWord]]:
        """Words of the library that are written almost like this one, with how many letters
        differ, the nearest first."""


class OwnEngine(Engine, Protocol):
    """A backend in the portal's own database: written in the transaction of each change."""

    def put(self, document: AnalysedDocument) -> None:
        """Index a document, replacing the one with its id."""

    def drop(self, ids: Iterable[int]) -> None:
        """Remove documents; unknown ids are ignored."""

    def prune(self) -> None:
        """Remove every document that `SearchDocument` no longer has."""

    def begin_next(self) -> "OwnEngine":
        """An engine with an empty index beside the one in use, to be filled."""

    def swap(self) -> None:
        """Put the next index in the place of the one in use, at once for every reader."""
