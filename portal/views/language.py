"""Language negotiation: redirects by language, and the language switcher. No geolocation."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from core.http import referring_path
from core.l10n import languages
from core.middleware import known_code
from core.works.routing import address_in


def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """`/`: redirect to the profile's language, else the cookie's, else the browser's."""
    return redirect_to(request, "")


def redirect_within_language(request: HttpRequest, path: str) -> HttpResponse:
    """Language-neutral URL used in texts of all languages: redirect to the language of the
    referring page, else as `redirect_to_language` decides."""
    first = referring_path(request).lstrip("/").partition("/")[0]
    return redirect_to(request, path, known_code(first))


def redirect_to(request: HttpRequest, path: str, language: str | None = None) -> HttpResponse:
    mine = known_code(request.user.language) if request.user.is_authenticated else None
    chosen = known_code(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    code = language or mine or chosen or translation.get_language_from_request(request)
    response = redirect(f"/{code}/{path}")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Set the language cookie, and on POST the profile's language; redirect to the same page in
    it."""
    if code not in languages.NAMES:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        request.user.language = code
        request.user.save(update_fields=["language"])
    response = HttpResponseRedirect(same_place(request, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=getattr(settings, "LANGUAGE_COOKIE_SECURE", False),
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def same_place(request: HttpRequest, code: str) -> str:
    """The place in `next`, in this language: the same work wherever its version stands, or the
    same list; with query and filters.

    Anything that is no internal URL becomes that language's front page.
    """
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return f"/{code}/"
    parts = urlsplit(wanted)
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    if first not in languages.NAMES:
        # Behind our own host's name a path may begin with two slashes: alone it names another host.
        path = escape_leading_slashes(parts.path)
    else:
        work = address_in(code, path=unquote(rest), language=first, request=request)
        path = work or f"/{code}/{rest}"
    return path + (f"?{parts.query}" if parts.query else "")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to login, in the language of the requested page."""
    wanted = request.GET.get("next", "")
    first = wanted.lstrip("/").partition("/")[0]
    with translation.override(known_code(first) or languages.active()):
        address = reverse("account_login")
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address)
