"""Full-page cache for anonymous readers: in the memory of each process, and on disk for the others
(`page_store`).

Sits inside the CSP middleware and outside sessions. It can never store a personal or
restricted response: a request with a session, CSRF or message cookie bypasses it, and a response
that sets a cookie, or is `private` or `no-store`, is not stored.

While the database is unreachable, the last stored response is served, marked as stale: nothing can
be published or restricted in the meantime.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse

from core import compression
from core.caching import generation, page_store
from core.caching.generation import GenerationCache
from core.caching.page_store import CachedResponse, Key
from core.db import is_unavailable

Respond = Callable[[HttpRequest], HttpResponse]
PAGES = 2000
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
CACHED_HEADERS = ("Content-Type", "Content-Language", "X-Frame-Options")
# Cookies with which a response may be one person's.
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


_responses: GenerationCache[CachedResponse] = GenerationCache(size=PAGES)


class LastGeneration:
    """The generation that this process read last, for as long as pages of it may be answered
    without a database; and for a moment after it failed, that it need not be asked again."""

    KEPT_FOR = 3600
    AWAY_FOR = 2

    def __init__(self) -> None:
        self.number: int | None = None
        self.read_at = 0.0
        self.failed_at = 0.0

    def read(self) -> int | None:
        """The current number; None while the database is down."""
        if time.monotonic() - self.failed_at < self.AWAY_FOR and self.kept() is not None:
            return None
        try:
            self.number = generation.current()
        except Error as error:
            if not is_unavailable(error):
                raise
            self.failed_at = time.monotonic()
            return None
        self.read_at, self.failed_at = time.monotonic(), 0.0
        return self.number

    def kept(self) -> int | None:
        """The number that was read last, if that is not too long ago."""
        return self.number if time.monotonic() - self.read_at < self.KEPT_FOR else None


last_generation = LastGeneration()


class AnonymousPageCache:
    """Serve cached responses to anonymous GET requests until the next publish, or the next day."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_cacheable_request(request):
            return self.get_response(request)
        key = Key(str(request.scheme), request.get_host(), request.path)
        number = last_generation.read()
        if number is None:
            return stale_response(request, key) or self.get_response(request)
        if (answer := _responses.peek(key)) and answer.is_of_today:
            return answer.respond(request, number)
        if (answer := page_store.read(key, number)) and answer.is_of_today:
            _responses.put(key, answer, number)
            return answer.respond(request, number)
        response = self.get_response(request)
        if is_cacheable_response(request, response):
            given = response.headers
            headers = tuple((n, given[n]) for n in CACHED_HEADERS if n in given)
            compressed = compression.compress(response.content, compression.STORED_QUALITY)
            version = getattr(request, "read_version", None)
            answer = CachedResponse(compressed, headers, version=version)
            _responses.put(key, answer, number)
            page_store.write(key, answer, number)
            if compression.takes_brotli(request.META):
                compression.put(response, compressed)
        return response


def stale_response(request: HttpRequest, key: Key) -> HttpResponse | None:
    """The page as last cached, with its age; None where it is not cached."""
    answer = _responses.peek_at(key, last_generation.kept())
    if answer is None:
        return None
    response = answer.respond(request)
    response.headers["Warning"] = '110 - "Response is Stale"'
    response.headers["Age"] = str(max(int(time.time() - answer.made_at), 0))
    response.headers["Cache-Control"] = "no-store"
    return response


def is_cacheable_request(request: HttpRequest) -> bool:
    """Whether the response cannot depend on who asks."""
    cookies = request.COOKIES
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("QUERY_STRING")
        and "HTTP_AUTHORIZATION" not in request.META
        and not any(name in cookies for name in PERSONAL)
        and request.path[1:].split("/", 1)[0] in LANGUAGES
    )


def is_cacheable_response(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this response is the same for every anonymous reader."""
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in control
        and "no-store" not in control
        and getattr(request, "is_publicly_cacheable", False)
    )
