"""What a trial of an outage is made of: an empty portal that runs, questions to it, and facts."""

import http.client
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.load import TOKEN, Server, cookies
from tests.server import (
    ROOT,
    end,
    environment,
    fingerprint,
    free_port,
    made_aside,
    start,
    wait_for,
)

PATIENCE = 120


@dataclass
class Answer:
    status: int
    body: str
    retry_after: str
    seconds: float


@dataclass
class Facts:
    """What a trial found, in the order of its telling."""

    good: bool = True
    was_run: bool = True
    words: dict[str, object] = field(default_factory=dict)

    def note(self, name: str, value: object, *, expected: object = None) -> None:
        self.words[name] = value
        if expected is not None and value != expected:
            self.good = False
            self.words[name] = f"{value}, not {expected}"

    @property
    def sign(self) -> str:
        """A trial that was not run has found nothing: neither good nor bad."""
        if not self.was_run:
            return "–"
        return "✓" if self.good else "✗"


def empty_portal() -> Path:
    """A prepared portal without the demonstration, made once for this state of the code."""
    ready = ROOT / "var" / "test-empty" / fingerprint()
    if not ready.exists():
        with made_aside(ready) as making:
            subprocess.run(
                [sys.executable, "manage.py", "prepare"],
                cwd=ROOT,
                env={**environment(making, 0), "DEMO": "0"},
                check=True,
                stdout=subprocess.DEVNULL,
            )
    return ready


def prepare_postgres(folder: Path, url: str) -> None:
    """An empty portal in that folder, on that database."""
    shutil.copytree(empty_portal(), folder)
    env = {**environment(folder, 0), "DEMO": "0", "DATABASE_URL": url}
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def portal(folder: Path, **extra: str) -> Iterator[Server]:
    """A running portal over a copy of the empty one."""
    shutil.copytree(empty_portal(), folder, dirs_exist_ok=True)
    port = free_port()
    processes = start(folder, port, WEB_THREADS="8", **extra)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Server(folder, port, processes)
    finally:
        end(processes)


def ask(
    server: Server, path: str, session: str = "", fields: dict[str, str] | None = None
) -> Answer:
    """One request; a POST where there are fields."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers, body = {}, None
    if session:
        headers["Cookie"] = cookies(session)
    if fields is not None:
        headers.setdefault("Cookie", f"csrftoken={TOKEN}")
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
    began = time.monotonic()
    with closing(line):
        line.request("POST" if body else "GET", path, body=body, headers=headers)
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
    retry_after = answer.headers.get("Retry-After", "")
    return Answer(answer.status, text, retry_after, time.monotonic() - began)


def readyz(server: Server) -> tuple[Answer, dict[str, str]]:
    answer = ask(server, "/readyz")
    return answer, json.loads(answer.body)


def completions(server: Server) -> int:
    with closing(sqlite3.connect(server.folder / "portal.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return database.execute("SELECT count(*) FROM courses_lessoncompletion").fetchone()[0]


def lessons_done(server: Server, found: dict[str, list[str]], start: int, end: int) -> list[Answer]:
    """Every learner says "done" of these lessons."""
    return [
        ask(server, f"/en/learn/{lesson}/done/", session, {})
        for session in found["sessions"]
        for lesson in found["lessons"][start:end]
    ]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError("it did not happen")
        time.sleep(0.5)
