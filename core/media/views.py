"""Files: public renditions by their hash, all else through a check (D15)."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.access.visibility import open_collections, visible_to
from core.http import Reader
from core.media.models import PortalRendition

PLAYED = {"video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm"}
SHOWN_IN_PLACE = {
    "application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif", *PLAYED,
}  # fmt: skip
# One part, as players ask for it (RFC 9110, 14.1.2); whoever asks otherwise gets the whole file.
PART = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")
PIECE = 64 * 1024
FOR_EVER = f"public, max-age={365 * 24 * 3600}, immutable"
NOT_KEPT = "private, no-store"


def private_file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """An original or a document, to who may see its collection; to all others it is not there."""
    found = find(get_document_model(), request.user, file_id) or find(
        get_image_model(), request.user, file_id
    )
    if found is None:
        raise Http404
    response = part_of(request, found.file) or answer(found.file, NOT_KEPT)
    if response.headers.get("Content-Type", "") not in SHOWN_IN_PLACE:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def part_of(request: HttpRequest, file: Any) -> FileResponse | None:
    """The bytes that a player asks for (206), or 416; None where the whole file is asked for."""
    match = PART.fullmatch(request.headers.get("Range", ""))
    if match is None or not (match["first"] or match["last"]):
        return None
    size = int(file.size)
    if match["first"]:
        first, last = int(match["first"]), int(match["last"] or size - 1)
    else:
        first, last = max(0, size - int(match["last"])), size - 1
    last = min(last, size - 1)
    response = answer(file, NOT_KEPT)
    response.headers["Accept-Ranges"] = "bytes"
    if first > last:
        response.streaming_content = []
        response.status_code, response.headers["Content-Range"] = 416, f"bytes */{size}"
        response.headers["Content-Length"] = "0"
        return response
    opened: Any = response.file_to_stream
    opened.seek(first)
    response.streaming_content = pieces(opened, last - first + 1)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def pieces(file: Any, left: int) -> Iterator[bytes]:
    """So many bytes from where the file stands."""
    while left > 0 and (piece := file.read(min(left, PIECE))):
        left -= len(piece)
        yield piece


def find(model: Any, user: Reader | None, file_id: UUID) -> Any | None:
    """The picture or document with that id, if this person may see its collection."""
    return visible_to(model.objects.filter(file_id=file_id), user).first()


def media_file(request: HttpRequest, name: str) -> FileResponse:
    """A rendition by its name, where the portal itself serves media.

    Nothing else is found here: neither originals nor documents have an address below `/media/`.
    Its picture's collection is asked each time, so an address dies when that is made private.
    """
    rendition = PortalRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None:
        raise Http404
    collection = rendition.image.collection_id
    if collection in open_collections(None):
        return answer(rendition.file, FOR_EVER)
    if collection in open_collections(request.user):
        return answer(rendition.file, NOT_KEPT)
    raise Http404


def answer(file: Any, cache_control: str) -> FileResponse:
    """The file itself; 404 where its row has outlived it."""
    try:
        response = FileResponse(file.open("rb"), filename=file.name.rsplit("/", 1)[-1])
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = cache_control
    return response
