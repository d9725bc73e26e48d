"""Reverse-proxy cache in the process, in front of Django: repeats a response that the page cache
has given, headers and all, without a request object and without middleware.

What may be cached, for whom and for how long is decided in `page_cache`: only what it has answered
from its store is repeated here, byte for byte, to requests that are alike in all that decides it.
Everything else goes to Django, and everything while the database does not answer.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from core import compression
from core.caching import page_cache
from core.caching.generation import GenerationCache
from core.caching.page_cache import PAGES, PERSONAL
from core.caching.page_store import CachedResponse, PageFromCache
from core.counts import reads

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# Whatever a response can differ by that has no cookie of ours, as the server hands it over.
DECIDES = (
    "wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO", "SCRIPT_NAME", "PATH_INFO",
)  # fmt: skip


class Repeatable(NamedTuple):
    """A response as it went out, and the cached page that it was made of."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    page: CachedResponse


class FrontCache:
    """WSGI middleware around Django's application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._responses: GenerationCache[Repeatable] = GenerationCache(size=PAGES)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_repeatable(environ):
            return self.application(environ, start_response)
        key = tuple(environ.get(name) for name in DECIDES)
        if (found := self.find(key)) is None:
            return self.ask(environ, start_response, key)
        if found.page.version:
            reads.count(found.page.version, environ)
        # A list of its own: a server may add to it.
        start_response("200 OK", [*found.headers])
        return [found.body]

    def find(self, key: tuple[object, ...]) -> Repeatable | None:
        """The response of this generation and this day; asks the database only for a key that was
        there before."""
        if not self._responses.holds(key):
            return None
        if (number := page_cache.last_generation.read()) is None:
            return None
        found = self._responses.peek_at(key, number)
        return found if found and found.page.is_of_today else None

    def ask(
        self, environ: Environ, start_response: StartResponse, key: tuple[object, ...]
    ) -> Iterable[bytes]:
        """Django's answer; cached where it comes from the page cache."""
        given: list[tuple[str, str]] = []

        def start(status: str, headers: Headers, *more: Any) -> Any:
            given[:] = headers
            return start_response(status, headers, *more)

        response = self.application(environ, start)
        if isinstance(response, PageFromCache) and response.number is not None:
            answer = Repeatable(tuple(given), response.content, response.page)
            self._responses.put(key, answer, response.number)
        return response


def is_repeatable(environ: Environ) -> bool:
    """Whether the response cannot depend on anything but `DECIDES`."""
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
        and "HTTP_AUTHORIZATION" not in environ
        and compression.takes_brotli(environ)
        and not any(name in cookies for name in PERSONAL)
    )
