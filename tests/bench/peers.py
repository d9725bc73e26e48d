"""`make bench-peers`: Kolibri beside the portal, in one run; written to docs/performance.md.

Kolibri is installed from PyPI, into a folder of its own, as its own instructions say. Its pages are
made by the browser from an API: what is measured are the page that carries its script, and the
requests that the script must make before there is anything to read.
"""

import http.client
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.load import TOKEN, Server, people, running
from tests.bench.run import LEARNERS, REQUESTS, Row, Scenario, measured, scenarios, written
from tests.server import CACHE, ROOT, end, free_port, prepared, wait_for

VERSION = "0.19.5"
CLIENTS = [1, 8]
# What is compared: our row, Kolibri's.
PAIRS = (
    ("lesson, signed in", "one document, signed in"),
    ("lesson, signed out", "one document, signed out"),
    ("catalogue, signed out", "twenty documents, signed out"),
    ("library, words searched, signed out", "search in a thousand documents, signed out"),
    ("mark a lesson done", "mark a document done"),
)


def installed() -> Path:
    """The `bin` of an environment with Kolibri in it, made once."""
    place = CACHE / "peers" / f"kolibri-{VERSION}"
    if not (place / "bin" / "kolibri").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        pip = [str(place / "bin" / "pip"), "install", "--quiet", f"kolibri=={VERSION}"]
        subprocess.run(pip, check=True)
    return place / "bin"


@dataclass
class Kolibri:
    """A running Kolibri, and what was put into it."""

    server: Server
    told: dict[str, Any]

    def ask(self, line: http.client.HTTPConnection, path: str, *, known: bool, **put: Any) -> int:
        """One request; the status. `put`: the values of a PUT or, without `id`, of a POST."""
        headers = {"Accept-Encoding": "gzip, br", "X-CSRFToken": TOKEN}
        if known:
            session, token = self.told["session_cookie"], self.told["csrf_cookie"]
            headers["Cookie"] = f"{session}={self.told['session']}; {token}={TOKEN}"
        body = json.dumps(put) if put else None
        if put:
            headers["Content-Type"] = "application/json"
        method = "GET" if not put else "PUT" if "progress" in put else "POST"
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        self.last = answer.read()
        return answer.status


@contextmanager
def kolibri(folder: Path) -> Iterator[Kolibri]:
    programs, port = installed(), free_port()
    env = {**os.environ, "KOLIBRI_HOME": str(folder), "KOLIBRI_HTTP_PORT": str(port)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    script = [str(programs / "python"), str(ROOT / "tests" / "bench" / "peer_kolibri.py")]
    filled = subprocess.run(script, env=env, check=True, stdout=subprocess.PIPE, text=True)
    command = [str(programs / "kolibri"), "start", "--foreground", "--port", str(port)]
    with (folder / "bench-log.txt").open("ab") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/public/info/", 120)
        yield Kolibri(Server(folder, port, [process]), json.loads(filled.stdout.splitlines()[-1]))
    finally:
        end([process])


def kolibri_scenarios(peer: Kolibri) -> list[Scenario]:
    """Each asks for another document or other words than the one before: Kolibri caches answers."""
    channel, documents = peer.told["channel_id"], peer.told["documents"]
    numbers, sessions = itertools.count(), iter(begun(peer))

    def opened(*, known: bool) -> Callable[..., int]:
        """The page, then what its script asks for: the document and its neighbours."""

        def one(line: http.client.HTTPConnection, _number: int) -> int:
            node = documents[next(numbers) % len(documents)]["node_id"]
            paths = [
                "/en/learn/",
                f"/api/content/contentnode/{node}/",
                f"/api/content/contentnode/?parent={channel}&max_results=10&lft__gt={next(numbers)}",
            ]
            return max(peer.ask(line, path, known=known) for path in paths)

        return one

    def listed(line: http.client.HTTPConnection, _number: int) -> int:
        path = f"/api/content/contentnode/?parent={channel}&max_results=20&lft__gt={next(numbers)}"
        return max(peer.ask(line, one, known=False) for one in ("/en/learn/", path))

    def searched(line: http.client.HTTPConnection, _number: int) -> int:
        word = f"agreement {next(numbers) % 100}"
        path = f"/api/content/contentnode_search/?search={quote(word)}&max_results=20"
        return peer.ask(line, path, known=False)

    def mark(line: http.client.HTTPConnection, _number: int) -> int:
        return peer.ask(line, next(sessions), known=True, progress=1.0, time_spent_delta=10.0)

    return [
        ("one document, signed in", opened(known=True), 200),
        ("one document, signed out", opened(known=False), 200),
        ("twenty documents, signed out", listed, 200),
        ("search in a thousand documents, signed out", searched, 200),
        ("mark a document done", mark, 200),
    ]


def begun(peer: Kolibri) -> list[str]:
    """Documents that a learner has opened: the address at which each is marked as done."""
    line = http.client.HTTPConnection("127.0.0.1", peer.server.port, timeout=60)
    found = []
    for one in peer.told["documents"][: 40 + sum(REQUESTS[clients] for clients in CLIENTS)]:
        values = {**one, "channel_id": peer.told["channel_id"], "kind": "document"}
        status = peer.ask(line, "/api/logger/trackprogress/", known=True, **values)
        assert status == 200, peer.last
        found.append(f"/api/logger/trackprogress/{json.loads(peer.last)['session_id']}/")
    return found


def table(theirs: list[Row], ours: list[Row]) -> list[str]:
    """Both in loops, and how many times ours goes into theirs."""
    costs = {(row.name, row.clients): row.loops for row in [*theirs, *ours]}
    head = f"| page or request: ours, Kolibri {VERSION}’s | clients | Kolibri | portal | × |"
    lines = [head, "|---" * 5 + "|"]
    for mine, other in PAIRS:
        for clients in CLIENTS:
            our, their = costs[mine, clients], costs[other, clients]
            lines.append(
                f"| {mine}; {other} | {clients} | {their:.2f} | {our:.2f} | {their / our:.1f} |"
            )
    return lines


def main() -> None:
    place = Path(tempfile.mkdtemp(prefix="portal-peers-"))
    data, home = place / "data", place / "kolibri"
    home.mkdir()
    shutil.copytree(prepared(), data)
    found = people(data, LEARNERS)
    try:
        with kolibri(home) as peer:
            theirs = measured(peer.server, kolibri_scenarios(peer), CLIENTS)
        with running(data) as server:
            wanted = [one for one in scenarios(found) if one[0] in dict(PAIRS)]
            ours = measured(server, wanted, CLIENTS)
    finally:
        shutil.rmtree(place)
    written("peers", "make bench-peers", [*theirs, *ours], table(theirs, ours))


if __name__ == "__main__":
    main()
