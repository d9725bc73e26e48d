"""Image and document models: private by default, metadata removed on upload, with licence
fields."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import models
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageField,
)

from core.access import visibility
from core.db import exception_chain
from core.fields import WebAddressField
from core.media import sanitise
from core.media.storage import PRIVATE_PREFIX, PrivateStorage, RenditionStorage
from core.media.tasks import RETRY, draw_again
from core.outage import Unavailable
from core.tasks.retry import enqueue_once

# Wagtail's name for the file of a rendition that could not be made, and what is shown instead.
NOT_FOUND = "not-found"
PLACEHOLDER, PLACEHOLDER_SIZE = "core/icons/no-picture.svg", (480, 270)


def private_storage() -> Storage:
    """The storage behind `/files/`; a function, so that migrations contain no path."""
    return PrivateStorage()


def rendition_storage() -> Storage:
    """The storage behind `/media/`, which routes to two: see `core.media.storage`."""
    return RenditionStorage()


def opaque_name(folder: str, filename: str) -> str:
    """A random file name with the original's extension: file names can identify people."""
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"{folder}/{uuid.uuid4().hex}.{ending[:8]}"


def image_name(instance: models.Model, filename: str) -> str:
    return opaque_name("images", filename)


def rendition_name(instance: "PortalRendition", filename: str) -> str:
    """Next to its image's name, which is random; in the storage that its collection requires."""
    is_public = instance.image.collection_id in visibility.open_collections(None)
    return f"{'images/' if is_public else PRIVATE_PREFIX}{filename}"


def document_name(instance: models.Model, filename: str) -> str:
    return opaque_name("documents", filename)


class Rights(models.Model):
    """Creator, source and licence of a file."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"), max_length=30, choices=settings.LICENCES, default="not-stated"
    )
    source = WebAddressField(_("source"), blank=True)

    class Meta:
        abstract = True


@contextmanager
def missing_while_down() -> Iterator[None]:
    """A picture that cannot be drawn because the file storage is down is one that is missing, for
    whoever draws a page; the page is drawn again when the storage is back."""
    try:
        yield
    except OSError as error:
        if not any(isinstance(one, Unavailable) for one in exception_chain(error)):
            raise
        enqueue_once(draw_again, RETRY)
        raise SourceImageIOError(str(error)) from error


class PortalImage(Rights, AbstractImage):
    """An image. The original is private; its renditions are public where its collection is.

    Alt text is asked for at each use: `description` is the fallback, the title never is.
    """

    file_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = WagtailImageField(
        _("file"),
        upload_to=image_name,
        width_field="width",
        height_field="height",
        storage=private_storage,
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "credit",
        "licence",
        "source",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Re-encode the image to strip metadata before it is stored."""
        if self.file and not self.file._committed:
            self.file = sanitise.reencode_image(self.file.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def create_rendition(self, filter: Filter) -> "PortalRendition":
        with missing_while_down():
            return super().create_rendition(filter)

    def create_renditions(self, *filters: Filter) -> "dict[Filter, PortalRendition]":
        with missing_while_down():
            return super().create_renditions(*filters)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile:
        """As Wagtail does, but closes the temporary file."""
        made = super().generate_rendition_file(*args, **kwargs)
        with made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    @property
    def default_alt_text(self) -> str:
        """Never the title, which may be a file name."""
        return self.description


class RenditionQuerySet(models.QuerySet["PortalRendition"]):
    def exposed(self) -> "RenditionQuerySet":
        """Renditions in the public storage whose image is no longer public."""
        public = visibility.open_collections(None)
        return self.exclude(image__collection__in=public).exclude(file__startswith=PRIVATE_PREFIX)


class PortalRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(PortalImage, related_name="renditions", on_delete=models.CASCADE)
    file = WagtailImageField(
        upload_to=rendition_name,
        width_field="width",
        height_field="height",
        storage=rendition_storage,
    )

    objects = RenditionQuerySet.as_manager()

    @property
    def is_missing(self) -> bool:
        """Whether it stands for one that could not be made (`get_rendition_or_not_found`)."""
        return bool(self.file.name == NOT_FOUND)

    @property
    def url(self) -> str:
        return static(PLACEHOLDER) if self.is_missing else super().url

    @property
    def attrs_dict(self) -> dict[str, Any]:
        attrs: dict[str, Any] = super().attrs_dict
        if self.is_missing:
            width, height = PLACEHOLDER_SIZE
            said = _("This picture cannot be shown at the moment.")
            attrs |= {"width": width, "height": height, "alt": f"{self.alt} {said}".strip()}
        return attrs

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size"
            )
        ]


class PortalDocument(Rights, AbstractDocument):
    """A file for readers, always served after a permission check, never from its storage URL."""

    file_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=document_name, storage=private_storage)
    language = models.CharField(
        _("language of the file"), max_length=10, choices=settings.LANGUAGES, blank=True
    )

    admin_form_fields = (
        "title", "file", "language", "collection", "credit", "licence", "source", "tags",
    )  # fmt: skip

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    @property
    def url(self) -> str:
        return reverse("file", args=[self.file_id])
