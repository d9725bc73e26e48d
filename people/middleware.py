"""Middleware for signed-in users: two-factor authentication for staff, cache headers."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from people import roles
from people.post_replay import ACCOUNT_PAGES

Respond = Callable[[HttpRequest], HttpResponse]
ADMIN = "/admin/"


class AdminLanguage:
    """Activate the language of the account for the whole of a request to the admin: Wagtail does so
    for its views only, not for its refusals nor for pages of errors."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMIN) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language  # type: ignore[attr-defined]  # Django's name
        return self.get_response(request)


class StaffSecondFactor:
    """Users with access to the admin must set up two-factor authentication first; others get 403.

    Whoever has set it up has passed it: allauth asks for it at every login.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_inside = request.path.startswith(ADMIN) and request.user.is_authenticated
        if is_inside and not roles.may_enter_admin(request.user):
            # Wagtail would redirect to login, which redirects a signed-in user back: a loop.
            raise PermissionDenied
        if is_inside and self.must_set_up(request):
            messages.warning(
                request,
                _(
                    "Everyone who works on the portal must use two-step verification. Please set"
                    " it up now."
                ),
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def must_set_up(self, request: HttpRequest) -> bool:
        return settings.STAFF_NEED_SECOND_FACTOR and not is_mfa_enabled(
            request.user, [Authenticator.Type.TOTP]
        )


class AccountPages:
    """Account pages are `no-store`: no cache stores them. A form that is shown again with what is
    wrong in it answers 400, as all of ours do; allauth's views say 200."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_account_page(request):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        context = response.context_data or {}
        is_refused = any(isinstance(one, BaseForm) and one.errors for one in context.values())
        if is_refused and response.status_code == 200 and is_account_page(request):
            response.status_code = 400
        return response


def is_account_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and (match.url_name or "").startswith(ACCOUNT_PAGES))
