"""SQLite's own full-text index: ranked search with no service to run."""

from collections.abc import Iterable

from django.db import connection, transaction

from search.analysis import Word
from search.engines.base import Analysed
from search.engines.database import DatabaseEngine, Sql

# How much a word weighs in title, summary, keywords and body. The table is made by a migration.
MATCH = """
SELECT rowid, bm25(search_index, 10.0, 4.0, 3.0, 1.0) FROM search_index
WHERE search_index MATCH %s"""
INSERT = """
INSERT INTO search_index(rowid, title, summary, keywords, body) VALUES (%s, %s, %s, %s, %s)"""
DELETE = "DELETE FROM search_index WHERE rowid = %s"
PRUNE = "DELETE FROM search_index WHERE rowid NOT IN (SELECT id FROM search_searchdocument)"


class Fts5Engine(DatabaseEngine):
    """Documents in an FTS5 table of word forms; its rowid is the document's id."""

    name = "fts5"
    is_simple = False

    def match(self, words: tuple[Word, ...]) -> Sql:
        return MATCH, [" AND ".join(expression(word) for word in words)]

    def put(self, document: Analysed) -> None:
        row = (document.id, document.title, document.summary, document.keywords, document.body)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DELETE, [document.id])
            cursor.execute(INSERT, row)

    def drop(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(DELETE, [[pk] for pk in ids])

    def prune(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(PRUNE)


def expression(word: Word) -> str:
    """The word in FTS5's language: any form, a beginning, or all parts. Forms are alphanumeric."""
    choices = [f'"{form}"' for form in sorted(word.forms)]
    choices += [f'"{beginning}"*' for beginning in word.beginnings]
    if word.parts:
        choices.append("(" + " AND ".join(expression(part) for part in word.parts) + ")")
    return "(" + " OR ".join(choices) + ")"
