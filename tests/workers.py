"""Real workers over the database of a test, and their sudden ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from core.models import WorkerHeartbeat
from core.tasks import leases
from core.tasks.models import LEASE
from tests import database
from tests.server import ROOT, environment

WORKER = ["worker", "--queue-name", "*", "-v", "0"]


def wait_until(is_so: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


class Loader:
    """A process that imports the portal once and forks from it what is started, as `make run` forks
    its server and worker (`tests/loader.py`): to import it takes three seconds each time."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.loader"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: str) -> int:
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(words), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def end(self) -> None:
        """What it has forked and nobody has ended is killed by then."""
        self.process.communicate(timeout=60)


class Worker:
    """A process that a loader has forked; as `subprocess.Popen`, as far as tests need it."""

    def __init__(self, loader: Loader, *words: str) -> None:
        self.loader = loader
        self.pid = loader.ask("start", *words)
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 60) -> int:
        """The exit code, or minus the number of the signal; a longer time fails the test."""
        if self.returncode is None:
            self.returncode = self.loader.ask("wait", str(self.pid), str(timeout))
        return self.returncode


class Crew:
    """Workers that were started, with the names under which their threads take tasks."""

    def __init__(self, folder: Path, **settings: str) -> None:
        more = {"DATABASE_URL": database.url(), **settings}
        self.loader = Loader({**environment(folder, 0), **more})
        self.names: dict[int, set[str]] = {}
        self.processes: dict[int, Worker] = {}

    def start(self, *options: str) -> Worker:
        """One more, once its threads have their leases."""
        before = heartbeats()
        process = Worker(self.loader, *WORKER, *options)
        self.processes[process.pid] = process
        wait_until(lambda: len(heartbeats() - before) >= 2)
        self.names[process.pid] = heartbeats() - before
        return process

    def kill_who_speaks(self, port: int) -> int:
        """Kill the worker that has a connection from this port."""
        pid = self.who_speaks(port)
        os.kill(pid, signal.SIGKILL)
        return pid

    def who_speaks(self, port: int) -> int:
        return next(pid for pid in self.processes if port in ports_of(pid))

    def take_up(self, pid: int) -> int:
        """What happens when the leases of a dead worker have ended; how many tasks it had."""
        self.processes.pop(pid).wait()
        long_ago = timezone.now() - 2 * LEASE
        WorkerHeartbeat.objects.filter(worker__in=self.names[pid]).update(last_seen_at=long_ago)
        return leases.requeue_lost_tasks()

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.loader.end()


def heartbeats() -> set[str]:
    return set(WorkerHeartbeat.objects.values_list("worker", flat=True))


def ports_of(pid: int) -> set[int]:
    """Local ports of this process's connections over IPv4."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    by_inode = {row[9]: int(row[1].partition(":")[2], 16) for row in rows}
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(link)
        except FileNotFoundError:  # It was closed just now.
            continue
        found.add(by_inode.get(target.removeprefix("socket:[").removesuffix("]"), 0))
    return found


@contextmanager
def crew(folder: Path, **settings: str) -> Iterator[Crew]:
    found = Crew(folder, **settings)
    try:
        yield found
    finally:
        found.end()
