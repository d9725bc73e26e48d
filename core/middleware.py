"""Middleware for every request: input validation, language, cache headers."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path
from django.views.defaults import bad_request
from wagtail.contrib.redirects import middleware as wagtail_redirects

from core.caching import generation
from core.l10n import languages

Respond = Callable[[HttpRequest], HttpResponse]
MAX_PATH_LENGTH = 1000


class RejectMalformedRequests:
    """Reject malformed requests with 400 (NUL bytes, invalid encoding, endless paths) before
    anything reads them."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return self.refuse(request)
        if len(request.path) > MAX_PATH_LENGTH or "�" in request.path:
            return self.refuse(request)
        generation.begin()
        try:
            return self.get_response(request)
        finally:
            generation.end()

    def refuse(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of_path(request)):
            return bad_request(request, BadRequest("nonsense"))


def language_of_path(request: HttpRequest) -> str:
    """The language of the URL prefix, else of the reader's cookie, else of the Accept-Language
    header."""
    return (
        get_language_from_path(request.path_info)
        or known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        or translation.get_language_from_request(request)
    )


def known(code: str | None) -> str | None:
    """The code, if it is one of our languages."""
    return code if code in languages.NAMES else None


class ReaderLanguage:
    """Activate the language of the URL prefix; without one, the reader's own.

    URLs with a language never redirect. No geolocation.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = language_of_path(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code  # type: ignore[attr-defined]  # Django's own name for it
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or code)
        return response


class PrivateByDefault:
    """Responses to signed-in users are `private`: no shared cache may store them."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response.headers.setdefault(
                "Content-Security-Policy", settings.ADMIN_CONTENT_SECURITY_POLICY
            )
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response


class RedirectMiddleware(wagtail_redirects.RedirectMiddleware):
    """Wagtail's, for what is no page's address: a page's redirects are looked up where pages are
    served, by what the person may see (`core.works.redirects`)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        match = request.resolver_match
        if match is not None and match.url_name == "wagtail_serve":
            return response
        return super().process_response(request, response)
