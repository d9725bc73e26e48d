"""The referring page of a request."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme


def referring_path(request: HttpRequest) -> str:
    """The path of the internal page that led here (Referer header); "" for none, or an invalid
    one."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return escape_leading_slashes(urlsplit(said).path) if is_ours else ""
