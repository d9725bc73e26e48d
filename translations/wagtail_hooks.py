from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from translations import states, views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("translations/checked/<int:page_id>/", views.mark_checked, name="version_checked")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def checked_button(
    page: Page, user: Any, next_url: str | None = None, view_name: str = "", **kwargs: Any
) -> Iterator[Button]:
    """Beside a machine draft: a way to say that a person has checked it (D9)."""
    language = page.locale.language_code
    if not states.is_machine_draft(page.translation_key, language):
        return
    if page.permissions_for_user(user).can_publish():
        yield Button(
            _("Mark as checked by a person"),
            reverse("version_checked", args=[page.pk]),
            icon_name="check",
            priority=80,
        )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "translations.checked", _("Translation checked"), _("Marked as checked by a person")
    )
