"""Serves private files after a permission check; supports single-part HTTP Range requests."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from core.access.visibility import open_collections, visible_to
from core.http import Reader, content_disposition
from core.media.models import PortalDocument, PortalRendition

STREAMED_TYPES = {"video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm"}
SHOWN_IN_PLACE = {
    "application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif", *STREAMED_TYPES,
}  # fmt: skip
# A single range, as media players send it (RFC 9110, 14.1.2); all else gets the whole file.
RANGE_HEADER = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")
CHUNK_SIZE = 64 * 1024
IMMUTABLE = f"public, max-age={365 * 24 * 3600}, immutable"
NO_STORE = "private, no-store"


def private_file(request: HttpRequest, file_id: UUID) -> HttpResponse | FileResponse:
    """Serve an original or a document to users who may see its collection; 404 for everybody
    else."""
    found = find(get_document_model(), request.user, file_id) or find(
        get_image_model(), request.user, file_id
    )
    if found is None:
        raise Http404
    response = range_response(request, found.file) or file_response(found.file, NO_STORE)
    if response.status_code == 416:
        return response
    is_inline = response.headers.get("Content-Type", "") in SHOWN_IN_PLACE
    response.headers["Content-Disposition"] = content_disposition(*name_of(found), inline=is_inline)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def name_of(found: Any) -> tuple[str, str]:
    """File name and extension of a download: the title of a document. Not that of an image: it
    may be the name of the uploaded file, which can identify people."""
    stored, _dot, ending = found.filename.rpartition(".")
    if not isinstance(found, PortalDocument):
        return stored, ending
    return found.title.removesuffix(f".{ending}"), ending


def range_response(request: HttpRequest, file: Any) -> HttpResponse | FileResponse | None:
    """206 with the requested range, or 416; None where the whole file is requested."""
    match = RANGE_HEADER.fullmatch(request.headers.get("Range", ""))
    if match is None or not (match["first"] or match["last"]):
        return None
    size = int(file.size)
    if match["first"]:
        first, last = int(match["first"]), int(match["last"] or size - 1)
    else:
        first, last = max(0, size - int(match["last"])), size - 1
    last = min(last, size - 1)
    if first > last:
        headers = {"Content-Range": f"bytes */{size}", "Cache-Control": NO_STORE}
        return HttpResponse(status=416, headers={"Accept-Ranges": "bytes", **headers})
    response = file_response(file, NO_STORE)
    response.headers["Accept-Ranges"] = "bytes"
    opened: Any = response.file_to_stream
    opened.seek(first)
    response.streaming_content = iter_chunks(opened, last - first + 1)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def iter_chunks(file: Any, left: int) -> Iterator[bytes]:
    """Yield so many bytes from the file's current position."""
    while left > 0 and (piece := file.read(min(left, CHUNK_SIZE))):
        left -= len(piece)
        yield piece


def find(model: Any, user: Reader | None, file_id: UUID) -> Any | None:
    """The image or document with that id, if this user may see its collection."""
    return visible_to(model.objects.filter(file_id=file_id), user).first()


def media_file(request: HttpRequest, name: str) -> FileResponse:
    """Serve a rendition by its name, where the portal itself serves media.

    Nothing else is found here: neither originals nor documents have a URL below `/media/`. The
    image's collection is checked each time, so a URL dies when the collection is made private.
    """
    rendition = PortalRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None:
        raise Http404
    collection = rendition.image.collection_id
    for person, cache_control in ((None, IMMUTABLE), (request.user, NO_STORE)):
        if collection in open_collections(person):
            make_again_if_lost(rendition)
            return file_response(rendition.file, cache_control)
    raise Http404


def make_again_if_lost(rendition: PortalRendition) -> None:
    """Renditions are derived: one whose file is missing or empty is made again in its place. One
    whose original is missing, too, stays missing."""
    storage, name = rendition.file.storage, rendition.file.name
    try:
        if storage.size(name):
            return
    except FileNotFoundError:
        pass
    original = rendition.image.file
    if not original.storage.exists(original.name):
        return
    try:
        made = rendition.image.generate_rendition_file(Filter(spec=rendition.filter_spec))
    except SourceImageIOError:
        return
    storage.delete(name)
    storage.save(name, made)


def file_response(file: Any, cache_control: str) -> FileResponse:
    """The file as a response; 404 where it is missing though its row exists."""
    try:
        response = FileResponse(file.open("rb"), filename=file.name.rsplit("/", 1)[-1])
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = cache_control
    return response
