"""Clients that repeat each request until it is acknowledged, while the server is killed."""

import http.client
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.load import Server, family, running
from tests.server import prepared, start

KILLS, LONGEST = 20, 600


class Trial:
    """The clients, the killer, and what was acknowledged of the turns. It ends by itself."""

    def __init__(
        self, server: Server, turns: list[Any], ask: Callable[..., bool], clients: int
    ) -> None:
        """`ask` sends the request of one turn on a connection: whether it was acknowledged."""
        self.server, self.ask, self.clients = server, ask, clients
        self.turns = iter(turns)
        self.total = len(turns)
        self.lock = threading.Lock()
        self.acknowledged: list[Any] = []
        self.repeats = self.kills = 0
        self.until = time.monotonic() + LONGEST

    def run(self) -> None:
        threads = [threading.Thread(target=self.client) for _number in range(self.clients)]
        for thread in threads:
            thread.start()
        self.kill_often()
        for thread in threads:
            thread.join()

    def client(self) -> None:
        while time.monotonic() < self.until:
            with self.lock:
                turn = next(self.turns, None)
            if turn is None:
                return
            while time.monotonic() < self.until and not self.is_kept(turn):
                self.repeats += 1
                time.sleep(0.1)

    def is_kept(self, turn: Any) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            is_kept = self.ask(line, turn)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
        if is_kept:
            self.acknowledged.append(turn)
        return is_kept

    def kill_often(self) -> None:
        """SIGKILL server and workers each time a twenty-first part has been acknowledged."""
        for number in range(1, KILLS + 1):
            while len(self.acknowledged) < self.total * number // (KILLS + 1):
                if time.monotonic() > self.until:
                    return
                time.sleep(0.02)
            for pid in reversed(family(self.server.web.pid)):
                os.kill(pid, signal.SIGKILL)
            self.server.web.wait()
            web, worker = start(self.server.folder, self.server.port, WEB_THREADS="8")[:2]
            worker.terminate()  # one worker is enough
            worker.wait()
            self.server.processes[0] = web
            self.kills += 1


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the loaded demonstration's data, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="portal-kills-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(prepared(), data)
        yield data


def killed(folder: Path, turns: list[Any], ask: Callable[..., bool], clients: int) -> Trial:
    """A trial over that folder, when it is over."""
    with running(folder) as server:
        trial = Trial(server, turns, ask, clients)
        trial.run()
    return trial
