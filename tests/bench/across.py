"""Titles asked in another language: for each pair of languages, how many works are found by their
title in the one, as if they had only the other.

The words of the text itself cannot help then: what carries over is the glossary, names, and words
that both languages write alike.
"""

from collections import defaultdict

from search import sources
from search.engines import database_engine
from search.engines.database import DatabaseEngine, best_grades
from search.engines.ranking import lookups, tallies
from search.models import SearchDocument
from search.query import clean_query, read_query

DEPTH = 10


def found(title: str, asked: str, kept: str) -> list[int]:
    """Works by the documents of one language, best first."""
    q = clean_query(title)
    search = database_engine()
    assert isinstance(search, DatabaseEngine)
    read = sources.weigh_query(q, read_query(q), search, asked)
    scores: dict[int, float] = {}
    rows = dict(SearchDocument.objects.filter(language=kept).values_list("pk", "work_id"))
    for one in sources.evidence(read):
        wanted = lookups(one)
        grades = best_grades([search.sql_of(lookup) for lookup in wanted])
        for pk, tally in tallies(one, dict(zip(wanted, grades, strict=True))).items():
            if pk in rows:
                best = max(scores.get(rows[pk], 0.0), tally.score * one.scale)
                scores[rows[pk]] = best
    return sorted(scores, key=lambda work: -scores[work])[:DEPTH]


def main() -> None:
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    for work, language, title in SearchDocument.objects.values_list("work_id", "language", "title"):
        titles[work][language] = title
    codes = sorted({code for known in titles.values() for code in known})
    all_hits = all_count = 0
    print("found among the first ten, by language of the title (row) and of the work (column)")
    print("    " + " ".join(f"{code:>4}" for code in codes))
    for asked in codes:
        cells = []
        for kept in codes:
            pairs = [
                (work, known[asked])
                for work, known in titles.items()
                if {asked, kept} <= set(known)
            ]
            if asked == kept or not pairs:
                cells.append("   -")
                continue
            hits = sum(work in found(title, asked, kept) for work, title in pairs)
            all_hits, all_count = all_hits + hits, all_count + len(pairs)
            cells.append(f"{hits / len(pairs):4.2f}")
        print(f"{asked:3} " + " ".join(cells), flush=True)
    print(f"all {all_hits / all_count:.3f} of {all_count}")
