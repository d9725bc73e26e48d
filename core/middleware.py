"""Middleware for every request: input validation, language, cache headers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects import middleware as wagtail_redirects

from core.caching import generation
from core.l10n import languages

Respond = Callable[[HttpRequest], HttpResponse]
MAX_PATH_LENGTH = 1000
# Five thousand characters pasted into the search box, of six bytes each where they are Arabic, are
# answered by the library, which says that it reads the first of them.
MAX_QUERY_LENGTH = 32_000


class RejectMalformedRequests:
    """Reject malformed requests before anything reads them: 400 for NUL bytes and invalid
    encoding, 414 for endless paths and queries."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return self.refuse(request, 400)
        if len(request.path) > MAX_PATH_LENGTH or len(query) > MAX_QUERY_LENGTH:
            return self.refuse(request, 414)
        if "�" in request.path:
            return self.refuse(request, 400)
        generation.begin()
        try:
            return self.get_response(request)
        finally:
            generation.end()

    def refuse(self, request: HttpRequest, status: int) -> HttpResponse:
        """The page for it, of words only: nothing has looked at who asks."""
        code = language_of_path(request)
        with translation.override(code):
            words = {"LANGUAGE_CODE": code, "LANGUAGE_BIDI": languages.direction(code) == "rtl"}
            body = render_to_string(f"{status}.html", words)
        return HttpResponse(body, status=status, headers={"Content-Language": code})


def language_of_path(request: HttpRequest) -> str:
    """The language of the URL prefix, else of the reader's cookie, else of the Accept-Language
    header."""
    return (
        get_language_from_path(request.path_info)
        or known_code(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        or translation.get_language_from_request(request)
    )


def known_code(code: str | None) -> str | None:
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
