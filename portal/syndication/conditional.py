"""Conditional GET (ETag, 304) for feeds and sitemaps: public responses, cached for a generation.

`AnonymousPageCache` does not serve them: it caches only URLs below a language prefix, and no ETag.
A feed reader polls every hour; mostly nothing is new, and the response is 304 without a body.
Clients must revalidate: what is withdrawn or restricted is gone from the next response on.
"""

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.caching.generation import GenerationCache

# Characters that XML 1.0 cannot contain, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_bodies: GenerationCache[bytes] = GenerationCache(size=200)


def xml_text(text: str) -> str:
    """The text without characters that XML cannot contain; escaping is the writer's part."""
    return NOT_XML.sub("", text)


def conditional_response(
    request: HttpRequest, write: Callable[[], bytes], content_type: str
) -> HttpResponse:
    """A cached response of what `write` returns, with an ETag. The content must be public, and may
    depend on nothing of the request but scheme, host and path."""
    body = _bodies.get((request.scheme, request.get_host(), request.path), write)
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))
