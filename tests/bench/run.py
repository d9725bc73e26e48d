"""`make bench`: benchmark of page requests, written to docs/performance.md between its markers.

Each cost is told in milliseconds and in loops (`tests.bench.yardstick`), timed right before and
right after it; beside the portal run a bare Django view and a stock Wagtail site. `--only lesson`
measures what has that word in its name, and writes nothing. Answers to a quiz, which write most,
are given on both databases.
"""

import argparse
import gzip
import http.client
import itertools
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests import postgres
from tests.bench import stock_site, yardstick
from tests.bench.load import Server, answer, ask, drive, people, running
from tests.bench.trial import prepare_postgres
from tests.e2e import walk
from tests.server import ROOT, prepared

COURSE = "/en/courses/co-producing-social-services/"
LESSON = f"{COURSE}understand/what-co-production-is/"
CASE = "/en/cases/beitillo-waste-to-wealth/"
VISIT = "/en/visits/jordan-women-entrepreneurs/"
STUDY = "/en/research/sse-legal-framework/"
LIBRARY = "/en/library/?q=agreement"
# 756 pairs, so that what is cached of one search is of no use to the next.
ASKED = (
    "agreement", "volunteers", "women", "training", "law", "clauses", "participation", "economy",
    "services", "municipality", "currency", "cooperative", "time", "bank", "food", "waste", "youth",
    "health", "care", "tunisia", "jordan", "seville", "procurement", "budget", "housing", "work",
    "visit", "policy",
)  # fmt: skip
REQUESTS = {1: 100, 8: 200, 32: 200}
# The clock of a process ticks a hundred times a second: what takes less than a millisecond is asked
# ten times as often.
CHEAP, TIMES = "page cache", 10
# As many as there are first answers: those of the warm-up are some.
LEARNERS = 600
DOCUMENT = ROOT / "docs" / "performance.md"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


Scenario = tuple[str, Callable[..., int], int]
STOCK = "stock Wagtail site: the same lesson, signed in"
BARE = "bare Django view: session and user"
LESSON_SIGNED_IN = "lesson, signed in"
ANSWER = "answer a question of a quiz"
BEGIN = "answer the first question of a quiz, which begins the attempt"


@dataclass
class Row:
    """A line of the table. `cpu` and `loop` in milliseconds: of one request, of the yardstick."""

    name: str
    clients: int
    per_second: float
    p50: float
    p95: float
    cpu: float
    loop: float

    @property
    def loops(self) -> float:
        return self.cpu / self.loop

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.clients} | {self.per_second:.0f} | {self.p50:.1f} |"
            f" {self.p95:.1f} | {self.cpu:.2f} | {self.loops:.2f} |"
        )


def measure(server: Server, scenario: Scenario, clients: int) -> Row:
    """One line of the table. Raises AssertionError for an answer that is not the one expected."""
    name, one, ok = scenario
    count = REQUESTS[clients] * (TIMES if name.endswith(CHEAP) else 1)
    loop = yardstick.milliseconds()
    before, began = server.cpu_seconds(), time.perf_counter()
    answers = drive(server, clients, count, one)
    took, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    loop = (loop + yardstick.milliseconds()) / 2
    wrong = [status for status, _seconds in answers if status != ok]
    assert not wrong, f"{name}: {len(wrong)} answers were {set(wrong)}"
    times = sorted(seconds * 1000 for _status, seconds in answers)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    return Row(name, clients, count / took, p50, p95, 1000 * cpu / count, loop)


def measured(server: Server, wanted: list[Scenario], clients: list[int]) -> list[Row]:
    rows = []
    for scenario in wanted:
        drive(server, 8, 40, scenario[1])  # warm both workers
        for number in clients:
            rows.append(measure(server, scenario, number))
            print(rows[-1], flush=True)
    return rows


def get(path: str, session: str = "") -> Callable[..., int]:
    return lambda line, _n: ask(line, path, session)


def search_anew() -> Callable[..., int]:
    """Searches for two words, another pair each time."""
    pairs = itertools.cycle(itertools.permutations(ASKED, 2))

    def search(line: http.client.HTTPConnection, _number: int) -> int:
        return ask(line, "/en/library/?q={}+{}".format(*next(pairs)))

    return search


def stock_scenarios(site: stock_site.StockSite) -> list[Scenario]:
    return [
        (BARE, get("/bare/", site.session), 200),
        ("stock Wagtail site: the same lesson, signed out", get(site.path), 200),
        (STOCK, get(site.path, site.session), 200),
    ]


def scenarios(found: dict[str, Any]) -> list[Scenario]:
    sessions, lessons = found["sessions"], found["lessons"]
    done = iter(
        (session, lesson) for lesson in lessons for session in sessions
    )  # each pair once, so that every one is a first

    def mark(line: http.client.HTTPConnection, _number: int) -> int:
        session, lesson = next(done)
        return ask(line, f"/en/learn/{lesson}/done/", session, post=True)

    return [
        ("home, signed out, page cache", get("/en/"), 200),
        ("home, signed out", get("/en/?x=1"), 200),
        ("home, signed in", get("/en/", sessions[0]), 200),
        ("course, signed out, page cache", get(COURSE), 200),
        ("course, signed out", get(f"{COURSE}?x=1"), 200),
        ("course, signed in", get(COURSE, sessions[0]), 200),
        ("lesson, signed out, page cache", get(LESSON), 200),
        ("lesson, signed out", get(f"{LESSON}?x=1"), 200),
        (LESSON_SIGNED_IN, get(LESSON, sessions[0]), 200),
        ("catalogue, signed out", get("/en/courses/?x=1"), 200),
        ("case, signed out", get(f"{CASE}?x=1"), 200),
        ("study visit, signed out", get(f"{VISIT}?x=1"), 200),
        ("study, signed out", get(f"{STUDY}?x=1"), 200),
        ("library, all works, signed out", get("/en/library/?x=1"), 200),
        ("library, words searched, signed out", get(LIBRARY), 200),
        ("library, words not asked for before, signed out", search_anew(), 200),
        ("mark a lesson done", mark, 302),
        (BEGIN, giving({**found, **found["unbegun"]}), 200),
        (ANSWER, giving(found), 200),
    ]


def giving(found: dict[str, Any]) -> Callable[..., int]:
    """Each learner in turn answers a question, each time with another answer."""
    turns = itertools.count()

    def give(line: http.client.HTTPConnection, _number: int) -> int:
        turn = next(turns)
        return answer(line, found, turn % LEARNERS, turn // LEARNERS)

    return give


def on_postgres(folder: Path, only: str, clients: list[int]) -> list[Row]:
    """What writes most, on the other database: without the demonstration."""
    wanted = {name: f"{name}, PostgreSQL" for name in (BEGIN, ANSWER)}
    if not any(only in name for name in wanted.values()) or not postgres.programs():
        return []
    with postgres.Postgres() as cluster:
        prepare_postgres(folder, cluster.url)
        found = people(folder, LEARNERS, 1, DATABASE_URL=cluster.url)
        with running(folder, DATABASE_URL=cluster.url) as server:
            givers = {BEGIN: giving({**found, **found["unbegun"]}), ANSWER: giving(found)}
            asked = [(wanted[name], give, 200) for name, give in givers.items()]
            return measured(server, chosen(asked, only), clients)


def weights(server: Server) -> list[str]:
    """Bytes of one page of each kind as transferred, in English and Arabic; then what all pages
    share."""
    lines = []
    for name, place in {"home": "", "course": walk.COURSE, **walk.RECORDS}.items():
        sizes = [size_of(server, f"/{language}/{place}") for language in walk.BOTH]
        lines.append(f"| {name} | {sizes[0]:,} | {sizes[1]:,} |")
    page = fetch(server, "/en/")[1]
    shared = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    for path in dict.fromkeys(one.decode() for one in shared):
        size = size_of(server, path)
        lines.append(
            f"| {path.rsplit('/', 1)[-1].split('.')[0]} (cached by the browser) | {size:,} | |"
        )
    return lines


def fetch(server: Server, path: str) -> tuple[int, bytes]:
    """Bytes transferred for the answer's body, and the body itself."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, path
    line.close()
    unpack = UNPACK.get(answer.headers.get("Content-Encoding", ""), bytes)
    return len(body), unpack(body)


def size_of(server: Server, path: str) -> int:
    return fetch(server, path)[0]


def ratios(rows: list[Row]) -> list[str]:
    """What a request of one client costs, in those of the two yardsticks that are web pages."""
    first = {row.name: row.loops for row in rows if row.clients == 1}
    return [
        f"| {name} | {loops:.2f} | {loops / first[BARE]:.1f} | {loops / first[STOCK]:.2f} |"
        for name, loops in first.items()
    ]


def tables(rows: list[Row], weighed: list[str]) -> list[str]:
    head = "| what | clients | requests/s | p50 ms | p95 ms | server CPU ms | loops |"
    compared = "| one client | loops | × bare view | × stock lesson, signed in |"
    return [
        *[compared, "|---" * 4 + "|", *ratios(rows)],
        *["", head, "|---" * 7 + "|", *map(str, rows)],
        *["", "| bytes of a page, compressed | English | Arabic |", "|---|---|---|", *weighed],
    ]


def written(mark: str, command: str, rows: list[Row], lines: list[str]) -> None:
    """Put the lines between these marks of the document; the words round them stay."""
    loop = sorted(row.loop for row in rows)[len(rows) // 2]
    stamp = f"Measured on {datetime.now(UTC):%Y-%m-%d} by `{command}`; one loop took {loop:.1f} ms."
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    text = DOCUMENT.read_text("utf-8")
    start, stop = text.index(begin), text.index(end)
    middle = "\n".join([begin, stamp, "", *lines, ""])
    DOCUMENT.write_text(text[:start] + middle + text[stop:], "utf-8")
    print(f"✓ written to {DOCUMENT.relative_to(ROOT)}")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Benchmark of page requests.")
    parser.add_argument("--only", default="", help="measure what has this in its name")
    return parser.parse_args()


def main() -> None:
    only = options().only
    clients = list(REQUESTS)
    place = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    folder = place / "data"
    shutil.copytree(prepared(), folder)
    found = people(folder, LEARNERS)
    weighed: list[str] = []
    try:
        with stock_site.running(place / "stock", folder) as site:
            rows = measured(site.server, chosen(stock_scenarios(site), only), clients)
        with running(folder) as server:
            rows += measured(server, chosen(scenarios(found), only), clients)
            if not only:
                weighed = weights(server)
                print(*weighed, sep="\n", flush=True)
        rows += on_postgres(place / "postgres", only, clients)
    finally:
        shutil.rmtree(place)
    if not only:
        written("bench", "make bench", rows, tables(rows, weighed))


def chosen(all_of_them: list[Scenario], only: str) -> list[Scenario]:
    return [one for one in all_of_them if only in one[0]]


if __name__ == "__main__":
    main()
