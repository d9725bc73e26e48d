"""A mail server on loopback that answers as it is told: real sockets, real replies."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What the server answers, by the first word of a command, and what it has taken.

    `at` is called with each command before its reply, and with the port that it came from; a mail
    has been taken before its END. Where it says so, there is no reply.
    """

    replies: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    port: int = 0
    calls: int = 0
    at: Callable[[str, int], bool] = lambda command, port: False

    def reply(self, command: str) -> str:
        stock = {"GREET": "220 here", "DATA": "354 go on", "QUIT": "221 bye"}
        return self.replies.get(command, stock.get(command, "250 ok"))


class Session(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 has it; no extensions."""

    server: "Server"

    def handle(self) -> None:
        box = self.server.box
        box.calls += 1
        if not self.say(box.reply("GREET")):
            return
        for line in self.rfile:
            command = line.split(maxsplit=1)[0].decode().upper() if line.strip() else ""
            if box.at(command, self.client_address[1]):
                return
            said = self.say(box.reply(command))
            if command == "QUIT" or not said:
                return
            if command == "DATA" and box.reply("DATA").startswith("354"):
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                if not box.reply("END").startswith(("421", "554")):
                    box.taken.append(text)
                if box.at("END", self.client_address[1]):
                    return
                self.say(box.reply("END"))

    def say(self, reply: str) -> bool:
        """Send the reply; False where it ends the connection (421) or refuses the mail."""
        self.wfile.write(f"{reply}\r\n".encode())
        return not reply.startswith(("421", "554"))


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    box: Mailbox


@contextmanager
def mail_server(port: int = 0) -> Iterator[Mailbox]:
    """Runs one at that port, or at a free one."""
    with Server(("127.0.0.1", port), Session) as server:
        server.box = Mailbox(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.box
        server.shutdown()
