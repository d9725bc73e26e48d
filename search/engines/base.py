"""What every engine must answer, and nothing of how.

A later engine (PostgreSQL's text search, Elasticsearch) is one more module that keeps these
promises; `library.py` knows only this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from core.http import Reader
from search.analysis import Word

RELEVANCE, NEWEST, TITLE = "relevance", "newest", "title"
SORTS = (RELEVANCE, NEWEST, TITLE)


@dataclass(frozen=True)
class Analysed:
    """A document as an engine stores it: forms of words, by the part of the text they stand in."""

    id: int
    title: str
    summary: str
    keywords: str
    body: str


@dataclass(frozen=True)
class Question:
    """What is asked: words (none: everything), filters by facet name, for which reader."""

    words: tuple[Word, ...]
    filters: Mapping[str, tuple[str, ...]]
    language: str
    user: Reader | None
    sort: str = RELEVANCE


@dataclass(frozen=True)
class Counts:
    """Numbers of works that this reader may see.

    A facet's values are counted as if that facet had no filter, so that it keeps its choices;
    all other filters hold. `unfiltered` is the number without any filter.
    """

    total: int = 0
    unfiltered: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A work that was found, and the language of the version that explains best why."""

    key: UUID
    language: str


class Engine(Protocol):
    """Keeps documents by id and answers questions about works."""

    name: str
    #: Whether it ranks and knows parts of a text. A page says so where it does not.
    is_simple: bool

    def put(self, document: Analysed) -> None:
        """Store a document in place of what was stored under its id."""

    def drop(self, ids: Iterable[int]) -> None:
        """Forget documents; an id that is not there is no error."""

    def prune(self) -> None:
        """Forget every document that `SearchDocument` no longer has."""

    def count(self, question: Question) -> Counts:
        """Count works in total and by facet."""

    def find(self, question: Question, *, start: int, size: int) -> list[Found]:
        """The works in the order asked for, each once, from place `start`."""
