"""Answers to machines: the same for everybody, kept for a generation.

`AnonymousPageCache` does not serve them: it keeps only what lies below a language, and no mark
of what was sent (ETag). A reader that follows us asks every hour; mostly nothing is new, and the
answer is 304 without a body. Nobody may use their copy without asking: what is withdrawn or
restricted is gone from the next answer on.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.caching.generation import GenerationCache

_bodies: GenerationCache[bytes] = GenerationCache(size=200)


def answer(request: HttpRequest, write: Callable[[], bytes], content_type: str) -> HttpResponse:
    """What `write` gives, kept by address. It must be what everybody may see, and may not depend
    on anything of the request but scheme, host and path."""
    body = _bodies.get((request.scheme, request.get_host(), request.path), write)
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))
