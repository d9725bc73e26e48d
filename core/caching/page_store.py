"""Cached pages on disk, beside the memory of each process: what one process of this machine has
rendered no other renders again, and the worker may render a page for all of them.

One file a page, with the generation that it was rendered in: nothing that was published or
restricted since is ever served. Files are derived: `clear` them whenever a server starts, as code
and settings may have changed.
"""

import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from core import compression
from core.days import today

logger = logging.getLogger("portal.cache")
# A page that no reader has asked for since is not rendered again after a publish.
READ_WITHIN_SECONDS = 7 * 24 * 3600
# RFC 9211: the value of `Cache-Status` of a page that comes from this cache.
HIT = "portal; hit"


class Key(NamedTuple):
    """What a cached page is for: scheme, host and path of a request."""

    scheme: str
    host: str
    path: str


@dataclass(frozen=True)
class CachedResponse:
    """A cached response body, compressed as almost every browser accepts it: a quarter of the
    memory, and no compression when it is served. It holds no secret: it is the same for
    everybody."""

    compressed: bytes
    headers: tuple[tuple[str, str], ...]
    made_at: float = field(default_factory=time.time)
    #: The version of a work that this page shows, for who counts reads.
    version: tuple[str, str] | None = None

    @property
    def is_of_today(self) -> bool:
        """Whether it was rendered today: a page may say of which day it is, or a source read."""
        return today().contains(self.made_at)

    def respond(self, request: HttpRequest, number: int | None = None) -> "PageFromCache":
        """The response with the content encoding that the browser accepts. `number`: the
        generation in which it may be repeated."""
        is_small = compression.takes_brotli(request.META)
        body = self.compressed if is_small else compression.decompress(self.compressed)
        response = PageFromCache(body)
        response.page, response.number = self, number
        for name, value in self.headers:
            response.headers[name] = value
        if is_small:
            response.headers["Content-Encoding"] = "br"
        response.headers["Vary"] = "Cookie, Accept-Encoding"
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Cache-Status"] = HIT
        request.read_version = self.version  # type: ignore[attr-defined]
        return response


class PageFromCache(HttpResponse):
    """A response that comes from the page cache, and what it was made of. `number`: the generation
    in which it may be repeated; None where it may not."""

    page: CachedResponse
    number: int | None


class StoredPage(NamedTuple):
    """A page on disk: what for, of which generation, and when a reader last asked for it."""

    key: Key
    number: int
    read_at: float
    file: Path


def store_dir() -> Path | None:
    """Where pages are stored; None where they are not."""
    place = getattr(settings, "PAGE_STORE", None)
    return Path(place) if place else None


def read(key: Key, number: int) -> CachedResponse | None:
    """The page as rendered in generation `number`, or None; notes that a reader asked for it."""
    file = file_of(key)
    if file is None:
        return None
    try:
        head, _newline, compressed = file.read_bytes().partition(b"\n")
        known = json.loads(head)
        if known["key"] != list(key) or known["number"] != number:
            return None
        os.utime(file)
    except (OSError, ValueError, KeyError):
        return None
    headers = tuple((str(name), str(value)) for name, value in known["headers"])
    work = known["version"]
    version = (str(work[0]), str(work[1])) if work else None
    return CachedResponse(compressed, headers, known["made_at"], version)


def write(key: Key, page: CachedResponse, number: int) -> None:
    """Store the page, which was rendered in generation `number`. A disk that takes nothing costs
    time, not the answer."""
    file = file_of(key)
    if file is None:
        return
    head = {
        "key": key,
        "number": number,
        "headers": page.headers,
        "made_at": page.made_at,
        "version": page.version,
    }
    making = file.with_name(f"{file.name}.{get_random_string(8)}")
    try:
        file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        making.write_bytes(json.dumps(head).encode() + b"\n" + page.compressed)
        making.replace(file)
    except OSError as error:
        logger.debug("a page was not stored: %s", error)


def file_of(key: Key) -> Path | None:
    place = store_dir()
    return place / hashlib.sha256(json.dumps(key).encode()).hexdigest() if place else None


def stored_files() -> Iterator[Path]:
    place = store_dir()
    return place.iterdir() if place and place.is_dir() else iter(())


def look_at(file: Path) -> StoredPage | None:
    """What a file says of itself; None for one that is damaged or gone."""
    try:
        with file.open("rb") as content:
            known = json.loads(content.readline())
        return StoredPage(Key(*known["key"]), known["number"], file.stat().st_mtime, file)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def outdated_files(number: int) -> list[StoredPage]:
    """The pages of other generations, those first that readers asked for last."""
    found = [
        one for one in map(look_at, stored_files()) if one is not None and one.number != number
    ]
    return sorted(found, key=lambda one: one.read_at, reverse=True)


def is_empty() -> bool:
    """Whether nothing is stored; asks no database."""
    return next(stored_files(), None) is None


def clear() -> None:
    """Delete all stored pages."""
    for file in stored_files():
        file.unlink(missing_ok=True)
