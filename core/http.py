"""HTTP helpers: the requesting user, the referrer, `Content-Disposition`."""

import re
from typing import Any, Protocol, TypedDict
from urllib.parse import quote, urlsplit

from anyascii import anyascii
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from core.text import one_line

# Characters that no file system takes in a name, and bidirectional controls: they make "exe.pdf"
# look like "fdp.exe".
NOT_IN_NAMES = re.compile('["*/:<>?\\\\|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
# In bytes. Most file systems take 255; this leaves room for the extension and for "(1)".
LONGEST_NAME = 180


def content_disposition(title: str, ending: str, *, inline: bool = False) -> str:
    """The Content-Disposition header of a document with this title (RFC 6266): `filename*` in
    UTF-8 (RFC 8187, once RFC 5987), and `filename` in ASCII for clients that read only that."""
    name = file_name(title)
    # Some browsers percent-decode the plain name.
    plain = file_name(anyascii(name).replace("%", " ")) or "file"
    parts = ["inline" if inline else "attachment", f'filename="{plain}.{ending}"']
    if name and name != plain:
        parts.append(f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}")
    return "; ".join(parts)


def file_name(title: str) -> str:
    """The title as a file name without extension; "" where nothing of it is usable."""
    words = one_line(NOT_IN_NAMES.sub(" ", title)).strip(". ")
    return words.encode()[:LONGEST_NAME].decode(errors="ignore").strip(". ")


class Reader(Protocol):
    """The part of a user, signed in or not, that this package needs; `None` stands for an anonymous
    one. The user model is in a higher room."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def is_superuser(self) -> bool: ...
    @property
    def groups(self) -> Any: ...


class OwnHost(TypedDict):
    """Fields of Wagtail's `Site` that name the portal's own host."""

    hostname: str
    port: int


def own_host() -> OwnHost:
    """Host name and port of the portal's own address, as Wagtail's site has them."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return {
        "hostname": parts.hostname or "localhost",
        "port": parts.port or (443 if parts.scheme == "https" else 80),
    }


def referring_path(request: HttpRequest) -> str:
    """The path of the internal page that led here (Referer header); "" for none, or an invalid
    one."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return escape_leading_slashes(urlsplit(said).path) if is_ours else ""
