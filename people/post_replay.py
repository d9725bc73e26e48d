"""Nothing typed is lost because a session ended (L-SESSION).

A view under `keep_post` answers a signed-out POST by putting the fields into the session of the
stranger, and leads to sign-in and from there to a page that shows them again, with one button
that sends them where they were going. Session data outlive signing in; they end with signing out.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, overload
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from core.http import referring_path
from core.works.routing import address_in, serve
from people.limits import consume_rate_limit

View = Callable[..., HttpResponse]

SESSION_KEY = "kept_posts"
# The field by which the page that sends again says which kept post this was.
TOKEN_FIELD = "kept_post"  # noqa: S105 - the name of a field
MOST_BYTES = 20_000
MOST_POSTS = 3
FOR_SECONDS = 3600
# A classroom behind one address whose sessions end together; a machine would fill the disk.
KEPT_PER_MINUTE = 60
# With every field that has "password" in its name.
SECRETS = {"csrfmiddlewaretoken", "code", TOKEN_FIELD}
ONE_LINE = 80
# Names of the addresses about an account begin so.
ACCOUNT_PAGES = ("account_", "mfa_")
LABELS = "kept_labels"


@dataclass(frozen=True)
class KeptField:
    """A posted field. Without a label it is sent along unseen."""

    name: str
    value: str
    label: str = ""

    @property
    def is_long(self) -> bool:
        return "\n" in self.value or len(self.value) > ONE_LINE


@dataclass(frozen=True)
class KeptPost:
    """What was posted, and where to."""

    token: str
    address: str
    fields: list[KeptField]

    @property
    def has_words(self) -> bool:
        return any(one.label and one.value for one in self.fields)


@overload
def keep_post(view: View) -> View: ...
@overload
def keep_post(*, labels: Mapping[str, Any]) -> Callable[[View], View]: ...
def keep_post(
    view: View | None = None, *, labels: Mapping[str, Any] | None = None
) -> View | Callable[[View], View]:
    """Let only signed-in people in, as `login_required` does; and keep what a stranger posts.

    `labels` names the fields that people write in themselves: these are shown to them again.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                forget(request, request.POST.get(TOKEN_FIELD, ""))
                return view(request, *args, **kwargs)
            if request.method == "POST":
                return keep_and_sign_in(request)
            return redirect_to_login(request.get_full_path())

        # An attribute, so that it survives decorators put round this one.
        vars(guarded)[LABELS] = dict(labels or {})
        return guarded

    return decorate(view) if view else decorate


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, field by field: all of it that may be shown again, so no secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRETS and "password" not in name
        for value in values
    ]


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, and from there to what was typed, where it could be kept."""
    if not consume_rate_limit(request, "keep", per_minute=KEPT_PER_MINUTE):
        return render(request, "429.html", status=429)
    fields = typed(request)
    if len(urlencode(fields)) > MOST_BYTES:
        messages.warning(
            request,
            _("You were signed out. What you typed was too long to keep: go back and copy it."),
        )
        return redirect_to_login(page_before(request))
    token = secrets.token_urlsafe(16)
    record = {
        "address": request.get_full_path(),
        "page": referring_path(request),
        "fields": fields,
        "at": time.time(),
    }
    waiting = list(records(request).items())[1 - MOST_POSTS :]
    request.session[SESSION_KEY] = dict([*waiting, (token, record)])
    return redirect_to_login(reverse("again", args=[token]))


def waits_at(request: HttpRequest, address: str) -> bool:
    """Whether what is kept here is shown at `address`, where a sign-in leads.

    The sign-in page asks, and says so by itself: a message would be used up by the script that
    sends a form without leaving its page.
    """
    return any(token in address for token in records(request))


def readable_place(request: HttpRequest, leads_to: str) -> str:
    """Where somebody who does not sign in goes on reading: the page that asked for it, else the
    page before, else the front page. Never one that asks for an account itself."""
    waiting = records(request).items()
    kept = [record.get("page", "") for token, record in waiting if token in leads_to]
    for address in [leads_to, *kept, referring_path(request)]:
        if address and needs_no_account(request, address):
            return address
    return f"/{translation.get_language()}/"


def needs_no_account(request: HttpRequest, address: str) -> bool:
    """Whether an address of ours, with a language, is answered without signing in."""
    path = urlsplit(address).path
    language = get_language_from_path(path)
    if not language or not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return False
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.func is serve:
        here = {"path": match.args[0], "language": language, "request": request}
        return address_in(language, **here) is not None
    # The second is what Django's `login_required` leaves on a view.
    asks = LABELS in vars(match.func) or hasattr(match.func, "redirect_field_name")
    return not asks and not (match.url_name or "").startswith(ACCOUNT_PAGES)


def page_before(request: HttpRequest) -> str:
    """The page of ours that the form stood on."""
    return referring_path(request) or f"/{translation.get_language()}/"


def records(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What is kept in this session and not too old, oldest first."""
    kept = request.session.get(SESSION_KEY, {})
    limit = time.time() - FOR_SECONDS
    return {token: record for token, record in kept.items() if record["at"] > limit}


def find(request: HttpRequest, token: str) -> KeptPost | None:
    """The kept post, if it is there and goes to a view that keeps posts."""
    record = records(request).get(token)
    view = view_of(record["address"]) if record else None
    if record is None or view is None:
        return None
    labels = vars(view)[LABELS]
    fields = [KeptField(name, value, str(labels.get(name, ""))) for name, value in record["fields"]]
    return KeptPost(token, record["address"], fields)


def view_of(address: str) -> View | None:
    """The view that answers an address of ours, if it is one that keeps posts."""
    path = urlsplit(address).path
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return None
    language = get_language_from_path(path) or translation.get_language()
    with translation.override(language):
        try:
            view = resolve(path).func
        except Resolver404:
            return None
    return view if LABELS in vars(view) else None


def forget(request: HttpRequest, token: str) -> None:
    """It was sent: it need not be kept."""
    if token and token in request.session.get(SESSION_KEY, {}):
        rest = records(request)
        rest.pop(token, None)
        request.session[SESSION_KEY] = rest
