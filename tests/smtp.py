"""A mail server for tests: takes every mail, on loopback."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def mail_server(port: int) -> Iterator[list[str]]:
    """Runs one at that port; gives the mails that it has taken so far."""
    received: list[str] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(220)
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.say(354)
                    lines = iter(self.rfile.readline, b".\r\n")
                    received.append(b"".join(lines).decode("utf-8", "replace"))
                self.say(221 if word == b"QUIT" else 250)
                if word == b"QUIT":
                    return

        def say(self, code: int) -> None:
            self.wfile.write(f"{code} ok\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield received
        server.shutdown()
