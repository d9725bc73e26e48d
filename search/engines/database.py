"""Base of search backends in the portal's own database: one statement counts, one finds.

A backend decides which documents match, and how well; works, filters, visibility, facets and order
are shared. `CROSS JOIN … WHERE` fixes the join order for SQLite's planner.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from wagtail.models import Page

from core.access.visibility import visible_to
from core.http import Reader
from search.analysis import Word
from search.engines.base import NEWEST, RELEVANCE, TITLE, Counts, Found, Question
from search.models import SearchFacet

Sql = tuple[str, list[Any]]

MATCHED = """
WITH matched(id, score) AS MATERIALIZED ({match}),
seen(work_id, language, is_original, score) AS MATERIALIZED (
    SELECT d.work_id, d.language, d.is_original, matched.score
    FROM matched CROSS JOIN search_searchdocument d
    WHERE d.id = matched.id AND d.page_id IN ({visible})
)"""

COUNT = """,
judged(work_id, failed) AS MATERIALIZED (
    SELECT hit.work_id, {failed} FROM (SELECT DISTINCT work_id FROM seen) hit
)
SELECT f.name, f.value, COUNT(*) FROM judged CROSS JOIN search_searchfacet f
WHERE f.work_id = judged.work_id AND judged.failed IN ('', f.name)
GROUP BY f.name, f.value
UNION ALL SELECT 'total', '', COUNT(*) FROM judged WHERE failed = ''
UNION ALL SELECT 'unfiltered', '', COUNT(*) FROM judged"""

FIND = """,
ranked AS (
    SELECT work_id, language,
        MIN(score) OVER (PARTITION BY work_id) AS best,
        ROW_NUMBER() OVER (
            PARTITION BY work_id
            ORDER BY CASE WHEN language = %s THEN 0 WHEN is_original THEN 1 ELSE 2 END, score
        ) AS place
    FROM seen
)
SELECT w.translation_key, ranked.language
FROM ranked CROSS JOIN search_searchwork w
WHERE ranked.place = 1 AND w.id = ranked.work_id AND {failed} = ''
ORDER BY {order} LIMIT %s OFFSET %s"""

FAILED = """CASE WHEN EXISTS (
    SELECT 1 FROM search_searchfacet x
    WHERE x.work_id = {work} AND x.name = %s AND x.value IN ({marks})
) THEN '' ELSE %s END"""

ORDERS = {
    RELEVANCE: "ranked.best, w.dated_on DESC, w.id DESC",
    NEWEST: "w.dated_on DESC, w.id DESC",
    # Sort by the title shown to this reader: in their language, else the original's.
    TITLE: """(
        SELECT d.title_order FROM search_searchdocument d WHERE d.work_id = w.id
        ORDER BY CASE WHEN d.language = %s THEN 0 WHEN d.is_original THEN 1 ELSE 2 END LIMIT 1
    ), w.id""",
}


class DatabaseEngine:
    """Queries `SearchDocument` and `SearchFacet`; a subclass implements the matching."""

    def match(self, words: tuple[Word, ...], *, ranked: bool) -> Sql:
        """SQL for (id, score) of the documents that contain every word.

        A lower score is better; where `ranked` is False, it may be any.
        """
        raise NotImplementedError

    def count(self, question: Question) -> Counts:
        statement, values = self.matched(question, ranked=False)
        failed, more = failing(question, "hit.work_id")
        rows = run(statement + COUNT.format(failed=failed), values + more)
        facets: dict[str, dict[str, int]] = {}
        for name, value, number in rows:
            facets.setdefault(name, {})[value] = number
        return Counts(
            total=facets.pop("total", {}).get("", 0),
            unfiltered=facets.pop("unfiltered", {}).get("", 0),
            facets=facets,
        )

    def find(self, question: Question, *, start: int, size: int) -> list[Found]:
        statement, values = self.matched(question, ranked=question.sort == RELEVANCE)
        failed, more = failing(question, "w.id")
        titles = [question.language] if question.sort == TITLE else []
        rows = run(
            statement + FIND.format(failed=failed, order=ORDERS[question.sort]),
            [*values, question.language, *more, *titles, size, start],
        )
        return [Found(UUID(str(key)), language) for key, language in rows]

    def matched(self, question: Question, *, ranked: bool) -> Sql:
        """The matching versions that this reader may see (`visible_to`)."""
        words = question.words
        match, values = self.match(words, ranked=ranked) if words else everything()
        visible, more = visible_pages(question.user)
        return MATCHED.format(match=match, visible=visible), values + more


def everything() -> Sql:
    return "SELECT id, 0.0 FROM search_searchdocument", []


def visible_pages(user: Reader | None) -> Sql:
    """Subquery of the ids of the pages that this user may see."""
    try:
        sql, values = visible_to(Page.objects.order_by(), user).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 WHERE 1 = 0", []
    return sql, list(values)


def failing(question: Question, work: str) -> Sql:
    """SQL for the names of the filters that a work fails; empty where it passes all."""
    parts, values = ["''"], []
    for name, chosen in question.filters.items():
        parts.append(FAILED.format(work=work, marks=", ".join(["%s"] * len(chosen))))
        values += [name, *chosen, SearchFacet.Name(name).value]
    return " || ".join(parts), values


def run(statement: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()
