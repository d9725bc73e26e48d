"""The requesting user, and the referring page of a request."""

from typing import Any, Protocol
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme


class Reader(Protocol):
    """What is asked of a user, signed in or not; `None` stands for anybody. The kit knows no more
    of people: a room above has the model."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def is_superuser(self) -> bool: ...
    @property
    def groups(self) -> Any: ...


def referring_path(request: HttpRequest) -> str:
    """The path of the internal page that led here (Referer header); "" for none, or an invalid
    one."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return escape_leading_slashes(urlsplit(said).path) if is_ours else ""
