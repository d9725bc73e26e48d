"""A cache and a file storage whose servers are gone, or take a connection and say nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.files.storage import Storage


def refuse(*args: Any, **kwargs: Any) -> Any:
    raise ConnectionRefusedError("connection refused")


@dataclass
class Mute:
    """A server that never answers, and who has come to it."""

    port: int
    callers: list[socket.socket] = field(default_factory=list)


@contextmanager
def mute_server() -> Iterator[Mute]:
    """Takes every connection on loopback, and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        found = Mute(server.getsockname()[1])

        def take() -> None:
            while True:
                try:
                    found.callers.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield found
        # Ends `accept` in its thread.
        server.shutdown(socket.SHUT_RDWR)
    for caller in found.callers:
        caller.close()


def wait_for_a_word(port: int, seconds: float) -> Any:
    """As clients do that have a time-out. Raises TimeoutError."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=seconds)) as line:
        line.sendall(b"PING\r\n")
        return line.recv(1)


class MuteCache(BaseCache):
    """LOCATION is the port of a server that never answers; half a second is waited for it."""

    def __init__(self, location: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        self.port = int(location)

    def ask(self, *args: Any, **kwargs: Any) -> Any:
        return wait_for_a_word(self.port, 0.5)

    add = get = set = touch = delete = incr = clear = has_key = ask


class MuteStorage(Storage):
    """The same of files; somewhat more than a second is waited."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, *args: Any, **kwargs: Any) -> Any:
        return wait_for_a_word(self.port, 1.1)

    _open = _save = delete = exists = size = ask

    def url(self, name: str | None) -> str:
        return f"https://files.example.org/{name}"


class SilentCache(BaseCache):
    add = get = set = touch = delete = incr = clear = has_key = refuse

    def __init__(self, location: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)


class SilentStorage(Storage):
    _open = _save = delete = exists = size = refuse

    def path(self, name: str) -> str:
        raise NotImplementedError("Its files are on another machine.")

    def url(self, name: str | None) -> str:
        return f"https://files.example.org/{name}"
