from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.wagtail_hooks import require_wagtail_login

from core import visibility
from core.links import WorkLinkHandler

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("on_serve_page", order=-100)
def ask_the_door(serve: Serve) -> Serve:
    """Before Wagtail's own check, which knows one language's branch only: the work's rule."""

    def checked(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if visibility.may_see(request.user, page.translation_key):
            return serve(page, request, args, kwargs)
        response = require_wagtail_login(next=request.get_full_path())
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
