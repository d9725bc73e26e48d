"""SQLite FTS5 backend: ranked full-text search with no service to run.

Each text is two columns, its words and its stems, with the same positions; further forms stand in
columns of their own, so that a length is a number of words.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from search.engines.base import AnalysedDocument
from search.engines.database import DatabaseEngine, Sql
from search.engines.ranking import (
    BEGUN,
    EXACT_TEXT,
    EXACT_TITLE,
    IN_HEADINGS,
    IN_SUMMARY,
    IN_TEXT,
    IN_TITLE,
)
from search.query import Word

TABLE, NEXT = "search_index", "search_index_next"
COLUMNS = (
    "title", "title_stems", "title_more", "headings", "summary", "summary_stems", "keywords",
    "body", "body_stems", "more",
)  # fmt: skip
# The prefix index serves words that are not typed to the end.
CREATE_ANY = """
CREATE VIRTUAL TABLE {table} USING fts5(
    {columns}, tokenize = "unicode61 remove_diacritics 0", prefix = '3 4'
)"""
CREATE = CREATE_ANY.format(table=TABLE, columns=", ".join(COLUMNS))
TITLE_FIELD = "{title title_stems title_more} : "
HEADINGS_FIELD = "{headings} : "
SUMMARY_FIELD = "{summary summary_stems keywords} : "
MATCH = "SELECT rowid AS id FROM search_index WHERE search_index MATCH %s"
# bm25 is negative, and the lower the better; among texts that only mention the word, it decides.
IN_TEXT_GRADED = """
SELECT rowid AS id, {grade} - 0.15 * rank / (1 - rank) AS grade
FROM search_index WHERE search_index MATCH %s"""
GRADED = "SELECT rowid AS id, {grade} AS grade FROM search_index WHERE search_index MATCH %s"
# Where other fields weigh nothing, bm25 tells whether a field holds the word: one pass, not four.
AT_ONCE = f"""
SELECT rowid AS id, CASE
    WHEN bm25(search_index, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0) < 0 THEN {IN_TITLE}
    WHEN bm25(search_index, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) < 0 THEN {IN_HEADINGS}
    WHEN bm25(search_index, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0) < 0 THEN {IN_SUMMARY}
    ELSE {IN_TEXT} - 0.15 * rank / (1 - rank) END AS grade
FROM search_index WHERE search_index MATCH %s"""  # noqa: S608 - numbers of ours


class Fts5Engine(DatabaseEngine):
    """Documents in an FTS5 table; its rowid is the document's id."""

    name = "fts5"

    def __init__(self, table: str = TABLE) -> None:
        self.table = table

    def occurs(self, word: Word) -> Sql:
        return MATCH, [match_expression(word)]

    def graded(self, word: Word) -> Sql:
        whole = match_expression(word, begun=False)
        if word.parts:
            # All of them in one field: several passes.
            parts = [
                (GRADED, IN_TITLE, TITLE_FIELD + whole),
                (GRADED, IN_HEADINGS, HEADINGS_FIELD + whole),
                (GRADED, IN_SUMMARY, SUMMARY_FIELD + whole),
                (IN_TEXT_GRADED, IN_TEXT, whole),
            ]
        else:
            parts = [(AT_ONCE, 0.0, whole)]
        if word.beginnings:
            begun = "(" + " OR ".join(f'"{one}"*' for one in word.beginnings) + ")"
            parts += [(GRADED, IN_TITLE * BEGUN, TITLE_FIELD + begun)]
            parts += [(GRADED, IN_TEXT * BEGUN, begun)]
        return union(parts)

    def in_order(self, words: tuple[str, ...]) -> Sql:
        phrase = quote_phrase(words)
        return union(
            [
                (GRADED, EXACT_TITLE, "{title} : " + phrase),
                (GRADED, EXACT_TEXT, "{summary body} : " + phrase),
            ]
        )

    def in_title(self, word: Word) -> Sql:
        return MATCH, [TITLE_FIELD + match_expression(word, begun=False)]

    def titled(self, words: tuple[str, ...]) -> Sql:
        return MATCH, ["{title title_more} : (" + " ".join(f'"{word}"' for word in words) + "*)"]

    def put(self, document: AnalysedDocument) -> None:
        title, summary, body = document.title, document.summary, document.body
        row: tuple[Any, ...] = (
            document.id, *map(" ".join, (title.words, title.stems, title.more)),
            document.headings, " ".join(summary.words), " ".join(summary.stems),
            document.keywords, " ".join(body.words), " ".join(body.stems),
            " ".join(dict.fromkeys([*summary.more, *body.more])),
        )  # fmt: skip
        marks = ", ".join(["%s"] * len(row))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table} WHERE rowid = %s", [document.id])  # noqa: S608 - our table
            cursor.execute(
                f"INSERT INTO {self.table}(rowid, {', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 - our table
                row,
            )

    def drop(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            for pk in ids:
                cursor.execute(f"DELETE FROM {self.table} WHERE rowid = %s", [pk])  # noqa: S608 - our table

    def prune(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.table}"  # noqa: S608 - our table
                " WHERE rowid NOT IN (SELECT id FROM search_searchdocument)"
            )

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        wanted = list(ids)
        marks = ", ".join(["%s"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, body, body_stems FROM search_index WHERE rowid IN ({marks})",  # noqa: S608 - numbers
                wanted,
            )
            return {pk: (words, stems) for pk, words, stems in cursor.fetchall()}

    def begin_next(self) -> "Fts5Engine":
        execute(f"DROP TABLE IF EXISTS {NEXT}")
        execute(CREATE_ANY.format(table=NEXT, columns=", ".join(COLUMNS)))
        return Fts5Engine(NEXT)

    def swap(self) -> None:
        with transaction.atomic():
            execute(f"DROP TABLE IF EXISTS {TABLE}")
            execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, None)


def union(parts: Iterable[tuple[str, float, str]]) -> Sql:
    """One relation of several: (statement, grade, expression)."""
    statements, values = list[str](), list[Any]()
    for statement, grade, match in parts:
        statements.append(statement.format(grade=f"{grade:.3f}"))
        values.append(match)
    return " UNION ALL ".join(statements), values


def quote_phrase(words: Iterable[str]) -> str:
    return '"' + " ".join(words) + '"'


def match_expression(word: Word, *, begun: bool = True) -> str:
    """The word in FTS5 query syntax. Forms are alphanumeric, so none can be an operator."""
    choices = [f'"{form}"' for form in sorted(word.forms)]
    choices += [f'"{beginning}"*' for beginning in word.beginnings if begun]
    choices += [quote_phrase(phrase) for phrase in word.phrases]
    if word.parts:
        choices.append("(" + " AND ".join(match_expression(part) for part in word.parts) + ")")
    return "(" + " OR ".join(choices) + ")"
