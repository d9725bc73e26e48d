"""File storages: one public for public images, one private for everything else. Both are configured
in settings; no URL or key of a storage is stored in a row."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.deconstruct import deconstructible

from core.outage import Unavailable

# Names of renditions of non-public images begin with this.
PRIVATE_PREFIX = "guarded/"
# Clients of object storages raise errors of their own packages, which need not be installed.
CLIENTS = ("botocore", "boto3", "s3transfer", "urllib3")


class CircuitBreaker:
    """Circuit breaker for file storages, one per process: after a slow failure a storage is not
    called for ten seconds. So a page of many pictures, and the next one, waits once."""

    SECONDS = 10
    # A failure within this time costs nobody anything.
    SLOW = 1.0

    def __init__(self) -> None:
        self.until: dict[str, float] = {}

    def record_failure(self, place: Storage, began: float) -> None:
        now = time.monotonic()
        if now - began > self.SLOW:
            self.until[name_of(place)] = now + self.SECONDS

    def check(self, place: Storage) -> None:
        """Raises Unavailable where it is not to be asked."""
        if time.monotonic() < self.until.get(name_of(place), 0):
            raise Unavailable("the file storage did not answer a moment ago")


def name_of(place: Storage) -> str:
    """The public and the private one may be servers of their own."""
    bucket = getattr(place, "bucket_name", "")
    return f"{type(place).__module__}.{type(place).__name__} {bucket}"


breaker = CircuitBreaker()


@contextmanager
def behind_breaker(place: Storage) -> Iterator[Storage]:
    """A storage behind the circuit breaker. Raises `Unavailable` where one on another machine does
    not answer, or refuses to. What is said of a file, or of a disk of ours, is raised as it is."""
    breaker.check(place)
    began = time.monotonic()
    try:
        yield place
    except (ConnectionError, TimeoutError) as error:
        breaker.record_failure(place, began)
        raise Unavailable(f"the file storage does not answer: {error}") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in CLIENTS:
            raise
        breaker.record_failure(place, began)
        raise Unavailable(f"the file storage fails: {type(error).__name__}") from error


class RoutingStorage(Storage):
    """Routes each file to the storage that its name belongs to.

    Wagtail queues the removal of a file with the storage serialised. A storage from the settings
    would put its keys into that row; one of these is only a class name.
    """

    alias: ClassVar[str]

    def place(self, name: str) -> Storage:
        return storages[self.alias]

    def _open(self, name: str, mode: str = "rb") -> File:
        with behind_breaker(self.place(name)) as place:
            return place.open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        with behind_breaker(self.place(name)) as place:
            return place.save(name, content)

    def delete(self, name: str) -> None:
        with behind_breaker(self.place(name)) as place:
            place.delete(name)

    def exists(self, name: str) -> bool:
        with behind_breaker(self.place(name)) as place:
            return place.exists(name)

    def size(self, name: str) -> int:
        with behind_breaker(self.place(name)) as place:
            return place.size(name)

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
