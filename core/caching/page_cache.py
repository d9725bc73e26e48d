"""Whole pages kept for readers who are not signed in.

Sits inside the CSP middleware (each answer gets its own nonce in the header; our public pages
carry no inline script, so none in the body) and outside sessions. It can never keep a personal
or restricted answer: what comes in with a session, csrf or message cookie passes by, and what
goes out with a cookie, `private` or `no-store` is not kept (T53).

While the database is away, what was kept last is still answered, marked as stale: nothing can be
published, and nothing restricted, in a database that is away.
"""

import gzip
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse

from core.caching import generation
from core.caching.generation import GenerationCache
from core.db import is_away

Respond = Callable[[HttpRequest], HttpResponse]
PAGES = 2000
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
COMPRESSION = 7
KEPT_HEADERS = ("Content-Type", "Content-Language", "X-Frame-Options")


@dataclass(frozen=True)
class Answer:
    """A page as almost every browser takes it, compressed: a quarter of the memory, and no work
    at the answer. It holds nothing secret: the same for all."""

    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    made_at: float = field(default_factory=time.time)

    def respond(self, request: HttpRequest) -> HttpResponse:
        """The page in the form that the browser takes."""
        is_small = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.compressed if is_small else gzip.decompress(self.compressed))
        for name, value in self.headers:
            response.headers[name] = value
        if is_small:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Cookie, Accept-Encoding"
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["X-Kept"] = "1"
        return response


_answers: GenerationCache[Answer] = GenerationCache(size=PAGES)


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
        """The number of now; None while the database is away."""
        if time.monotonic() - self.failed_at < self.AWAY_FOR and self.kept() is not None:
            return None
        try:
            self.number = generation.current()
        except Error as error:
            if not is_away(error):
                raise
            self.failed_at = time.monotonic()
            return None
        self.read_at, self.failed_at = time.monotonic(), 0.0
        return self.number

    def kept(self) -> int | None:
        """The number that was read last, if that is not too long ago."""
        return self.number if time.monotonic() - self.read_at < self.KEPT_FOR else None


_last = LastGeneration()


class AnonymousPageCache:
    """Answer a plain GET of a stranger from memory while nothing has been published since."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_use(request):
            return self.get_response(request)
        key = (request.scheme, request.get_host(), request.path)
        number = _last.read()
        if number is None:
            return stale(request, key) or self.get_response(request)
        if answer := _answers.peek(key):
            return answer.respond(request)
        response = self.get_response(request)
        if may_keep(request, response):
            headers = tuple((n, response.headers[n]) for n in KEPT_HEADERS if n in response.headers)
            compressed = gzip.compress(response.content, COMPRESSION)
            _answers.put(key, Answer(compressed, headers), number)
        return response


def stale(request: HttpRequest, key: Hashable) -> HttpResponse | None:
    """The page as it was when the database was there, and since when; None for one not kept."""
    answer = _answers.peek_at(key, _last.kept())
    if answer is None:
        return None
    response = answer.respond(request)
    response.headers["Warning"] = '110 - "Response is Stale"'
    response.headers["Age"] = str(max(int(time.time() - answer.made_at), 0))
    response.headers["Cache-Control"] = "no-store"
    return response


def may_use(request: HttpRequest) -> bool:
    """Whether the answer cannot depend on who asks."""
    cookies = request.COOKIES
    personal = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("QUERY_STRING")
        and "HTTP_AUTHORIZATION" not in request.META
        and not any(name in cookies for name in personal)
        and request.path[1:].split("/", 1)[0] in LANGUAGES
    )


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer is the same for every stranger."""
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in control
        and "no-store" not in control
        and getattr(request, "may_be_kept", False)
    )
