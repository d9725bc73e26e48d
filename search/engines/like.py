"""LIKE backend for databases without an engine of their own: every word must occur, newest first.

It finds what the others find, because it compares the same forms; it does not rank.
"""

from collections.abc import Iterable

from search.analysis import Word
from search.engines.base import Analysed
from search.engines.database import DatabaseEngine, Sql
from search.models import SearchDocument

MATCH = "SELECT id, 0.0 FROM search_searchdocument WHERE {where}"


class PlainEngine(DatabaseEngine):
    """Searches one column that holds all forms of a document, with LIKE."""

    name = "plain"
    is_simple = True

    def match(self, words: tuple[Word, ...], *, ranked: bool) -> Sql:
        conditions, values = [], []
        for word in words:
            condition, more = occurs(word)
            conditions.append(condition)
            values += more
        where = " AND ".join(conditions)
        return MATCH.format(where=where), values

    def put(self, document: Analysed) -> None:
        texts = (document.title, document.summary, document.keywords, document.body)
        folded = f" {' '.join(text for text in texts if text)} "
        SearchDocument.objects.filter(pk=document.id).update(folded=folded)

    def drop(self, ids: Iterable[int]) -> None:
        """Nothing to do: the column is deleted with its row."""

    def prune(self) -> None:
        """Nothing to do: there is no separate index."""


def occurs(word: Word) -> Sql:
    """LIKE condition for one word. Forms are alphanumeric, so none contains a wildcard."""
    values = [f"% {form} %" for form in sorted(word.forms)]
    values += [f"% {beginning}%" for beginning in word.beginnings]
    choices = ["folded LIKE %s"] * len(values)
    if word.parts:
        parts = [occurs(part) for part in word.parts]
        choices.append("(" + " AND ".join(sql for sql, _values in parts) + ")")
        values += [value for _sql, more in parts for value in more]
    return "(" + " OR ".join(choices) + ")", values
