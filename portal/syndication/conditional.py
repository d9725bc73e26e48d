"""Answers to machines: the same for everybody, kept for a generation.

`AnonymousPageCache` does not serve them: it keeps only what lies below a language, and no mark
of what was sent (ETag). A reader that follows us asks every hour; mostly nothing is new, and the
answer is 304 without a body. Nobody may use their copy without asking: what is withdrawn or
restricted is gone from the next answer on.
"""

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.caching.generation import GenerationCache

# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_bodies: GenerationCache[bytes] = GenerationCache(size=200)


def xml_text(text: str) -> str:
    """The text without what no XML can hold; escaping it is the writer's part."""
    return NOT_XML.sub("", text)


def conditional_response(
    request: HttpRequest, write: Callable[[], bytes], content_type: str
) -> HttpResponse:
    """What `write` gives, kept by address. It must be what everybody may see, and may not depend
    on anything of the request but scheme, host and path."""
    body = _bodies.get((request.scheme, request.get_host(), request.path), write)
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))
