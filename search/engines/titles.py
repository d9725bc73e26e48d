"""Search while the index is damaged: titles only, which stand in ordinary rows."""

from collections.abc import Iterable

from search.analysis import Word
from search.engines.base import Analysed
from search.engines.database import DatabaseEngine, Sql

MATCH = "SELECT id, 0.0 FROM search_searchdocument WHERE {where}"


class TitleEngine(DatabaseEngine):
    """Looks for the beginnings of words in folded titles; it keeps nothing."""

    name = "titles"
    is_simple = True

    def match(self, words: tuple[Word, ...], *, ranked: bool) -> Sql:
        conditions, values = [], []
        for word in words:
            condition, more = occurs(word)
            conditions.append(condition)
            values += more
        return MATCH.format(where=" AND ".join(conditions)), values

    def put(self, document: Analysed) -> None:
        """Nothing to do: titles are columns."""

    def drop(self, ids: Iterable[int]) -> None:
        """Nothing to do: titles go with their rows."""

    def prune(self) -> None:
        """Nothing to do: there is no index beside the rows."""


def occurs(word: Word) -> Sql:
    """A condition for one word. Forms are alphanumeric, so none can be a pattern by itself."""
    beginnings = sorted({*word.forms, *word.beginnings})
    choices = ["(' ' || title_order) LIKE %s"] * len(beginnings)
    values = [f"% {one}%" for one in beginnings]
    if word.parts:
        parts = [occurs(part) for part in word.parts]
        choices.append("(" + " AND ".join(sql for sql, _values in parts) + ")")
        values += [value for _sql, more in parts for value in more]
    return "(" + " OR ".join(choices) + ")", values
