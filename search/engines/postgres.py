"""PostgreSQL backend: ranked full-text search in the portal's own database.

The vector of a document is written down from our own words, never by `to_tsvector`, which knows
other languages otherwise than we do: at each position the folded word, its stem, and their weight
by field (A title, B headings, C summary and keywords, D text).
"""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from search.engines.base import AnalysedDocument
from search.engines.database import DatabaseEngine, Sql, run
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
from search.vocabulary import KnownWord, most_changes

TABLE, NEXT = "search_postgres", "search_postgres_next"
# What PostgreSQL stores of positions: later ones are the last.
MAX_POSITION = 16383
MAX_POSITIONS = 255
# A vector holds a megabyte: a text longer than a book is found by its beginning.
MAX_WORDS = 50_000
# Fields do not follow each other: a phrase never runs from one into the next.
GAP = 5
# Vectors are not compressed: a ranking opens those of all that is found, several times each. And a
# change is in the index at once: every search reads the list of those to come, until a vacuum.
CREATE_ANY = """
CREATE TABLE {table} (
    id bigint PRIMARY KEY, vector tsvector NOT NULL, words text NOT NULL, stems text NOT NULL
);
ALTER TABLE {table} ALTER vector SET STORAGE EXTERNAL;
CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = off)"""
CREATE = CREATE_ANY.format(table=TABLE)
MATCH = "SELECT id FROM search_postgres WHERE vector @@ %s::tsquery"
GRADED = """
SELECT id, CASE {cases} ELSE {else_grade} + 0.15 * ts_rank(vector, %s::tsquery, 1) END AS grade
FROM search_postgres WHERE vector @@ %s::tsquery"""
EXACT = """
SELECT id, CASE WHEN vector @@ %s::tsquery THEN {title} ELSE {text} END AS grade
FROM search_postgres WHERE vector @@ %s::tsquery"""
WHEN = "WHEN vector @@ %s::tsquery THEN {grade}"
PUT = """
INSERT INTO {table} (id, vector, words, stems) VALUES (%s, %s::tsvector, %s, %s)
ON CONFLICT (id) DO UPDATE
SET vector = excluded.vector, words = excluded.words, stems = excluded.stems"""
# The trigram index finds the candidates; how many letters differ is counted afterwards. Two letters
# that changed places cost a short word half its trigrams, so these spellings are asked for by name.
NEAR = """
SELECT folded, word, language FROM search_searchword
WHERE folded %% %s OR folded = ANY(%s) ORDER BY similarity(folded, %s) DESC, folded LIMIT 60"""


def transpositions(word: str) -> list[str]:
    """The word with each pair of neighbours in the other order."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


class PostgresEngine(DatabaseEngine):
    """Documents in a table of vectors."""

    name = "postgres"

    def __init__(self, table: str = TABLE) -> None:
        self.table = table

    def occurs(self, word: Word) -> Sql:
        return MATCH, [tsquery_expression(word)]

    def graded(self, word: Word) -> Sql:
        grades = [("A", IN_TITLE), ("B", IN_HEADINGS), ("C", IN_SUMMARY)]
        cases = [(grade, tsquery_expression(word, field, begun=False)) for field, grade in grades]
        if word.beginnings:
            whole = tsquery_expression(word, begun=False)
            cases.append((IN_TEXT, whole))
            begun = " | ".join(f"{quote_lexeme(one)}:*A" for one in word.beginnings)
            cases.insert(1, (IN_TITLE * BEGUN, begun))
        sql = GRADED.format(
            cases=" ".join(WHEN.format(grade=f"{grade:.3f}") for grade, _query in cases),
            else_grade=f"{IN_TEXT * (BEGUN if word.beginnings else 1):.3f}",
        )
        everywhere = tsquery_expression(word)
        return sql, [*(query for _grade, query in cases), everywhere, everywhere]

    def in_order(self, words: tuple[str, ...]) -> Sql:
        return EXACT.format(title=EXACT_TITLE, text=EXACT_TEXT), [
            in_order(words, "A"),
            in_order(words),
        ]

    def in_title(self, word: Word) -> Sql:
        return MATCH, [tsquery_expression(word, "A", begun=False)]

    def titled(self, words: tuple[str, ...]) -> Sql:
        whole = [f"{quote_lexeme(word)}:A" for word in words[:-1]]
        return MATCH, [" & ".join([*whole, f"{quote_lexeme(words[-1])}:*A"])]

    def put(self, document: AnalysedDocument) -> None:
        body = document.body
        row = (document.id, vector_of(document), " ".join(body.words), " ".join(body.stems))
        with connection.cursor() as cursor:
            cursor.execute(PUT.format(table=self.table), row)

    def drop(self, ids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table} WHERE id = ANY(%s)", [list(ids)])  # noqa: S608 - our table

    def prune(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.table} WHERE id NOT IN (SELECT id FROM search_searchdocument)"  # noqa: S608 - our table
            )

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        rows = run("SELECT id, words, stems FROM search_postgres WHERE id = ANY(%s)", [list(ids)])
        return {pk: (words, stems) for pk, words, stems in rows}

    def near(self, folded: str) -> list[tuple[int, KnownWord]]:
        rows = run(NEAR, [folded, transpositions(folded), folded])
        return nearest_words(folded, [KnownWord(*row) for row in rows])

    def begin_next(self) -> "PostgresEngine":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {NEXT}")
            cursor.execute(CREATE_ANY.format(table=NEXT))
        return PostgresEngine(NEXT)

    def swap(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")
            cursor.execute(f"ALTER INDEX {NEXT}_pkey RENAME TO {TABLE}_pkey")
            cursor.execute(f"ALTER INDEX {NEXT}_vector RENAME TO {TABLE}_vector")


def vector_of(document: AnalysedDocument) -> str:
    """The document as PostgreSQL writes a vector: 'word':1A,7D."""
    places: dict[str, list[str]] = {}
    for form, place, field in positions(document):
        here = places.setdefault(form, [])
        if len(here) < MAX_POSITIONS:
            here.append(f"{min(place, MAX_POSITION)}{field}")
    return " ".join(f"{quote_lexeme(form)}:{','.join(here)}" for form, here in places.items())


def positions(document: AnalysedDocument) -> Iterator[tuple[str, int, str]]:
    """Every form with its position and the letter of its field."""
    at = 1
    for text, field in ((document.title, "A"), (document.summary, "C"), (document.body, "D")):
        pairs = zip(text.words[:MAX_WORDS], text.stems[:MAX_WORDS], strict=True)
        for place, pair in enumerate(pairs):
            yield from ((form, at + place, field) for form in dict.fromkeys(pair))
        at += len(text.words) + GAP
        yield from ((form, at, field) for form in text.more)
        at += GAP
    for forms, field in ((document.headings, "B"), (document.keywords, "C")):
        yield from ((form, at, field) for form in dict.fromkeys(forms.split()))
        at += GAP


def nearest_words(folded: str, known: list[KnownWord]) -> list[tuple[int, KnownWord]]:
    """Those of these words that few enough letters keep apart, the nearest first."""
    most = most_changes(folded)
    found = [(OSA.distance(folded, one.folded), one) for one in known]
    return sorted(pair for pair in found if pair[0] <= most)


def quote_lexeme(form: str) -> str:
    """A lexeme. Forms are alphanumeric; a quotation mark or a backslash would end it."""
    return "'" + form.replace("\\", "").replace("'", "") + "'"


def in_order(words: Iterable[str], field: str = "") -> str:
    ending = f":{field}" if field else ""
    return "(" + " <-> ".join(quote_lexeme(word) + ending for word in words) + ")"


def tsquery_expression(word: Word, field: str = "", *, begun: bool = True) -> str:
    """The word as a `tsquery`: in one field, or anywhere."""
    ending = f":{field}" if field else ""
    choices = [quote_lexeme(form) + ending for form in sorted(word.forms)]
    choices += [f"{quote_lexeme(one)}:*{field}" for one in word.beginnings if begun]
    choices += [in_order(phrase, field) for phrase in word.phrases]
    if word.parts:
        parts = " & ".join(tsquery_expression(part, field) for part in word.parts)
        choices.append(f"({parts})")
    return "(" + " | ".join(choices) + ")"
