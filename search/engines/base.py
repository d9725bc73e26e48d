"""Search backend interface.

A later engine (PostgreSQL full-text search, Elasticsearch) is one more module that implements it;
`library.py` uses nothing else.
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
    """An analysed document: forms of words, by the field they are in."""

    id: int
    title: str
    summary: str
    keywords: str
    body: str


@dataclass(frozen=True)
class Question:
    """A query: words (none: everything), filters by facet name, and the user."""

    words: tuple[Word, ...]
    filters: Mapping[str, tuple[str, ...]]
    language: str
    user: Reader | None
    sort: str = RELEVANCE


@dataclass(frozen=True)
class Counts:
    """Facet counts of works that this user may see.

    A facet's values are counted as if that facet had no filter, so that its other choices stay; all
    other filters apply. `unfiltered` is the count without any filter.
    """

    total: int = 0
    unfiltered: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A result: a work, and the language of the version that matches best."""

    key: UUID
    language: str


class Engine(Protocol):
    """Indexes documents by id and answers queries about works."""

    name: str
    #: Whether it ranks results and weights fields. The page says so where it does not.
    is_simple: bool

    def put(self, document: Analysed) -> None:
        """Index a document, replacing the one with its id."""

    def drop(self, ids: Iterable[int]) -> None:
        """Remove documents; unknown ids are ignored."""

    def prune(self) -> None:
        """Remove every document that `SearchDocument` no longer has."""

    def count(self, question: Question) -> Counts:
        """Count works in total and by facet."""

    def find(self, question: Question, *, start: int, size: int) -> list[Found]:
        """A page of results in the requested order, from offset `start`, each work once."""
