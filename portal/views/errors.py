"""Error pages: in the reader's language, with what to do next; form input is not lost."""

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from core.db import is_disk_full, is_unavailable
from core.l10n import languages
from core.middleware import language_of_path
from people import post_replay

# Other refusals are told in the words of the first of these.
WITH_PAGE = {400, 403, 404, 405, 414, 429, 500, 503}


def error_response(request: HttpRequest, status: int) -> HttpResponse:
    """The page for that status, in the language of the requested URL."""
    name = status if status in WITH_PAGE else 400
    with translation.override(language_of_path(request)):
        return render(request, f"{name}.html", {"status": status}, status=status)


def fill(request: HttpRequest, response: HttpResponse) -> None:
    """Put our page into an answer that says no more than its status; its headers stay."""
    status = response.status_code
    page = plain(request, status) if status >= 500 else error_response(request, status)
    response.content = page.content
    response.headers["Content-Type"] = page.headers["Content-Type"]
    response.headers["Content-Language"] = language_of_path(request)
    response.headers.pop("Content-Length", None)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """404 for views of Wagtail that the portal does not have."""
    raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """500 page that queries neither database nor session; 503 where the database or the disk is to
    blame, and the same request may succeed later."""
    error = sys.exc_info()[1]
    if error is not None and is_disk_full(error):
        return plain(request, 503, template="full.html")
    return plain(request, 503 if error is not None and is_unavailable(error) else 500)


def plain(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """An error page without database and user."""
    code = language_of_path(request)
    name = status if status in WITH_PAGE else 500
    with translation.override(code):
        body = render_to_string(
            template or f"{name}.html",
            {
                "LANGUAGE_CODE": code,
                "LANGUAGE_BIDI": languages.direction(code) == "rtl",
            },
        )
    response = HttpResponse(body, status=status, headers={"Content-Language": code})
    if status == 503:
        response.headers["Retry-After"] = "30"
        response.headers["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for an expired CSRF token, offering the submitted fields again if they came from our own
    page.

    A cross-origin request gets the message only: offering its fields again would let a forged form
    through with one tap.
    """
    own = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    context = {
        "fields": post_replay.safe_posted_fields(request) if own else [],
        "again": own,
        "address": request.get_full_path(),
    }
    with translation.override(language_of_path(request)):
        return render(request, "csrf.html", context, status=403)
