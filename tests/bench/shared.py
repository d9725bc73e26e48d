"""An index of a real cluster, made anew by the command and three workers together, over PostgreSQL;
one of the workers is killed when a third is done.

    python -m tests.bench.shared [number of documents]
"""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.signals import unwind_when_told_to_end

NUMBER = 100_000
WORKERS = 3


def main(number: int, words: str) -> None:
    """In a portal's own process over an empty database, with the settings of a cluster."""
    from django.conf import settings  # noqa: PLC0415 - Django is there in that process only

    from search import cluster, outbox  # noqa: PLC0415
    from search.engines.elasticsearch import indexes  # noqa: PLC0415
    from tests.bench import corpus, costs  # noqa: PLC0415

    engine, settings.SEARCH_ENGINE = settings.SEARCH_ENGINE, ""
    costs.lay()
    corpus.fill(number, json.loads(Path(words).read_text("utf-8")))
    settings.SEARCH_ENGINE = engine
    crew = hired()
    began = time.perf_counter()

    def progress(done: int, total: int) -> None:
        if 3 * done > total:
            crew[0].kill()

    try:
        cluster.rebuild(progress)
    finally:
        for one in crew:
            one.terminate()
            one.wait()
    took = time.perf_counter() - began
    print(f"{number} documents: {took:.0f} s, one of {WORKERS} workers killed")
    print("works by each worker:", works_by_worker())
    found = cluster.compare(indexes.existing_indexes().current)
    print("differences:", len(found.keys), "waiting:", outbox.count_pending())


def hired() -> list[subprocess.Popen[bytes]]:
    """Workers that are ready."""
    from core.models import WorkerHeartbeat  # noqa: PLC0415

    command = [sys.executable, "manage.py", "worker", "--queue-name", "*", "-v", "0"]
    found = [
        subprocess.Popen([*command, "--interval", "0.2"], stdout=subprocess.DEVNULL)
        for _number in range(WORKERS)
    ]
    # Each has two threads.
    while WorkerHeartbeat.objects.count() < 2 * WORKERS:
        time.sleep(0.2)
    return found


def works_by_worker() -> dict[str, int]:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    found = Counter[str]()
    rows = DBTaskResult.objects.filter(task_path="search.outbox.fill")
    for workers, sent in rows.values_list("worker_ids", "return_value"):
        found[workers[-1] if workers else "nobody"] += sent or 0
    return dict(found)


def run(number: int) -> None:
    """With a PostgreSQL and a cluster of its own, and words of the demonstration."""
    # `search` is a script, which finds the others by itself.
    from tests.bench.search import call, cluster, folder, tell  # noqa: PLC0415
    from tests.postgres import Postgres  # noqa: PLC0415
    from tests.server import prepared  # noqa: PLC0415

    with folder() as data, Postgres() as server, cluster() as there:
        data.mkdir()
        words = data / "words.json"
        words.write_text(call("vocabulary", prepared()), "utf-8")
        known = {**there, "DATABASE_URL": server.url}
        tell("shared", data, number, str(words), settings=known)


if __name__ == "__main__":
    # Told to end, it still takes its servers down.
    unwind_when_told_to_end()
    run(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER)
