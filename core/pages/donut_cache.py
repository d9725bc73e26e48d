"""Donut cache of rendered pages, keyed by audience, language and address: a page is rendered once
for all readers who are shown the same.

What is cached holds nothing of a person: while it is rendered, the request's user is only an
audience (`core.access.audiences`). What is personal is in holes, filled for each request
(`core.caching.donut`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.access.audiences import Audience, audience_of
from core.caching import generation
from core.caching.donut import Donut, record
from core.caching.generation import GenerationCache
from core.days import today
from core.l10n import languages

# Asks for the original beside the text of a translation.
BESIDE = "beside"


@dataclass(frozen=True)
class SharedPage:
    """A rendered page, and whether the page cache may store what comes of it."""

    donut: Donut
    is_publicly_cacheable: bool


# Some twenty to sixty kilobytes each.
_pages: GenerationCache[SharedPage] = GenerationCache(size=300)

Serve = Callable[[HttpRequest], TemplateResponse]


def may_be_shared(request: HttpRequest) -> bool:
    """Whether the page for this request is the same for all of its audience, but for its holes.

    Not where a question of it is answered, or the original is asked for beside its text: that
    stands in the body.
    """
    return (
        request.method in {"GET", "HEAD"}
        and not {"q", BESIDE} & request.GET.keys()
        and getattr(request, "is_publicly_cacheable", False)
        and not getattr(request, "is_preview", False)
    )


def respond(
    request: HttpRequest, key: object, values: Mapping[str, Any], serve: Serve
) -> HttpResponse:
    """The page from the cache, or from `serve`; `key` says which page it is, `values` are what its
    holes may use."""
    number, audience = generation.current(), audience_of(request.user)
    place = (
        key,
        audience,
        languages.active(),
        request.scheme,
        request.get_host(),
        request.path,
        # References say on which day they were read.
        today().date,
    )
    page = _pages.peek(place)
    if page is None:
        donut = _recorded(request, audience, serve)
        page = SharedPage(donut, may_be_shared(request))
        # What becomes stale without a publish says so, and is rendered each time: an agenda.
        if page.is_publicly_cacheable:
            _pages.put(place, page, number)
    request.is_publicly_cacheable = page.is_publicly_cacheable  # type: ignore[attr-defined]
    return HttpResponse(page.donut.fill(request, values))


def _recorded(request: HttpRequest, audience: Audience, serve: Serve) -> Donut:
    with _seen_as(request, audience):
        response = serve(request)
        return record(response, is_personal=audience.is_authenticated, user=audience)


@contextmanager
def _seen_as(request: HttpRequest, audience: Audience) -> Iterator[None]:
    user = request.user
    request.user = audience  # type: ignore[assignment]  # all that may be asked of a user here
    try:
        yield
    finally:
        request.user = user
