"""File storages: one public for public images, one private for everything else. Both are configured
in settings; no URL or key of a storage is stored in a row."""

from typing import Any, ClassVar

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.deconstruct import deconstructible

# Names of renditions of non-public images begin with this.
PRIVATE_PREFIX = "guarded/"


class RoutingStorage(Storage):
    """Routes each file to the storage that its name belongs to.

    Wagtail queues the removal of a file with the storage serialised. A storage from the settings
    would put its keys into that row; one of these is only a class name.
    """

    alias: ClassVar[str]

    def place(self, name: str) -> Storage:
        return storages[self.alias]

    def _open(self, name: str, mode: str = "rb") -> File:
        return self.place(name).open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        return self.place(name).save(name, content)

    def delete(self, name: str) -> None:
        self.place(name).delete(name)

    def exists(self, name: str) -> bool:
        return self.place(name).exists(name)

    def size(self, name: str) -> int:
        return self.place(name).size(name)

    def path(self, name: str) -> str:
        return self.place(name).path(name)


@deconstructible
class PrivateStorage(RoutingStorage):
    """Originals and documents. They have no URL of their own: see `core.media.views`."""

    alias = "private"

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address of its own.")


@deconstructible
class RenditionStorage(RoutingStorage):
    """Renditions: in the public storage while their image is public, else in the private one, which
    only the permission-checking view reads."""

    alias = "default"

    def place(self, name: str) -> Storage:
        return storages["private" if name.startswith(PRIVATE_PREFIX) else "default"]

    def url(self, name: str | None) -> str:
        name = name or ""
        return (
            reverse("media", args=[name])
            if name.startswith(PRIVATE_PREFIX)
            else storages["default"].url(name)
        )
