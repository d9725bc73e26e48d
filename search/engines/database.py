"""Base of search backends in the portal's own database: one statement finds, and the
in-memory facet index counts and orders.

A backend decides which documents hold a word, and in which field; weights, works, filters,
visibility, facets and order are shared (`ranking`). `CROSS JOIN … WHERE` fixes the join order for
SQLite's planner.
"""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.db import connection

from core.http import Reader
from search import vocabulary
from search.engines.base import FacetCounts, FoundWork, Frequencies, SearchQuestion, TitlePair
from search.engines.facet_index import FacetIndex
from search.engines.ranking import Grades, Lookup, lookups, page_of_results
from search.models import SearchWork
from search.query import Word
from search.vocabulary import KnownWord

# A statement with its parameters.
Sql = tuple[str, list[Any]]

# Each statement gives rows (number, document, grade).
HIT = "SELECT {number} AS number, id, grade FROM ({graded}) AS g"
TITLED = "SELECT id, 1.0 AS grade FROM ({titled}) AS t"
GIVEN = """
SELECT d.id AS id, {score} AS grade FROM search_searchwork w CROSS JOIN search_searchdocument d
WHERE w.translation_key = %s AND d.work_id = w.id"""
# So many titles tell enough.
PAIRS = """
SELECT * FROM (
    SELECT {place} AS place, t.id, o.work_id, o.language, o.title
    FROM ({titled}) AS t CROSS JOIN search_searchdocument d CROSS JOIN search_searchdocument o
    WHERE d.id = t.id AND o.work_id = d.work_id AND o.language <> d.language
    LIMIT 300
) AS p"""


class DatabaseEngine:
    """Queries `SearchDocument` and `SearchFacet`; a subclass looks for words in its index."""

    def occurs(self, word: Word) -> Sql:
        """SQL for (id) of the documents that hold the word."""
        raise NotImplementedError

    def graded(self, word: Word) -> Sql:
        """SQL for (id, grade) of the same, by field; the highest grade of a document counts."""
        raise NotImplementedError

    def in_order(self, words: tuple[str, ...]) -> Sql:
        """SQL for (id, grade) of the documents that hold these folded words one after another."""
        raise NotImplementedError

    def frequencies(self, words: Sequence[Word]) -> Frequencies:
        counts, values = ["(SELECT COUNT(*) FROM search_searchdocument)"], list[Any]()
        for word in words:
            sql, more = self.occurs(word)
            counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS o)")  # noqa: S608 - values are parameters
            values += more
        (row,) = run(f"SELECT {', '.join(counts)}", values)
        return Frequencies(row[0], tuple(row[1:]))

    def search(
        self, question: SearchQuestion, *, start: int, size: int
    ) -> tuple[FacetCounts, list[FoundWork]]:
        # Sources look for the same words: each is looked for once.
        asked = list(dict.fromkeys(one for each in question.evidence for one in lookups(each)))
        index = FacetIndex.current()
        found = best_grades([self.sql_of(one) for one in asked])
        grades = dict(zip(asked, found, strict=True))
        return page_of_results(question, grades, index, start=start, size=size)

    def sql_of(self, lookup: Lookup) -> Sql:
        """SQL for (id, grade)."""
        if lookup.works:
            return given_works_sql(lookup.works)
        return self.graded(lookup.word) if lookup.word else self.in_order(lookup.exact)

    def titled(self, words: tuple[str, ...]) -> Sql:
        """SQL for (id) of the documents whose title holds these words, the last as a beginning."""
        raise NotImplementedError

    def titles(
        self, words: tuple[str, ...], *, language: str, user: Reader | None, size: int
    ) -> list[UUID]:
        titled, values = self.titled(words)
        index = FacetIndex.current()
        (found,) = best_grades([(TITLED.format(titled=titled), values)])
        hidden = index.hidden(user).documents
        best: dict[int, float] = {}
        for pk in found:
            one = index.documents.get(pk)
            if one and one.language == language and pk not in hidden:
                best[one.work] = one.title_size - 20 * index.weights[one.work]
        chosen = nsmallest(size, best, key=lambda place: (best[place], index.ids[place]))
        return [index.key(place) for place in chosen]

    def title_pairs(self, words: Sequence[Word]) -> list[TitlePair]:
        index = FacetIndex.current()
        parts, values = list[str](), list[Any]()
        for place, word in enumerate(words):
            titled, more = self.in_title(word)
            parts.append(PAIRS.format(place=place, titled=titled))
            values += more
        found = run(" UNION ALL ".join(parts), values)
        hidden = index.hidden(None).documents
        return [
            TitlePair(place, work, language, title)
            for place, pk, work, language, title in found
            if pk in index.documents and pk not in hidden
        ]

    def in_title(self, word: Word) -> Sql:
        """SQL for (id) of the documents that hold the word in their title."""
        raise NotImplementedError

    def near(self, folded: str) -> list[tuple[int, KnownWord]]:
        return vocabulary.nearby_words(folded)


def given_works_sql(works: Iterable[tuple[UUID, float]]) -> Sql:
    """SQL for the documents of works that a source found by itself."""
    field = SearchWork._meta.get_field("translation_key")
    parts, values = list[str](), list[Any]()
    for key, score in works:
        parts.append(GIVEN.format(score=f"{score:.4f}"))
        values.append(field.get_db_prep_value(key, connection))
    return " UNION ALL ".join(parts), values


def best_grades(lookups: Sequence[Sql]) -> list[Grades]:
    """The best grade of each document that each of these finds; one query."""
    parts, values, found = list[str](), list[Any](), list[Grades]()
    for number, (graded, more) in enumerate(lookups):
        parts.append(HIT.format(number=number, graded=graded))
        values += more
        found.append({})
    for number, document, grade in run(" UNION ALL ".join(parts), values) if parts else ():
        if grade > found[number].get(document, 0.0):
            found[number][document] = float(grade)
    return found


def run(statement: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()
