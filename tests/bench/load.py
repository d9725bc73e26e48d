"""A small load generator: bounded, on loopback only, measuring the server's CPU."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.server import ROOT, end, environment, free_port, start, wait_for

TICK = os.sysconf("SC_CLK_TCK")
TOKEN = "b" * 32
Answer = tuple[int, float]


@dataclass
class Server:
    """A running portal and its processes."""

    folder: Path
    port: int
    processes: list[subprocess.Popen]

    @property
    def web(self) -> subprocess.Popen:
        return self.processes[0]

    def cpu_seconds(self) -> float:
        """CPU of the web server and its workers so far."""
        return sum(cpu_of(pid) for pid in family(self.web.pid))


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def running(folder: Path, **extra: str) -> Iterator[Server]:
    port = free_port()
    processes = start(folder, port, WEB_THREADS="8", **extra)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Server(folder, port, processes)
    finally:
        end(processes)


def people(folder: Path, count: int, lessons: int = 0, **extra: str) -> dict[str, Any]:
    """Learners with open sessions, made in that folder."""
    command = [sys.executable, "-m", "tests.bench.people", str(count), str(lessons)]
    env = {**environment(folder, 0), **extra}
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def cookies(session: str) -> str:
    return f"sessionid={session}; csrftoken={TOKEN}"


def ask(
    connection: http.client.HTTPConnection, path: str, session: str = "", *, post: bool = False
) -> int:
    """One request; the status. Raises OSError or HTTPException where the connection breaks."""
    headers = {"Accept-Encoding": "gzip, br"}
    if session:
        headers["Cookie"] = cookies(session)
    if post:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = f"csrfmiddlewaretoken={TOKEN}"
        connection.request("POST", path, body=body, headers=headers)
    else:
        connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def answer(
    connection: http.client.HTTPConnection, found: dict[str, Any], who: int, number: int
) -> int:
    """Give the `number`th answer of a person to the quiz of `people`, as a device does; the
    status."""
    options = found["options"]
    body = {
        "attempt": found["attempts"][who],
        "question": found["question"],
        "value": options[number % len(options)],
        "counter": number + 1,
        "idempotency_key": f"bench-{who}-{number:06}",
    }
    headers = {
        "Content-Type": "application/json",
        "X-CSRFToken": TOKEN,
        "Cookie": cookies(found["sessions"][who]),
    }
    path = f"/en/learn/{found['quiz']}/answers/"
    connection.request("POST", path, body=json.dumps(body), headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status


def drive(
    server: Server, clients: int, count: int, one: Callable[[http.client.HTTPConnection, int], int]
) -> list[Answer]:
    """`count` requests by so many clients at once: status and seconds of each."""
    answers: list[Answer] = []
    numbers = iter(range(count))
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                connection.close()
                return
            began = time.perf_counter()
            status = one(connection, number)
            answers.append((status, time.perf_counter() - began))

    threads = [threading.Thread(target=client) for _number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
