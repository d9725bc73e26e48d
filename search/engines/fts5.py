"""SQLite FTS5 backend: ranked full-text search with no service to run."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import connection, transaction

from search.analysis import Word
from search.engines.base import Analysed
from search.engines.database import DatabaseEngine, Sql

TABLE = "search_index"
# As the first migration has it, to rebuild a damaged table. The prefix index serves words that
# are not typed to the end.
CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, summary, keywords, body,
    tokenize = "unicode61 remove_diacritics 0", prefix = '3 4'
)"""
MATCH = "SELECT rowid, 0.0 FROM search_index WHERE search_index MATCH %s"
# First works whose title contains all words, then those whose summary or topics help, then the
# rest; within these by bm25, weighted by title, summary, keywords and body. bm25 alone is not
# enough: a word in half of all documents has no weight, in whatever field.
RANKED = """
SELECT rowid, bm25(search_index, 10.0, 4.0, 3.0, 1.0) - CASE
    WHEN rowid IN (SELECT rowid FROM search_index WHERE search_index MATCH %s) THEN 2000
    WHEN rowid IN (SELECT rowid FROM search_index WHERE search_index MATCH %s) THEN 1000
    ELSE 0 END
FROM search_index WHERE search_index MATCH %s"""
INSERT = """
INSERT INTO search_index(rowid, title, summary, keywords, body) VALUES (%s, %s, %s, %s, %s)"""
DELETE = "DELETE FROM search_index WHERE rowid = %s"
PRUNE = "DELETE FROM search_index WHERE rowid NOT IN (SELECT id FROM search_searchdocument)"


class Fts5Engine(DatabaseEngine):
    """Documents in an FTS5 table of word forms; its rowid is the document's id."""

    name = "fts5"
    is_simple = False

    def match(self, words: tuple[Word, ...], *, ranked: bool) -> Sql:
        everywhere = every(words)
        if not ranked:
            return MATCH, [everywhere]
        whole = every(tuple(replace(word, beginnings=()) for word in words))
        return RANKED, [f"title : ({whole})", f"- body : ({whole})", everywhere]

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


def every(words: tuple[Word, ...]) -> str:
    return " AND ".join(expression(word) for word in words)


def expression(word: Word) -> str:
    """The word in FTS5 query syntax: any form, a prefix, or all parts. Forms are alphanumeric."""
    choices = [f'"{form}"' for form in sorted(word.forms)]
    choices += [f'"{beginning}"*' for beginning in word.beginnings]
    if word.parts:
        choices.append("(" + " AND ".join(expression(part) for part in word.parts) + ")")
    return "(" + " OR ".join(choices) + ")"
