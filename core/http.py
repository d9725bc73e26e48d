"""What the headers of requests say, and those of downloads."""

import re
from urllib.parse import quote, urlsplit

from anyascii import anyascii
from django.http import HttpRequest
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from core.text import one_line

# What no file system takes in a name, and signs that turn the direction of what follows: they
# make "exe.pdf" look like "fdp.exe".
NOT_IN_NAMES = re.compile('["*/:<>?\\\\|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
# Bytes: 255 is what most file systems take, with the ending and a number for a second copy.
LONGEST_NAME = 180


def content_disposition(title: str, ending: str, *, inline: bool = False) -> str:
    """The header that names a download by its document's title (RFC 6266): in any script
    (`filename*`, RFC 8187), and in ASCII for what reads only that."""
    name = file_name(title)
    # Some browsers decode what follows a % in the plain name.
    plain = file_name(anyascii(name).replace("%", " ")) or "file"
    parts = ["inline" if inline else "attachment", f'filename="{plain}.{ending}"']
    if name and name != plain:
        parts.append(f"filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}")
    return "; ".join(parts)


def file_name(title: str) -> str:
    """The title as a file may be called, without an ending; "" where nothing is left of it."""
    words = one_line(NOT_IN_NAMES.sub(" ", title)).strip(". ")
    return words.encode()[:LONGEST_NAME].decode(errors="ignore").strip(". ")


def referring_path(request: HttpRequest) -> str:
    """The path of the page of ours that led here; "" for none, and for what is no address."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return escape_leading_slashes(urlsplit(said).path) if is_ours else ""
