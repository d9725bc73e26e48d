"""Judged queries: how many find what was wanted, asked of the library of the portal in use, which
holds the demonstration."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from search.engines import engine
from search.failover import ask
from search.params import SearchParams

ROOT = Path(__file__).resolve().parents[2]
JUDGED = ROOT / "tests" / "search" / "judged.tsv"
DEPTH = 10
# One work, or a few, are wanted, and the reader knows what they are called.
IN_WORDS = "question"


@dataclass(frozen=True)
class Judged:
    """A query with the grades of works by slug."""

    reader: str
    sort: str
    q: str
    grades: dict[str, int]


@dataclass
class Figures:
    """What a set of queries comes to."""

    ranks: list[int | None] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)

    def success(self, at: int) -> float:
        return sum(rank is not None and rank <= at for rank in self.ranks) / len(self.ranks)

    @property
    def ndcg(self) -> float:
        return sum(self.gains) / len(self.gains)

    def row(self) -> tuple[int, float, float, float]:
        return len(self.ranks), self.success(1), self.success(3), self.ndcg

    def __str__(self) -> str:
        return f"{len(self.ranks):4} {self.success(1):6.1%} {self.success(3):6.1%} {self.ndcg:6.3f}"


def read() -> list[Judged]:
    """The queries of the file."""
    rows = [line.split("\t") for line in JUDGED.read_text("utf-8").splitlines()]
    return [
        Judged(reader, sort, q, {slug: int(grade) for slug, grade in pairs(works)})
        for reader, sort, q, works in (row for row in rows if not row[0].startswith("#"))
    ]


def pairs(works: str) -> Iterable[list[str]]:
    return (one.split("=") for one in works.split())


def rank_of(found: list[str], grades: dict[str, int]) -> int | None:
    """The place of the first work that was wanted as much as any."""
    best = max(grades.values())
    return next((n for n, slug in enumerate(found, 1) if grades.get(slug, 0) == best), None)


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""

    def gain(values: Iterable[int]) -> float:
        return sum((2**value - 1) / math.log2(n + 1) for n, value in enumerate(values, 1))

    ideal = gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return gain(grades.get(slug, 0) for slug in found[:DEPTH]) / ideal


def measure() -> tuple[dict[str, Figures], list[str]]:
    """Figures by class and language and of all, and a line for each query that misses."""
    figures: dict[str, Figures] = defaultdict(Figures)
    misses = []
    for one in read():
        found = slugs(one)
        rank, gain = rank_of(found, one.grades), ndcg(found, one.grades)
        in_words = "questions" if one.sort == IN_WORDS else "known items"
        for name in (one.reader, one.sort, in_words, "all"):
            figures[name].ranks.append(rank)
            figures[name].gains.append(gain)
        if rank is None or rank > 3:
            misses.append(f"{one.reader} {one.sort:8} {one.q}: {rank or '-'}, {found[:3]}")
    return figures, misses


def slugs(one: Judged) -> list[str]:
    """What the library answers, by slug."""
    answer = ask(SearchParams(q=one.q), language=one.reader, user=None)
    assert answer.engine == engine().name, "another engine has answered"
    return [hit.version.relative_path.rstrip("/").split("/")[-1] for hit in answer.hits[:DEPTH]]


def report(figures: dict[str, Figures], misses: list[str]) -> str:
    rows = [f"{'':12}    n     @1     @3 nDCG@10"]
    rows += [f"{name:12} {figures[name]}" for name in sorted(figures)]
    return "\n".join([*rows, "", *misses])


def main(*, as_json: bool = False) -> None:
    """Print the figures: success at 1 and at 3, and nDCG@10."""
    figures, misses = measure()
    if as_json:
        print(json.dumps({name: one.row() for name, one in figures.items()}))
    else:
        print(report(figures, misses))
