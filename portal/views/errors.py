"""Error pages: in the reader's language, with what to do next, and nothing lost."""

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from core.db import is_away, is_full
from core.l10n import languages
from core.middleware import language_of_path
from people import post_replay


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The page for that status, in the language of the address asked for."""
    with translation.override(language_of_path(request)):
        return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """Doors that Wagtail would open and we do not have."""
    raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """Says so without asking the database or a session anything; 503 where the database or the
    disk is to blame, and the same request may be answered in a while."""
    error = sys.exc_info()[1]
    if error is not None and is_full(error):
        return plain(request, 503, template="full.html")
    return plain(request, 503 if error is not None and is_away(error) else 500)


def plain(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """An error page that needs nothing but its words: no database, no person."""
    code = language_of_path(request)
    with translation.override(code):
        body = render_to_string(
            template or f"{status}.html",
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
    """The form's token was too old. What was typed is offered again, if it came from our page.

    A request from elsewhere (another Origin) gets the words only: offering its fields again
    would let a stranger's form through with one tap.
    """
    own = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    context = {
        "fields": post_replay.typed(request) if own else [],
        "again": own,
        "address": request.get_full_path(),
    }
    with translation.override(language_of_path(request)):
        return render(request, "csrf.html", context, status=403)
