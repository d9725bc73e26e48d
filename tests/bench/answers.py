"""Answers to quizzes under faults: the server killed 20 times while they come in, 100,000 random
schedules, and a browser killed 50 times. By itself: `python -m tests.bench.answers`."""

import os
import sqlite3
import subprocess
import sys
import time

from tests.bench import kills
from tests.bench.load import answer, people
from tests.server import ROOT

LEARNERS, ANSWERS, CLIENTS = 100, 40, 16
SCHEDULES = 100_000


def server_killed() -> bool:
    """Whether every acknowledged answer is in the database once."""
    turns = [(who, number) for number in range(ANSWERS) for who in range(LEARNERS)]
    with kills.copied() as folder:
        found = people(folder, LEARNERS)
        trial = kills.killed(
            folder, turns, lambda line, turn: answer(line, found, *turn) == 200, CLIENTS
        )
        database = sqlite3.connect(folder / "portal.sqlite3")
        rows = database.execute("SELECT idempotency_key FROM courses_answer").fetchall()
    keys = [key for (key,) in rows]
    wanted = {f"bench-{who}-{number:06}" for who, number in trial.acknowledged}
    facts = {
        "answers acknowledged": len(trial.acknowledged),
        "kills": trial.kills,
        "repeats": trial.repeats,
        "lost": len(wanted - set(keys)),
        "double": len(keys) - len(set(keys)),
    }
    print(facts)
    return len(wanted) == trial.total and not facts["lost"] and not facts["double"]


def tests(path: str, **environment: object) -> subprocess.Popen[bytes]:
    """Tests with more rounds than `make test` has time for, in a process of their own."""
    more = {name: str(value) for name, value in environment.items()}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more})


def schedules(count: int = SCHEDULES) -> bool:
    """Random schedules, a part of them by each core."""
    cores = os.cpu_count() or 1
    part = -(-count // cores)
    began = time.monotonic()
    running = [
        tests("tests/courses/test_quiz_schedules.py", QUIZ_FIRST=first, QUIZ_SCHEDULES=part)
        for first in range(0, count, part)
    ]
    codes = [one.wait() for one in running]
    print({"schedules": part * len(running), "seconds": round(time.monotonic() - began)})
    return not any(codes)


def run() -> bool:
    good = server_killed()
    good = schedules() and good
    place = "tests/e2e/test_quiz.py::test_killed_a_tenth_of_a_second_after_a_tap"
    good = tests(place, QUIZ_KILLS=50).wait() == 0 and good
    print("✓ no answer lost" if good else "✗ answers: see above")
    return good


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
