"""SQLite's own full-text index: ranked search with no service to run."""

from collections.abc import Iterable

from django.db import connection, transaction

from search.analysis import Word
from search.engines.base import Analysed
from search.engines.database import DatabaseEngine, Sql

TABLE = "search_index"
# Title, summary, keywords, body: how much a word weighs where it stands.
MATCH = f"""SELECT rowid, bm25({TABLE}, 10.0, 4.0, 3.0, 1.0) FROM {TABLE} WHERE {TABLE} MATCH %s"""  # noqa: S608


class Fts5Engine(DatabaseEngine):
    """Documents in an FTS5 table of word forms; its rowid is the document's id."""

    name = "fts5"
    is_simple = False

    def match(self, words: tuple[Word, ...]) -> Sql:
        return MATCH, [" AND ".join(expression(word) for word in words)]

    def put(self, document: Analysed) -> None:
        row = (document.id, document.title, document.summary, document.keywords, document.body)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [document.id])  # noqa: S608
            cursor.execute(
                f"INSERT INTO {TABLE}(rowid, title, summary, keywords, body) "  # noqa: S608
                "VALUES (%s, %s, %s, %s, %s)",
                row,
            )

    def drop(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [[pk] for pk in ids])  # noqa: S608

    def prune(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE rowid NOT IN (SELECT id FROM search_searchdocument)"  # noqa: S608
            )


def expression(word: Word) -> str:
    """The word in FTS5's language: any form, the beginning, or all parts. Forms are alphanumeric."""
    choices = [f'"{form}"' for form in sorted(word.forms)]
    choices += [f'"{beginning}"*' for beginning in word.beginnings]
    if word.parts:
        choices.append("(" + " AND ".join(expression(part) for part in word.parts) + ")")
    return "(" + " OR ".join(choices) + ")"
