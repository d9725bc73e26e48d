"""A stand-in for a cluster: it keeps what is sent by the rules of `_bulk`, and fails as it is told.

What searches find is tested on real nodes; this is for what happens when they do not answer.
"""

import json
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What a portal is told of it, but for its address.
CLUSTER = {
    "USER": "", "PASSWORD": "", "API_KEY": "", "CA_FILE": "", "PREFIX": "portal", "TIMEOUT": 0.6,
}  # fmt: skip
ALIAS, INDEX = "portal.v1", "portal.v1.20261130"
JSON = "application/vnd.elasticsearch+json;compatible-with=8"
NOTHING_FOUND = {
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "failed": 0},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
}
FAILURES = ("silent", "dripping", "html", "nothing", "cut", "busy")
DRIP = 0.2


def nothing(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to a search that finds nothing."""
    return {**NOTHING_FOUND, "aggregations": counted(asked.get("aggs", {}))}


def counted(aggregations: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {
            "doc_count": 0,
            "buckets": [{"doc_count": 0} for _one in one.get("filters", {}).get("filters", [])],
            **counted(one.get("aggs", {})),
        }
        for name, one in aggregations.items()
    }


class Stub(ThreadingHTTPServer):
    """`works`: what was sent, by key; None for one that was deleted. `versions`: by key, in the
    order of the requests. `failure`: one of FAILURES. `refused`: keys that are not taken.
    `full`: how often a `_bulk` meets no room. `searches`: what was searched, as it was written."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.works: dict[str, dict[str, Any] | None] = {}
        self.versions: dict[str, list[int]] = {}
        self.failure = ""
        self.refused: set[str] = set()
        self.full = 0
        self.requests = 0
        self.searches: list[str] = []
        # How long each caller of one that fails without a word has waited, in seconds.
        self.waited: list[float] = []
        # Called before (and after) a `_bulk` is carried out, with the port that it came from. Where
        # it says so, nothing more is done.
        self.at: Callable[[str, int], bool] = lambda moment, port: False
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The items of the answer to `_bulk`."""
        found, rest = list[dict[str, Any]](), iter(lines)
        for line in rest:
            action, about = next(iter(line.items()))
            document = next(rest) if action == "index" else None
            found.append({action: {"_id": about["_id"], **self.outcome(about, document)}})
        return found

    def outcome(self, about: dict[str, Any], document: dict[str, Any] | None) -> dict[str, Any]:
        key, version = about["_id"], about["version"]
        if key in self.refused:
            reason = {"type": "document_parsing_exception", "reason": "no such field"}
            return {"status": 400, "error": reason}
        if version <= max(self.versions.get(key, [0])):
            return {"status": 409, "error": {"type": "version_conflict_engine_exception"}}
        self.versions.setdefault(key, []).append(version)
        self.works[key] = document
        return {"status": 200}


class Handler(BaseHTTPRequestHandler):
    server: Stub
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests += 1
        if "search" in self.path:
            self.server.searches.append(body.decode())
        if self.server.failure:
            self.fail(self.server.failure)
        elif self.path.startswith("/_bulk"):
            self.take([json.loads(line) for line in body.splitlines() if line])
        elif "_msearch" in self.path:
            self.say({"responses": [nothing(json.loads(line)) for line in body.splitlines()[1::2]]})
        elif "_search" in self.path:
            self.say(nothing(json.loads(body or b"{}")))
        else:
            self.say({INDEX: {"aliases": {ALIAS: {}}, "mappings": {}}})

    # Names that http.server looks for.
    do_GET = do_POST = do_PUT = answer  # noqa: N815

    def take(self, lines: list[dict[str, Any]]) -> None:
        port = self.client_address[1]
        self.close_connection = True
        if self.server.full:
            self.server.full -= 1
            self.send(429, JSON, b'{"error": "circuit_breaking_exception", "status": 429}')
            return
        if self.server.at("before", port):
            return
        items = self.server.take(lines)
        if not self.server.at("after", port):
            self.say({"errors": False, "items": items})

    def fail(self, failure: str) -> None:
        if failure in {"silent", "dripping"}:
            began = time.monotonic()
            self.keep_waiting(is_dripping=failure == "dripping")
            self.server.waited.append(time.monotonic() - began)
            self.close_connection = True
        elif failure == "html":
            self.send(200, "text/html", b"<h1>It works!</h1>")
        elif failure == "nothing":
            self.say({})
        elif failure == "cut":
            self.send(200, JSON, json.dumps(NOTHING_FOUND).encode()[:40])
        else:
            self.send(503, JSON, b'{"error": "no master", "status": 503}')

    def keep_waiting(self, *, is_dripping: bool) -> None:
        """Until the caller hangs up: say nothing, or send one sign at a time."""
        if is_dripping:
            self.send_response(200)
            self.send_header("Content-Type", JSON)
            self.send_header("Content-Length", "1000")
            self.end_headers()
        while not self.server.closing.is_set():
            hung_up, _, _ = select.select([self.connection], [], [], DRIP)
            if hung_up:
                return
            if is_dripping:
                self.wfile.write(b" ")

    def say(self, data: dict[str, Any]) -> None:
        self.send(200, JSON, json.dumps(data).encode())

    def send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if kind == JSON:
            self.send_header("X-Elastic-Product", "Elasticsearch")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def stub_cluster() -> Iterator[Stub]:
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
