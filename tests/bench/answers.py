"""Answers to quizzes under faults: the server killed 20 times while they come in, 100,000 random
schedules, and a browser killed 50 times. By itself: `python -m tests.bench.answers`."""

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.load import Server, answer, family, people, running
from tests.server import ROOT, prepared, start

LEARNERS, ANSWERS, KILLS, CLIENTS, LONGEST = 100, 40, 20, 16, 600
SCHEDULES = 100_000


class Trial:
    """Clients that repeat each answer until it is acknowledged, and who kills the server."""

    def __init__(self, server: Server, found: dict[str, Any]) -> None:
        self.server, self.found = server, found
        self.turns = iter([(who, n) for n in range(ANSWERS) for who in range(LEARNERS)])
        self.total = LEARNERS * ANSWERS
        self.lock = threading.Lock()
        self.acknowledged: list[tuple[int, int]] = []
        self.repeats = 0
        self.until = time.monotonic() + LONGEST

    def client(self) -> None:
        while time.monotonic() < self.until:
            with self.lock:
                turn = next(self.turns, None)
            if turn is None:
                return
            while time.monotonic() < self.until and not self.is_kept(turn):
                self.repeats += 1
                time.sleep(0.1)

    def is_kept(self, turn: tuple[int, int]) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            status = answer(line, self.found, *turn)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        if status == 200:
            self.acknowledged.append(turn)
        return status == 200

    def kill_often(self) -> int:
        """SIGKILL server and workers each time a twenty-first part has been acknowledged."""
        for number in range(1, KILLS + 1):
            while len(self.acknowledged) < self.total * number // (KILLS + 1):
                if time.monotonic() > self.until:
                    return number - 1
                time.sleep(0.02)
            for pid in reversed(family(self.server.web.pid)):
                os.kill(pid, signal.SIGKILL)
            self.server.web.wait()
            web, worker = start(self.server.folder, self.server.port, WEB_THREADS="8")[:2]
            worker.terminate()
            worker.wait()
            self.server.processes[0] = web
        return KILLS


def server_killed() -> bool:
    """Whether every acknowledged answer is in the database once."""
    folder = Path(tempfile.mkdtemp(prefix="portal-answers-")) / "data"
    shutil.copytree(prepared(), folder)
    found = people(folder, LEARNERS)
    try:
        with running(folder) as server:
            trial = Trial(server, found)
            threads = [threading.Thread(target=trial.client) for _number in range(CLIENTS)]
            for thread in threads:
                thread.start()
            kills = trial.kill_often()
            for thread in threads:
                thread.join()
        database = sqlite3.connect(folder / "portal.sqlite3")
        rows = database.execute("SELECT idempotency_key FROM courses_answer").fetchall()
    finally:
        shutil.rmtree(folder.parent)
    keys = [key for (key,) in rows]
    wanted = {f"bench-{who}-{number:06}" for who, number in trial.acknowledged}
    facts = {
        "answers acknowledged": len(trial.acknowledged),
        "kills": kills,
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
