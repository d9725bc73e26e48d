"""Search while the index is damaged: titles only, which stand in ordinary rows."""

from collections.abc import Iterable
from typing import Any

from search.engines.base import AnalysedDocument, OwnEngine
from search.engines.database import DatabaseEngine, Sql
from search.engines.ranking import IN_TITLE
from search.query import Word

MATCH = "SELECT id FROM search_searchdocument WHERE {where}"
GRADED = "SELECT id, {grade} AS grade FROM search_searchdocument WHERE {where}"
NOTHING = "SELECT id, 0.0 AS grade FROM search_searchdocument WHERE 1 = 0"


class TitleEngine(DatabaseEngine):
    """Looks for the beginnings of words in folded titles; it stores nothing."""

    name = "titles"

    def occurs(self, word: Word) -> Sql:
        where, values = holds(word)
        return MATCH.format(where=where), values

    def graded(self, word: Word) -> Sql:
        where, values = holds(word)
        return GRADED.format(where=where, grade=IN_TITLE), values

    def in_order(self, words: tuple[str, ...]) -> Sql:
        return NOTHING, []

    def in_title(self, word: Word) -> Sql:
        return self.occurs(word)

    def titled(self, words: tuple[str, ...]) -> Sql:
        where = " AND ".join(["(' ' || title_order) LIKE %s"] * len(words))
        return MATCH.format(where=where), [f"% {word}%" for word in words]

    def put(self, document: AnalysedDocument) -> None:
        """Nothing to do: titles are columns."""

    def drop(self, ids: Iterable[int]) -> None:
        """Nothing to do: titles go with their rows."""

    def prune(self) -> None:
        """Nothing to do: there is no index beside the rows."""

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        return {}

    def begin_next(self) -> OwnEngine:
        return self

    def swap(self) -> None:
        """Nothing to do: there is no index beside the rows."""


def holds(word: Word) -> Sql:
    """A condition for one word. Forms are alphanumeric, so none can be a pattern by itself."""
    beginnings = sorted({*word.forms, *word.beginnings, *map(" ".join, word.phrases)})
    choices = ["(' ' || title_order) LIKE %s"] * len(beginnings)
    values: list[Any] = [f"% {one}%" for one in beginnings]
    if word.parts:
        parts = [holds(part) for part in word.parts]
        choices.append("(" + " AND ".join(sql for sql, _values in parts) + ")")
        values += [value for _sql, more in parts for value in more]
    return "(" + " OR ".join(choices) + ")", values
