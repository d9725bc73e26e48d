"""`make bench-faults`: crash test with 10,000 completions by 200 learners, the server killed 20
times.

Every client repeats a request until it is acknowledged. Afterwards the database must hold every
acknowledged completion, none twice, and be whole. Bounded: it stops by itself after ten minutes.
Then the same with answers to a quiz, 100,000 random schedules of them, and a browser killed 50
times (`answers.py`); then a database locked and stopped, a full disk, a mail server that is down
and a damaged search index (`outages.py`).

    make bench-faults PARTS="completions outages"
"""

import http.client
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import answers, kills, outages
from tests.bench.load import ask, people

LEARNERS, LESSONS, CLIENTS = 200, 50, 24


def complete(line: http.client.HTTPConnection, turn: tuple[str, str]) -> bool:
    """Mark a lesson as done, by the session of a learner."""
    session, lesson = turn
    return ask(line, f"/en/learn/{lesson}/done/", session, post=True) == 302


def verify(folder: Path, acknowledged: list[tuple[str, str]]) -> dict[str, object]:
    """What the database says of what was acknowledged."""
    database = sqlite3.connect(folder / "portal.sqlite3")
    rows = database.execute(
        "SELECT enrolment_id, lesson_key FROM courses_lessoncompletion"
    ).fetchall()
    return {
        "acknowledged": len(acknowledged),
        "rows": len(rows),
        "lost": max(len(set(acknowledged)) - len(set(rows)), 0),
        "double": len(rows) - len(set(rows)),
        "integrity_check": database.execute("PRAGMA integrity_check").fetchone()[0],
    }


def completions() -> bool:
    """10,000 completions while the server is killed; prints what was found."""
    began = time.monotonic()
    with kills.copied() as folder:
        found = people(folder, LEARNERS, LESSONS)
        turns = [(session, lesson) for session in found["sessions"] for lesson in found["lessons"]]
        random.Random(19).shuffle(turns)
        trial = kills.killed(folder, turns, complete, CLIENTS)
        facts = verify(folder, trial.acknowledged)
    facts |= {
        "kills": trial.kills,
        "repeats": trial.repeats,
        "seconds": round(time.monotonic() - began),
    }
    print(facts)
    good = (
        facts["acknowledged"] == trial.total
        and facts["rows"] == trial.total
        and facts["double"] == 0
        and facts["integrity_check"] == "ok"
        and trial.kills == kills.KILLS
    )
    print("✓ nothing lost, nothing double" if good else "✗ see above")
    return good


PARTS: dict[str, Callable[[], bool]] = {
    "completions": completions,
    "answers": answers.run,
    "outages": lambda: outages.run([]),
}


def main(names: list[str]) -> int:
    """The parts of these names, or all; each is run, whatever another found."""
    found = [PARTS[name]() for name in names or PARTS]
    return 0 if all(found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
