"""`make bench-search`: how well the library finds, and what a page of it costs.

First the judged queries (tests/search/judged.tsv) over the demonstration, on SQLite, on a private
PostgreSQL and on a cluster of Elasticsearch; then titles asked in another language than the only
one a work has; then 1,000, 10,000 and 100,000 documents made by `tests.bench.corpus` (beyond
10,000, copied by `tests.bench.copies`), on SQLite and on the cluster, and up to 10,000 on
PostgreSQL. Milliseconds are also given
in loops (`tests.bench.yardstick`). PARTS="judged 1000" chooses parts.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests import elastic, postgres
from tests.run import Run, have_elasticsearch
from tests.server import ROOT, environment, prepared
from tests.signals import unwind_when_told_to_end

# MB of heap a node, for more documents than tests have.
HEAP = 768
SIZES = ("1000", "10000", "100000")
MADE = 10_000


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as place:
        yield Path(place) / "data"


Settings = Mapping[str, str]
NOTHING: Settings = {}


def tell(
    module: str,
    data: Path,
    *values: object,
    settings: Settings = NOTHING,
    to: int | None = None,
    **named: object,
) -> subprocess.CompletedProcess[str]:
    """Run the module's `main` in the portal of that data directory; it prints as it goes."""
    env = environment(data, 0) | settings
    named_values = (f"{name}={value!r}" for name, value in named.items())
    arguments = ", ".join([*map(repr, values), *named_values])
    program = f"from tests.bench import {module}; {module}.main({arguments})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=to, text=True)


def call(
    module: str, data: Path, *values: object, settings: Settings = NOTHING, **named: object
) -> str:
    """What it prints."""
    return tell(module, data, *values, settings=settings, to=subprocess.PIPE, **named).stdout


@contextmanager
def cluster() -> Iterator[Settings]:
    """The settings of a cluster; none where this machine has no server."""
    run = Run()
    if not have_elasticsearch(run):
        print(f"! {run.missing[0]}")
    with elastic.Cluster.new(HEAP) if not run.missing else nullcontext() as started:
        yield started.settings if started else {}


def judged() -> None:
    """The judged queries on each engine, and titles across languages."""
    with folder() as data:
        shutil.copytree(prepared(), data)
        print("SQLite\n" + call("judged", data), flush=True)
        if postgres.programs():
            with postgres.Postgres() as server:
                there = {"DATABASE_URL": server.url}
                call("move", data, str(data / "portal.sqlite3"), settings=there)
                print("PostgreSQL\n" + call("judged", data, settings=there))
        with cluster() as there:
            if there:
                call("clustered", data, settings=there)
                print("Elasticsearch\n" + call("judged", data, settings=there))
        print(call("across", data), flush=True)


def sized(number: str, vocabulary: Path, there: Settings) -> None:
    """Costs at this size."""
    with folder() as data:
        data.mkdir()
        tell("costs", data, int(number), str(vocabulary), settings=there)
    # Works are copied into an index of SQLite only.
    if int(number) <= MADE and postgres.programs():
        with folder() as data, postgres.Postgres() as server:
            data.mkdir()
            print("PostgreSQL", flush=True)
            tell("costs", data, int(number), str(vocabulary), settings={"DATABASE_URL": server.url})


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
        with cluster() as there:
            for number in (one for one in asked if one.isdigit()):
                sized(number, words, there)


if __name__ == "__main__":
    unwind_when_told_to_end()
    main()
