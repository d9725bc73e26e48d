"""`python -m tests.prepare`: what the runs of `make test` begin with, where no run has made it yet
for this state of the code: a migrated database of each kind, and the loaded demonstration.

It runs beside the first of them, so that both cores have work while databases migrate; the later
ones find all of it, wait for what is being made, and make themselves what is not.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres
from tests.checkout import has_demonstration
from tests.server import ROOT, prepared, sqlite_template
from tests.signals import unwind_when_told_to_end

MIGRATE = "import django; django.setup(); from tests import database; database.make_migrated()"


def migrate(url: str) -> None:
    """In a process of its own: Django is set up for one database."""
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", MIGRATE], cwd=ROOT, env=environment, check=True)


def main() -> None:
    if postgres.programs() and not postgres.dump_of_migrated().exists():
        with postgres.Postgres() as server:
            migrate(server.url)
            server.keep()
    if has_demonstration(ROOT):
        if not sqlite_template().exists():
            migrate("")
        prepared()


@contextmanager
def meanwhile() -> Iterator[None]:
    """Runs beside what stands in the block; nothing of it is left behind."""
    beside = subprocess.Popen(
        [sys.executable, "-m", "tests.prepare"], cwd=ROOT, start_new_session=True
    )
    try:
        yield
    finally:
        if beside.poll() is None:
            os.killpg(beside.pid, signal.SIGTERM)
        beside.wait()


if __name__ == "__main__":
    # Ended early, it still takes its PostgreSQL server down.
    unwind_when_told_to_end()
    main()
