"""Which page a reader comes from, as far as the browser says."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme


def referring_path(request: HttpRequest) -> str:
    """The path of the page of ours that led here; "" for none, and for what is no address."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return escape_leading_slashes(urlsplit(said).path) if is_ours else ""
