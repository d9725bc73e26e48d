"""`make bench-search`: how well the library finds, and what a page of it costs.

First the judged queries (tests/search/judged.tsv) over the demonstration, on SQLite and on a
private PostgreSQL; then titles asked in another language than the only one a work has; then 1,000,
10,000 and 100,000 documents made by `tests.bench.corpus`. Milliseconds are also given in loops
(`tests.bench.yardstick`). PARTS="judged 1000" chooses parts.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests import postgres
from tests.server import ROOT, environment, prepared

SIZES = ("1000", "10000", "100000")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as place:
        yield Path(place) / "data"


def call(module: str, data: Path, *values: object, database: str = "", **named: object) -> str:
    """What the module's `main` prints, run in the portal of that data directory."""
    env = environment(data, 0) | ({"DATABASE_URL": database} if database else {})
    named_values = (f"{name}={value!r}" for name, value in named.items())
    arguments = ", ".join([*map(repr, values), *named_values])
    program = f"from tests.bench import {module}; {module}.main({arguments})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
    return subprocess.run(
        command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def judged() -> None:
    """The judged queries on each engine, and titles across languages."""
    with folder() as data:
        shutil.copytree(prepared(), data)
        print("SQLite\n" + call("judged", data), flush=True)
        if postgres.programs():
            with postgres.Postgres() as server:
                call("move", data, str(data / "portal.sqlite3"), database=server.url)
                print("PostgreSQL\n" + call("judged", data, database=server.url))
        print(call("across", data), flush=True)


def sized(number: str, vocabulary: Path) -> None:
    """Costs at this size."""
    with folder() as data:
        data.mkdir()
        print(call("costs", data, int(number), str(vocabulary)), flush=True)


def main() -> None:
    asked = sys.argv[1:] or ["judged", *SIZES]
    if "judged" in asked:
        judged()
    with folder() as data:
        data.mkdir()
        words = data / "words.json"
        if set(asked) & set(SIZES):
            source = data / "demo"
            shutil.copytree(prepared(), source)
            words.write_text(call("vocabulary", source), "utf-8")
        for number in (one for one in asked if one.isdigit()):
            sized(number, words)


if __name__ == "__main__":
    main()
