"""Two stores: the public one for pictures that everybody may see, the private one for all
else. Both are named in the settings; nothing of a store's address or keys is kept in a row."""

from typing import Any, ClassVar

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.deconstruct import deconstructible

# Renditions of pictures that are not for everybody have names that begin so.
GUARDED = "guarded/"


class Routed(Storage):
    """Hands each file to the store that its name belongs to.

    Wagtail queues the removal of a file with the store written out. A store from the settings
    would put its keys into that row; one of these is only a name.
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
class PrivateStorage(Routed):
    """Originals and documents. They have no address of their own: see `core.media.views`."""

    alias = "private"

    def url(self, name: str | None) -> str:
        raise ValueError("A private file has no address of its own.")


@deconstructible
class RenditionStorage(Routed):
    """Renditions: in the public store while their picture is for everybody, else in the private
    one, where the checked view alone can reach them."""

    alias = "default"

    def place(self, name: str) -> Storage:
        return storages["private" if name.startswith(GUARDED) else "default"]

    def url(self, name: str | None) -> str:
        name = name or ""
        return (
            reverse("media", args=[name])
            if name.startswith(GUARDED)
            else storages["default"].url(name)
        )
