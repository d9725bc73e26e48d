"""`make bench`: benchmark of page requests, written to docs/performance.md between its markers."""

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

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.load import Server, answer, ask, drive, people, running
from tests.e2e import walk
from tests.server import ROOT, prepared

COURSE = "/en/courses/co-producing-social-services/"
LESSON = f"{COURSE}understand/what-co-production-is/"
CASE = "/en/cases/beitillo-waste-to-wealth/"
VISIT = "/en/visits/jordan-women-entrepreneurs/"
STUDY = "/en/research/sse-legal-framework/"
REQUESTS = {1: 150, 8: 400, 32: 400}
LEARNERS = 400
DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass
class Row:
    name: str
    clients: int
    per_second: float
    p50: float
    p95: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.clients} | {self.per_second:.0f} | {self.p50:.1f} |"
            f" {self.p95:.1f} | {self.cpu:.2f} |"
        )


def measure(server: Server, name: str, clients: int, one: Callable[..., int], ok: int) -> Row:
    """One line of the table. Raises AssertionError for an answer that is not the one expected."""
    count = REQUESTS[clients]
    before, began = server.cpu_seconds(), time.perf_counter()
    answers = drive(server, clients, count, one)
    took, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    wrong = [status for status, _seconds in answers if status != ok]
    assert not wrong, f"{name}: {len(wrong)} answers were {set(wrong)}"
    times = sorted(seconds * 1000 for _status, seconds in answers)
    return Row(
        name,
        clients,
        count / took,
        times[len(times) // 2],
        times[int(len(times) * 0.95)],
        1000 * cpu / count,
    )


def scenarios(found: dict[str, Any]) -> list[tuple[str, Callable[..., int], int]]:
    sessions, lessons = found["sessions"], found["lessons"]
    done = iter(
        (session, lesson) for lesson in lessons for session in sessions
    )  # each pair once, so that every one is a first

    def get(path: str, session: str = "") -> Callable[..., int]:
        return lambda line, _n: ask(line, path, session)

    def mark(line: http.client.HTTPConnection, _number: int) -> int:
        session, lesson = next(done)
        return ask(line, f"/en/learn/{lesson}/done/", session, post=True)

    turns = itertools.count()

    def give(line: http.client.HTTPConnection, _number: int) -> int:
        turn = next(turns)
        return answer(line, found, turn % LEARNERS, turn // LEARNERS)

    return [
        ("home, signed out, page cache", get("/en/"), 200),
        ("home, signed out", get("/en/?x=1"), 200),
        ("home, signed in", get("/en/", sessions[0]), 200),
        ("course, signed out, page cache", get(COURSE), 200),
        ("course, signed out", get(f"{COURSE}?x=1"), 200),
        ("course, signed in", get(COURSE, sessions[0]), 200),
        ("lesson, signed out, page cache", get(LESSON), 200),
        ("lesson, signed out", get(f"{LESSON}?x=1"), 200),
        ("lesson, signed in", get(LESSON, sessions[0]), 200),
        ("case, signed out", get(f"{CASE}?x=1"), 200),
        ("study visit, signed out", get(f"{VISIT}?x=1"), 200),
        ("study, signed out", get(f"{STUDY}?x=1"), 200),
        ("library, words searched, signed out", get("/en/library/?q=agreement"), 200),
        ("mark a lesson done", mark, 302),
        ("answer a question of a quiz", give, 200),
    ]


def weights(server: Server) -> list[str]:
    """Bytes of one page of each kind as it goes over the line, in English and Arabic; then what
    all pages share."""
    lines = []
    for name, place in {"home": "", "course": walk.COURSE, **walk.RECORDS}.items():
        sizes = [size_of(server, f"/{language}/{place}") for language in walk.BOTH]
        lines.append(f"| {name} | {sizes[0]:,} | {sizes[1]:,} |")
    page = fetch(server, "/en/")[1]
    shared = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    for path in dict.fromkeys(one.decode() for one in shared):
        size = size_of(server, path)
        lines.append(
            f"| {path.rsplit('/', 1)[-1].split('.')[0]} (kept by the browser) | {size:,} | |"
        )
    return lines


def fetch(server: Server, path: str) -> tuple[int, bytes]:
    """Bytes over the line of the answer's body, and the body itself."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, path
    line.close()
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return len(body), gzip.decompress(body) if packed else body


def size_of(server: Server, path: str) -> int:
    return fetch(server, path)[0]


def write(rows: list[Row], weighed: list[str]) -> None:
    """Put the table between the marks of the document; the words round it stay."""
    head = "| what | clients | requests/s | p50 ms | p95 ms | server CPU ms |\n" + "|---" * 6 + "|"
    stamp = f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`."
    sizes = ["", "| bytes of a page, compressed | English | Arabic |", "|---|---|---|", *weighed]
    table = "\n".join([BEGIN, stamp, "", head, *map(str, rows), *sizes, END])
    text = DOCUMENT.read_text("utf-8")
    start, stop = text.index(BEGIN), text.index(END) + len(END)
    DOCUMENT.write_text(text[:start] + table + text[stop:], "utf-8")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-")) / "data"
    shutil.copytree(prepared(), folder)
    found = people(folder, LEARNERS)
    rows: list[Row] = []
    weighed: list[str] = []
    try:
        with running(folder) as server:
            for name, one, ok in scenarios(found):
                drive(server, 8, 40, one)  # warm both workers
                for clients in REQUESTS:
                    row = measure(server, name, clients, one, ok)
                    rows.append(row)
                    print(row, flush=True)
            weighed = weights(server)
            print(*weighed, sep="\n", flush=True)
    finally:
        shutil.rmtree(folder.parent)
    write(rows, weighed)
    print(f"✓ written to {DOCUMENT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
