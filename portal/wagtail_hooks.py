"""Wagtail hooks of portal: the onboarding checklist in the admin."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from core import extensions, mail
from core.media import tasks as media_tasks
from core.models import WorkerHeartbeat
from portal import health
from portal.onboarding import steps, views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("first-steps/", views.page, name="first_steps"),
        path("first-steps/operate.md", views.guide, name="operate_guide"),
    ]


class FirstStepsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return steps.is_for(request.user)


@hooks.register("register_admin_menu_item")
def first_steps_item() -> MenuItem:
    return FirstStepsItem(
        _("First steps"),
        reverse("first_steps"),
        name="first-steps",
        icon_name="tasks",
        order=50,
    )


class FirstStepsPanel(Component):
    """Progress of the onboarding checklist on the admin's home, until all is done."""

    name = "first_steps"
    order = 10
    template_name = "first_steps/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        found = steps.all_steps((parent_context or {})["request"].user)
        left = [step for step in found if not step.is_done]
        return {"left": left, "done": len(found) - len(left), "count": len(found)}


@hooks.register("construct_homepage_panels")
def first_steps_panel(request: HttpRequest, panels: list[Component]) -> None:
    if steps.is_for(request.user):
        panels.append(FirstStepsPanel())


class NoticesPanel(Component):
    """What staff have to know just now: that mail is slow, that no worker runs."""

    name = "notices"
    order = 5
    template_name = "frame/notices_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        said = extensions.call(extensions.STAFF_NOTICE, (parent_context or {})["request"])
        return {"notices": [line for line in said if line]}


@hooks.register("construct_homepage_panels")
def notices_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(NoticesPanel())


@hooks.register(extensions.STAFF_NOTICE)
def mail_is_slow(request: HttpRequest) -> str | None:
    minutes = mail.minutes_slow()
    if not minutes:
        return None
    words = ngettext(
        "Emails are delayed: the oldest has been waiting for %(count)s minute.",
        "Emails are delayed: the oldest has been waiting for %(count)s minutes.",
        minutes,
    ) % {"count": minutes}
    reason = (
        str(_("The mail server is not accepting any at the moment.")) if mail.is_refused() else ""
    )
    return f"{words} {reason}".strip()


@hooks.register(extensions.STAFF_NOTICE)
def files_are_missing(request: HttpRequest) -> str | None:
    if not media_tasks.is_waiting():
        return None
    return str(
        _(
            "The file storage is not available: some pictures are missing, and files cannot be"
            " uploaded."
        )
    )


@hooks.register(extensions.STAFF_NOTICE)
def no_worker_runs(request: HttpRequest) -> str | None:
    if WorkerHeartbeat.was_seen_within(health.WORKER_SEEN_WITHIN):
        return None
    return str(
        _(
            "The worker is not running: emails and scheduled pages are waiting. Start it with"
            " manage.py worker."
        )
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        steps.MAIL_TAKEN,
        _("Test email sent"),
        _("The mail server accepted a test email"),
    )
    actions.register_action(
        steps.BACKUP_ARRANGED,
        _("Restore tested"),
        _("Confirmed that a restore was tested"),
    )


@hooks.register("insert_global_admin_css")
def sheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/first-steps.css"))
