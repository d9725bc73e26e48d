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
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import answers, outages
from tests.bench.load import Server, ask, family, people, running
from tests.server import prepared, start

LEARNERS, LESSONS, KILLS, CLIENTS = 200, 50, 20, 24
LONGEST = 600


class Trial:
    """The clients, the killer, and what was acknowledged."""

    def __init__(self, server: Server, found: dict[str, list[str]]) -> None:
        self.server = server
        pairs = [(s, lesson) for s in found["sessions"] for lesson in found["lessons"]]
        random.Random(19).shuffle(pairs)
        self.pairs = iter(pairs)
        self.total = len(pairs)
        self.lock = threading.Lock()
        self.acknowledged: list[tuple[str, str]] = []
        self.repeats = 0
        self.until = time.monotonic() + LONGEST

    def client(self) -> None:
        line = self.connect()
        while True:
            with self.lock:
                pair = next(self.pairs, None)
            if pair is None or time.monotonic() > self.until:
                return
            while time.monotonic() < self.until:
                try:
                    status = ask(line, f"/en/learn/{pair[1]}/done/", pair[0], post=True)
                except (OSError, http.client.HTTPException):
                    line.close()
                    self.repeats += 1
                    time.sleep(0.2)
                    line = self.connect()
                    continue
                if status == 302:
                    self.acknowledged.append(pair)
                    break
                self.repeats += 1
                time.sleep(0.2)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)

    def kill_often(self) -> int:
        """SIGKILL server and workers each time a twenty-first part has been acknowledged."""
        kills = 0
        for number in range(1, KILLS + 1):
            while len(self.acknowledged) < self.total * number // (KILLS + 1):
                if time.monotonic() > self.until:
                    return kills
                time.sleep(0.05)
            for pid in reversed(family(self.server.web.pid)):
                os.kill(pid, signal.SIGKILL)
            self.server.web.wait()
            processes = start(self.server.folder, self.server.port, WEB_THREADS="8")
            processes[1].terminate()  # one worker is enough
            processes[1].wait()
            self.server.processes[0] = processes[0]
            kills += 1
        return kills


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
    folder = Path(tempfile.mkdtemp(prefix="portal-faults-")) / "data"
    shutil.copytree(prepared(), folder)
    found = people(folder, LEARNERS, LESSONS)
    began = time.monotonic()
    try:
        with running(folder) as server:
            trial = Trial(server, found)
            threads = [threading.Thread(target=trial.client) for _number in range(CLIENTS)]
            for thread in threads:
                thread.start()
            kills = trial.kill_often()
            for thread in threads:
                thread.join()
        facts = verify(folder, trial.acknowledged)
    finally:
        shutil.rmtree(folder.parent)
    facts |= {"kills": kills, "repeats": trial.repeats, "seconds": round(time.monotonic() - began)}
    print(facts)
    good = (
        facts["acknowledged"] == trial.total
        and facts["rows"] == trial.total
        and facts["double"] == 0
        and facts["integrity_check"] == "ok"
        and kills == KILLS
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
