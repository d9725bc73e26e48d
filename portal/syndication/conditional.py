"""Conditional GET (ETag, 304) for feeds and sitemaps: public responses, cached for a generation.

`AnonymousPageCache` does not serve them: it caches only URLs below a language prefix, and no ETag.
A feed reader polls every hour; mostly nothing is new, and the response is 304 without a body.
Clients must revalidate: what is withdrawn or restricted is gone from the next response on.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.caching.generation import GenerationCache

_bodies: GenerationCache[bytes] = GenerationCache(size=200)


def conditional_response(
    request: HttpRequest, write: Callable[[], bytes], content_type: str, asked: str = ""
) -> HttpResponse:
    """A cached response of what `write` returns, with an ETag. The content must be public, and may
    depend on nothing of the request but scheme, host, path and what is `asked`."""
    body = _bodies.get((request.scheme, request.get_host(), request.path, asked), write)
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))
