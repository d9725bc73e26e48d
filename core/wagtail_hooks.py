from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from core import visibility
from core.links import WorkLinkHandler

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("on_serve_page", order=-100)
def ask_the_door(serve: Serve) -> Serve:
    """Before Wagtail's own check, which knows one language's branch only: the work's rule.

    A stranger is led to the sign-in, a person who may not come in is told so.
    """

    def checked(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if visibility.may_see(request.user, page.translation_key):
            return serve(page, request, args, kwargs)
        if request.user.is_authenticated:
            # The sign-in page would send this person straight back here.
            raise PermissionDenied
        response = redirect_to_login(request.get_full_path(), settings.WAGTAIL_FRONTEND_LOGIN_URL)
        add_never_cache_headers(response)
        return response

    return checked


@hooks.register("after_move_page")
def say_what_was_kept(request: HttpRequest, page: Page) -> None:
    """A page that is moved keeps its privacy; the editor is told where to change it."""
    if page.view_restrictions.exists():
        messages.info(
            request,
            _("The page is as private as it was. If it should be open now, change its privacy."),
        )


@hooks.register("register_rich_text_features", order=100)
def link_to_works(features: FeatureRegistry) -> None:
    """After Wagtail's own, in its place: links of texts lead to works."""
    features.register_link_type(WorkLinkHandler)
