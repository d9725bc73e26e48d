"""A cache and a file storage whose servers are gone."""

from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.files.storage import Storage


def refuse(*args: Any, **kwargs: Any) -> Any:
    raise ConnectionRefusedError("connection refused")


class SilentCache(BaseCache):
    add = get = set = touch = delete = incr = clear = has_key = refuse

    def __init__(self, location: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)


class SilentStorage(Storage):
    _open = _save = delete = exists = size = refuse

    def path(self, name: str) -> str:
        raise NotImplementedError("Its files are on another machine.")

    def url(self, name: str | None) -> str:
        return f"https://files.example.org/{name}"
