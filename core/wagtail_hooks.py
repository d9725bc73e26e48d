"""Wagtail hooks of core: the access check for pages, and additions to the admin."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from core import extensions
from core.access import visibility
from core.admin import authoring, imports
from core.media.admin_api import ImagesViewSet
from core.models import BasePage
from core.pages import checklist, checks
from core.tasks import cleanup
from core.works.rich_text import OpenDocumentHandler, WorkLinkHandler

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("on_serve_page", order=-100)
def check_page_access(serve: Serve) -> Serve:
    """Check the work's access rule before Wagtail's own check, which knows only one language's
    tree. Anonymous users are redirected to login; signed-in ones without access get 403."""

    def checked(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if visibility.may_see(request.user, page.translation_key):
            return serve(page, request, args, kwargs)
        if request.user.is_authenticated:
            # The login page would redirect this user straight back here.
            raise PermissionDenied
        response = redirect_to_login(request.get_full_path(), settings.WAGTAIL_FRONTEND_LOGIN_URL)
        add_never_cache_headers(response)
        return response

    return checked


for place, check in enumerate(checks.CHECKS):
    hooks.register(extensions.PAGE_CHECKLIST, check, order=place)

for forget in cleanup.FUNCTIONS:
    hooks.register(extensions.DAILY_CLEANUP, forget)


@hooks.register("insert_global_admin_css")
def directions() -> str:
    """Style sheets for text in two directions within one admin, and for pages of our own."""
    sheets = [(static(f"core/admin/{name}.css"),) for name in ("directions", "authoring")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def english_labels() -> str:
    """Gives the labels that Wagtail leaves in English to the script that says them."""
    return format_html(
        '<script src="{}" data-actions="{}" data-search="{}" data-more-actions="{}"'
        ' data-source="{}" data-target="{}"></script>',
        static("core/admin/labels.js"),
        _("Actions"),
        _("Search"),
        _("More actions"),
        _("Source language"),
        _("Target language"),
    )


@hooks.register("insert_editor_js")
def saving() -> str:
    return format_html('<script src="{}" defer></script>', static("core/admin/saving.js"))


class SendToEditor(SubmitForModerationMenuItem):
    """Label of the workflow's submit button: Wagtail shows the workflow's name, which has one
    language."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "label": _("Send to an editor for publication")}


@hooks.register("construct_page_action_menu")
def send_to_editor(items: list[ActionMenuItem], request: HttpRequest, context: Any) -> None:
    for place, item in enumerate(items):
        if type(item) is SubmitForModerationMenuItem:
            items[place] = SendToEditor(item.order)


@hooks.register("after_move_page")
def report_kept_privacy(request: HttpRequest, page: Page) -> None:
    """Message after a move: the page keeps its privacy settings, and where to change them."""
    if page.view_restrictions.exists():
        messages.info(
            request,
            _(
                "The page's privacy has not changed. To open it to everyone, change its privacy"
                " settings."
            ),
        )


@hooks.register("after_publish_page")
def report_open_points(request: HttpRequest, page: Page) -> None:
    """Message after publishing: open points of the checklist. The page is published all the
    same."""
    if isinstance(page, BasePage):
        points = [point.words for point in checklist.points_of(page) if point.is_open]
        if points:
            messages.warning(request, _("Still to do: %(points)s") % {"points": " ".join(points)})


@hooks.register("register_admin_urls", order=-10)
def imports_with_words() -> list[URLPattern]:
    """In the place of Wagtail's own view: it comes first."""
    return [path("redirects/import/process/", imports.process_import)]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("pasted-blocks/", authoring.pasted_blocks, name="pasted_blocks")]


@hooks.register("construct_admin_api", order=100)
def pictures_by_checked_address(router: WagtailAPIRouter) -> None:
    """Replaces Wagtail's image API endpoint."""
    router.register_endpoint("images", ImagesViewSet)


@hooks.register("register_rich_text_features", order=100)
def link_to_works(features: FeatureRegistry) -> None:
    """Replaces Wagtail's link handlers: rich-text links lead to works, and to open files."""
    features.register_link_type(WorkLinkHandler)
    features.register_link_type(OpenDocumentHandler)
