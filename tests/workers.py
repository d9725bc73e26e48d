"""Real workers over the database of a test, and their sudden ends."""

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

COMMAND = [sys.executable, "manage.py", "worker", "--queue-name", "*", "-v", "0"]


def wait_until(is_so: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


class Crew:
    """Workers that were started, with the names under which their threads take tasks."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.environment = {
            **environment(folder, 0), "DATABASE_URL": database.url(), **settings,
        }  # fmt: skip
        self.names: dict[int, set[str]] = {}
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """One more, once its threads have their leases."""
        before = heartbeats()
        process = subprocess.Popen(
            [*COMMAND, *options], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
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
