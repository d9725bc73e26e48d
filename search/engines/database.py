"""Base of search backends in the portal's own database: one statement finds and counts.

A backend decides which documents hold a word, and in which field; weights, works, filters,
visibility, facets and order are shared. `CROSS JOIN … WHERE` fixes the join order for SQLite's
planner.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from wagtail.models import Page

from core.access.visibility import visible_to
from core.caching.generation import GenerationCache
from core.http import Reader
from search import vocabulary
from search.engines.base import (
    NEWEST,
    RELEVANCE,
    TITLE,
    Counts,
    Evidence,
    Found,
    Frequencies,
    Question,
    TitlePair,
)
from search.models import SearchFacet, SearchWork
from search.query import Word
from search.vocabulary import Known

# A statement with its parameters.
Sql = tuple[str, list[Any]]

# What a word is worth by the field that holds it.
IN_TITLE, IN_HEADINGS, IN_SUMMARY, IN_TEXT = 1.0, 0.55, 0.5, 0.3
# A word of which only the beginning was typed.
BEGUN = 0.6
# All words as typed, in a title or in a text.
EXACT_TITLE, EXACT_TEXT = 0.5, 0.15
# A title that holds little else than the words.
WHOLE_TITLE = 0.6
# What editors recommend scores more than any words.
PINNED = 5.0
# A version in the reader's language.
OWN_LANGUAGE = 0.04

SCORED = """
SELECT id, SUM(CASE WHEN weight > 0 THEN 1 ELSE 0 END) AS covered, SUM(weight) AS share,
    SUM(CASE WHEN grade >= {title} THEN 1 ELSE 0 END) AS titled,
    SUM(grade * weight) / {weights} + SUM(bonus) AS score
FROM (
    SELECT id, word, MAX(grade) AS grade, MAX(weight) AS weight, MAX(bonus) AS bonus
    FROM ({hits}) AS hits GROUP BY id, word
) AS best GROUP BY id{having}"""
# Only documents that hold one of these words.
HAVING = " HAVING SUM(CASE WHEN word IN ({places}) THEN 1 ELSE 0 END) > 0"
HIT = "SELECT id, {word} AS word, grade, {weight} AS weight, 0.0 AS bonus FROM ({graded}) AS g"
EXACT = "SELECT id, -1 AS word, 0.0 AS grade, 0.0 AS weight, grade AS bonus FROM ({graded}) AS g"

SEEN = """
WITH scored(source, cut, id, covered, share, titled, score) AS MATERIALIZED ({evidence}),
seen(work_id, language, is_original, source, cut, covered, share, score) AS MATERIALIZED (
    SELECT d.work_id, d.language, d.is_original, s.source, s.cut, s.covered, s.share,
        s.score
        + {whole} * s.titled / CASE WHEN d.title_size > s.titled THEN d.title_size
            WHEN s.titled > 0 THEN s.titled ELSE 1 END
        + CASE WHEN d.language = %s THEN {own} ELSE 0.0 END
    FROM scored s CROSS JOIN search_searchdocument d
    WHERE d.id = s.id AND d.page_id IN ({visible})
),
best(source, share, covered) AS MATERIALIZED (
    SELECT source, MAX(share), MAX(covered) FROM seen GROUP BY source
),
kept(work_id, language, is_original, source, score) AS MATERIALIZED (
    SELECT seen.work_id, seen.language, seen.is_original, seen.source, seen.score
    FROM best CROSS JOIN seen
    WHERE seen.source = best.source AND seen.share >= seen.cut * best.share
),
judged(work_id, failed) AS MATERIALIZED (
    SELECT hit.work_id, {failed} FROM (SELECT DISTINCT work_id FROM kept) hit
),
ranked AS (
    SELECT work_id, language,
        MIN(source) OVER (PARTITION BY work_id) AS source,
        MAX(score) OVER (PARTITION BY work_id) AS score,
        ROW_NUMBER() OVER (
            PARTITION BY work_id ORDER BY source,
            CASE WHEN language = %s THEN 0 WHEN is_original THEN 1 ELSE 2 END, score DESC
        ) AS place
    FROM kept
),
listed AS (
    SELECT w.id AS work_id, w.translation_key, ranked.language, ranked.source,
        ROW_NUMBER() OVER (ORDER BY {order}) AS place
    FROM ranked CROSS JOIN judged CROSS JOIN search_searchwork w
    WHERE ranked.place = 1 AND judged.work_id = ranked.work_id AND judged.failed = ''
        AND w.id = ranked.work_id
)
SELECT 'hit', CAST(translation_key AS text) || ' ' || language || ' ' || source, place
FROM listed WHERE place > %s AND place <= %s
UNION ALL
SELECT 'of', CAST(place AS text) || ' ' || x.name || ' ' || x.value, place
FROM listed CROSS JOIN search_searchfacet x
WHERE place > %s AND place <= %s AND x.work_id = listed.work_id
    AND x.name IN ('country', 'year', 'part', 'topic')
UNION ALL
SELECT f.name, f.value, COUNT(*) FROM judged CROSS JOIN search_searchfacet f
WHERE f.work_id = judged.work_id AND judged.failed IN ('', f.name)
GROUP BY f.name, f.value
UNION ALL SELECT 'total', '', COUNT(*) FROM judged WHERE failed = ''
UNION ALL SELECT 'unfiltered', '', COUNT(*) FROM judged
UNION ALL SELECT 'covered', '', covered FROM best WHERE source = 0"""

FAILED = """CASE WHEN EXISTS (
    SELECT 1 FROM search_searchfacet x
    WHERE x.work_id = hit.work_id AND x.name = %s AND x.value IN ({marks})
) THEN '' ELSE %s END"""

ORDERS = {
    # Where texts hold all words, what other sources found comes after them.
    RELEVANCE: """
        CASE WHEN ranked.score >= {pinned} THEN 0 ELSE 1 END,
        CASE WHEN (SELECT covered FROM best WHERE source = 0) >= {words} THEN ranked.source END,
        ranked.score * (1 + w.weight) DESC, w.dated_on DESC, w.id DESC""",
    NEWEST: "w.dated_on DESC, w.id DESC",
    # Sort by the title shown to this reader: in their language, else the original's.
    TITLE: """(
        SELECT d.title_order FROM search_searchdocument d WHERE d.work_id = w.id
        ORDER BY CASE WHEN d.language = %s THEN 0 WHEN d.is_original THEN 1 ELSE 2 END LIMIT 1
    ), w.id""",
}
# A short title says more exactly what is meant.
TITLES = """
SELECT w.translation_key FROM ({titled}) AS t CROSS JOIN search_searchdocument d
CROSS JOIN search_searchwork w
WHERE d.id = t.id AND d.language = %s AND d.page_id IN ({visible}) AND w.id = d.work_id
ORDER BY d.title_size - 20 * w.weight, w.id LIMIT %s"""
# So many titles tell enough.
PAIRS = """
SELECT * FROM (
    SELECT {place} AS place, o.work_id, o.language, o.title
    FROM ({titled}) AS t CROSS JOIN search_searchdocument d CROSS JOIN search_searchdocument o
    WHERE d.id = t.id AND d.page_id IN ({visible}) AND o.work_id = d.work_id
        AND o.language <> d.language
    LIMIT 300
) AS p"""
SINGLE = ("total", "unfiltered", "covered")
EVERYTHING = "SELECT 0, 0.0, id, 0, 0.0, 0, 0.0 FROM search_searchdocument"
GIVEN = """
SELECT d.id AS id, 1 AS covered, 1.0 AS share, 0 AS titled, {score} AS score
FROM search_searchwork w CROSS JOIN search_searchdocument d
WHERE w.translation_key = %s AND d.work_id = w.id"""
OF_SOURCE = """
SELECT {place} AS source, {cut} AS cut, f.id, f.covered, f.share, f.titled, f.score * {scale}
FROM ({relation}) AS f WHERE f.share >= {least}"""


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

    def relation(self, evidence: Evidence) -> Sql:
        """SQL for (id, covered, share, titled, score) of the documents that a source means.

        covered: how many words a document holds; titled: how many of them are in its title.
        """
        return given(evidence.works) if evidence.works else self.scored(evidence)

    def scored(self, evidence: Evidence) -> Sql:
        """The relation for documents that hold any of the words."""
        parts, values = list[str](), list[Any]()
        for place, one in enumerate(evidence.wanted):
            graded, more = self.graded(one.word)
            parts.append(HIT.format(word=place, weight=f"{one.weight:.4f}", graded=graded))
            values += more
        if len(evidence.exact) > 1:
            graded, more = self.in_order(evidence.exact)
            parts.append(EXACT.format(graded=graded))
            values += more
        weights = sum(one.weight for one in evidence.wanted) or 1
        hits, needed = " UNION ALL ".join(parts), ", ".join(map(str, evidence.needed))
        having = HAVING.format(places=needed) if needed else ""
        numbers = {"title": IN_TITLE * BEGUN, "weights": f"{weights:.4f}"}
        return SCORED.format(hits=hits, having=having, **numbers), values

    def search(self, question: Question, *, start: int, size: int) -> tuple[Counts, list[Found]]:
        statement, values = self.statement_of(question, start, size)
        facets: dict[str, dict[str, int]] = {}
        hits: dict[int, str] = {}
        shown: dict[int, list[str]] = {}
        for name, value, number in run(statement, values):
            if name == "hit":
                hits[number] = value
            elif name == "of":
                shown.setdefault(number, []).append(value)
            else:
                facets.setdefault(name, {})[value] = number
        single = {name: facets.pop(name, {}).get("", 0) for name in SINGLE}
        return Counts(**single, facets=facets), list(read_hits(hits, shown, question))

    def statement_of(self, question: Question, start: int, size: int) -> Sql:
        """The statement for what this reader may see (`visible_to`), and its values in order."""
        evidence, found = self.union(question.evidence)
        visible, seen = visible_pages(question.user)
        failed, filters = failing(question)
        words = len(question.evidence[0].wanted) if question.evidence else 0
        statement = SEEN.format(
            evidence=evidence,
            whole=WHOLE_TITLE,
            own=OWN_LANGUAGE,
            visible=visible,
            failed=failed,
            order=ORDERS[question.sort].format(words=words, pinned=PINNED),
        )
        language = question.language
        titles = [language] if question.sort == TITLE else []
        page = [start, start + size]
        values = [*found, language, *seen, *filters, language, *titles, *page, *page]
        return statement, values

    def union(self, evidence: Sequence[Evidence]) -> Sql:
        """What all sources know; without any, everything."""
        parts, values = list[str](), list[Any]()
        for place, one in enumerate(evidence):
            relation, more = self.relation(one)
            numbers = {"cut": one.cut, "scale": one.scale, "least": one.least}
            texts = {name: f"{number:.4f}" for name, number in numbers.items()}
            parts.append(OF_SOURCE.format(place=place, relation=relation, **texts))
            values += more
        return (" UNION ALL ".join(parts), values) if parts else (EVERYTHING, [])

    def titled(self, words: tuple[str, ...]) -> Sql:
        """SQL for (id) of the documents whose title holds these words, the last as a beginning."""
        raise NotImplementedError

    def titles(
        self, words: tuple[str, ...], *, language: str, user: Reader | None, size: int
    ) -> list[UUID]:
        titled, values = self.titled(words)
        visible, seen = visible_pages(user)
        rows = run(TITLES.format(titled=titled, visible=visible), [*values, language, *seen, size])
        return [UUID(str(key)) for (key,) in rows]

    def title_pairs(self, words: Sequence[Word]) -> list[TitlePair]:
        parts, values = list[str](), list[Any]()
        visible, seen = visible_pages(None)
        for place, word in enumerate(words):
            titled, more = self.in_title(word)
            parts.append(PAIRS.format(place=place, titled=titled, visible=visible))
            values += [*more, *seen]
        return [TitlePair(*row) for row in run(" UNION ALL ".join(parts), values)]

    def in_title(self, word: Word) -> Sql:
        """SQL for (id) of the documents that hold the word in their title."""
        raise NotImplementedError

    def near(self, folded: str) -> list[tuple[int, Known]]:
        return vocabulary.near(folded)


def read_hits(
    hits: dict[int, str], shown: dict[int, list[str]], question: Question
) -> Iterator[Found]:
    for place, value in sorted(hits.items()):
        key, language, source = value.split(" ")
        name = question.evidence[int(source)].source if question.evidence else ""
        facets: dict[str, list[str]] = {}
        for row in sorted(shown.get(place, [])):
            _place, facet, one = row.split(" ", 2)
            facets.setdefault(facet, []).append(one)
        yield Found(UUID(key), language, name, facets)


def given(works: Iterable[tuple[UUID, float]]) -> Sql:
    """The relation of works that a source found by itself."""
    field = SearchWork._meta.get_field("translation_key")
    rows, values = list[str](), list[Any]()
    for key, score in works:
        rows.append(GIVEN.format(score=f"{score:.4f}"))
        values.append(field.get_db_prep_value(key, connection))
    return " UNION ALL ".join(rows), values


_public: GenerationCache[Sql] = GenerationCache(size=1)


def visible_pages(user: Reader | None) -> Sql:
    """Subquery of the ids of the pages that this user may see."""
    if user is None or not user.is_authenticated:
        return _public.get("", lambda: _visible_pages(None))
    return _visible_pages(user)


def _visible_pages(user: Reader | None) -> Sql:
    try:
        sql, values = visible_to(Page.objects.order_by(), user).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 WHERE 1 = 0", []
    return sql, list(values)


def failing(question: Question) -> Sql:
    """SQL for the names of the filters that a work fails; empty where it passes all."""
    parts, values = ["''"], list[Any]()
    for name, chosen in question.filters.items():
        parts.append(FAILED.format(marks=", ".join(["%s"] * len(chosen))))
        values += [name, *chosen, SearchFacet.Name(name).value]
    return " || ".join(parts), values


def run(statement: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()
