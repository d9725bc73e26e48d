"""Files: public renditions by their hash, all else through a check (D15)."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.models import PortalRendition
from core.visibility import visible_to

SHOWN_IN_PLACE = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/avif"}


def private_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """An original or a document, to who may see its collection; to all others it is not there."""
    found = find(get_document_model(), request.user, file_id) or find(
        get_image_model(), request.user, file_id
    )
    if found is None:
        raise Http404
    response = FileResponse(found.file.open("rb"), filename=found.filename)
    kind = response.headers.get("Content-Type", "")
    if kind not in SHOWN_IN_PLACE:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def find(model: type[Model], user: Any, file_id: UUID) -> Any | None:
    return visible_to(model.objects.filter(file_id=file_id), user).first()


def media_file(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition by its name, where the portal itself serves media.

    Only renditions lie in this store; the one asked for must belong to a picture whose
    collection is open to the reader.
    """
    rendition = PortalRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None:
        raise Http404
    images = visible_to(type(rendition.image).objects.filter(pk=rendition.image_id), None)
    is_public = images.exists()
    if not is_public and not find_image(request, rendition):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file)
    keep = f"public, max-age={365 * 24 * 3600}, immutable" if is_public else "private, no-store"
    response.headers["Cache-Control"] = keep
    return response


def find_image(request: HttpRequest, rendition: PortalRendition) -> bool:
    model = type(rendition.image)
    return visible_to(model.objects.filter(pk=rendition.image_id), request.user).exists()
