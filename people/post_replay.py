"""Replays a POST after login: nothing typed is lost because a session expired.

A view under `replay_post_after_login` answers an anonymous POST by stashing the fields in the
session and redirecting to login, and from there to a page that shows them again, with one button
that submits them to the original URL. Session data survive login; logout deletes them.
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
# The hidden field that names the stashed POST when it is submitted again.
TOKEN_FIELD = "kept_post"  # noqa: S105 - the name of a field
MAX_BYTES = 20_000
MAX_POSTS = 3
MAX_AGE = 3600
# Enough for a classroom behind one address whose sessions expire together; stops a bot that would
# fill the disk.
STASHES_PER_MINUTE, STASHES_PER_DAY = 60, 300
STASHED_BYTES_PER_DAY = 1_000_000
# As well as every field that has "password" in its name.
SECRET_FIELDS = {"csrfmiddlewaretoken", "code", TOKEN_FIELD}
ONE_LINE = 80
# Names of the addresses about an account begin so.
ACCOUNT_PAGES = ("account_", "mfa_")
LABELS = "kept_labels"


@dataclass(frozen=True)
class StashedField:
    """A posted field. Without a label it is submitted again as a hidden field."""

    name: str
    value: str
    label: str = ""

    @property
    def is_long(self) -> bool:
        return "\n" in self.value or len(self.value) > ONE_LINE


@dataclass(frozen=True)
class StashedPost:
    """A stashed POST: its URL and fields."""

    token: str
    address: str
    fields: list[StashedField]

    @property
    def has_words(self) -> bool:
        return any(one.label and one.value for one in self.fields)


@overload
def replay_post_after_login(view: View) -> View: ...
@overload
def replay_post_after_login(*, labels: Mapping[str, Any]) -> Callable[[View], View]: ...
def replay_post_after_login(
    view: View | None = None, *, labels: Mapping[str, Any] | None = None
) -> View | Callable[[View], View]:
    """Require login, as `login_required` does, and stash what an anonymous user posts.

    `labels` names the fields that people fill in themselves: these are shown to them again.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                discard(request, request.POST.get(TOKEN_FIELD, ""))
                return view(request, *args, **kwargs)
            if request.method == "POST":
                return stash_and_redirect_to_login(request)
            return redirect_to_login(request.get_full_path())

        # An attribute, so that `wraps` carries it through outer decorators.
        vars(guarded)[LABELS] = dict(labels or {})
        return guarded

    return decorate(view) if view else decorate


def safe_posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields that may be shown again: no secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRET_FIELDS and "password" not in name
        for value in values
    ]


def stash_and_redirect_to_login(request: HttpRequest) -> HttpResponse:
    """Redirect to login, and from there to the stashed fields, where they could be stashed."""
    fields = safe_posted_fields(request)
    size = len(urlencode(fields))
    if not consume_rate_limit(
        request, "keep", per_minute=STASHES_PER_MINUTE, per_day=STASHES_PER_DAY
    ) or not consume_rate_limit(request, "keep-bytes", per_day=STASHED_BYTES_PER_DAY, amount=size):
        return render(request, "429.html", status=429)
    if size > MAX_BYTES:
        messages.warning(
            request,
            _("You were signed out. What you typed was too long to keep: go back and copy it."),
        )
        return redirect_to_login(referring_page(request))
    token = secrets.token_urlsafe(16)
    record = {
        "address": request.get_full_path(),
        "page": referring_path(request),
        "fields": fields,
        "at": time.time(),
    }
    waiting = list(stashed_posts(request).items())[1 - MAX_POSTS :]
    request.session[SESSION_KEY] = dict([*waiting, (token, record)])
    # Nobody comes back for it later; login sets the session's own age again.
    request.session.set_expiry(MAX_AGE)
    return redirect_to_login(reverse("again", args=[token]))


def is_replayed_at(request: HttpRequest, address: str) -> bool:
    """Whether a stashed POST is shown at `address`, where the login redirects.

    The login page checks this itself instead of using a message, which the script that submits a
    form in place would consume.
    """
    return any(token in address for token in stashed_posts(request))


def readable_place(request: HttpRequest, leads_to: str) -> str:
    """Where a user who does not sign in can continue reading: the page that asked for it, else the
    previous page, else the front page. Never a page that requires an account."""
    waiting = stashed_posts(request).items()
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


def referring_page(request: HttpRequest) -> str:
    """The page of ours that the form stood on."""
    return referring_path(request) or f"/{translation.get_language()}/"


def stashed_posts(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """The stashed POSTs of this session that have not expired, oldest first."""
    kept = request.session.get(SESSION_KEY, {})
    limit = time.time() - MAX_AGE
    return {token: record for token, record in kept.items() if record["at"] > limit}


def find(request: HttpRequest, token: str) -> StashedPost | None:
    """The stashed POST, if it exists and goes to a view under the decorator."""
    record = stashed_posts(request).get(token)
    view = view_of(record["address"]) if record else None
    if record is None or view is None:
        return None
    labels = vars(view)[LABELS]
    fields = [
        StashedField(name, value, str(labels.get(name, ""))) for name, value in record["fields"]
    ]
    return StashedPost(token, record["address"], fields)


def view_of(address: str) -> View | None:
    """The view behind an internal URL, if it is under the decorator."""
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


def discard(request: HttpRequest, token: str) -> None:
    """Delete a stashed POST once it was submitted."""
    if token and token in request.session.get(SESSION_KEY, {}):
        rest = stashed_posts(request)
        rest.pop(token, None)
        request.session[SESSION_KEY] = rest
