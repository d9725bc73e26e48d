"""Files: public renditions by their hash, all else through a check (D15)."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.models import PortalRendition
from core.visibility import open_collections, visible_to

SHOWN_IN_PLACE = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif"}
FOR_EVER = f"public, max-age={365 * 24 * 3600}, immutable"
NOT_KEPT = "private, no-store"


def private_file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """An original or a document, to who may see its collection; to all others it is not there."""
    found = find(get_document_model(), request.user, file_id) or find(
        get_image_model(), request.user, file_id
    )
    if found is None:
        raise Http404
    response = answer(found.file, NOT_KEPT)
    if response.headers.get("Content-Type", "") not in SHOWN_IN_PLACE:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def find(model: Any, user: Any, file_id: UUID) -> Any | None:
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
