"""Warming the page cache: after a publish the worker renders again what readers asked for before.

It asks the portal's own WSGI handler, as a reader who is not signed in would, so that what comes
out, and whether it may be cached, is decided where it always is.
"""

import io
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from core.caching import generation, page_store
from core.caching.page_store import Key, StoredPage

Headers = list[tuple[str, str]]
Write = Callable[[bytes], object]
# At most so many after each publish, the most recently read first.
PAGES = 300


class Warmer:
    """Renders outdated pages. It loads what rendering needs only when there is one."""

    def __init__(self) -> None:
        self._handler: WSGIHandler | None = None

    def warm(self) -> int:
        """Render the pages of older generations that readers asked for lately, and delete the
        others; returns how many were rendered. Stops when something new is published: call it
        again then."""
        number = generation.current()
        oldest = time.time() - page_store.READ_WITHIN_SECONDS
        count = 0
        for page in page_store.outdated_files(number):
            if generation.current() != number:
                break
            if count < PAGES and page.read_at > oldest and self.render(page, number):
                count += 1
            else:
                page.file.unlink(missing_ok=True)
        return count

    def render(self, page: StoredPage, number: int) -> bool:
        """Whether the page is stored anew: it may be cached no longer, or be gone."""
        if self._handler is None:
            self._handler = WSGIHandler()
        self._handler(environ_of(page.key), start_response).close()
        now = page_store.look_at(page.file)
        if now is None or now.number != number:
            return False
        # No reader has asked for it now.
        os.utime(page.file, (page.read_at, page.read_at))
        return True


def start_response(_status: str, _headers: Headers, _error: Any = None, /) -> Write:
    """What a server would send is in the page cache by then."""
    return lambda _data: None


def environ_of(key: Key) -> dict[str, Any]:
    """The WSGI environment of a reader's request for that page."""
    name, _colon, port = key.host.partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if key.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        environ[header] = secure if key.scheme == "https" else "http"
    return environ
