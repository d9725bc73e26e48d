"""Wagtail hooks of courses: the admin, and derived data at publishing (see `core.publishing`)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry, Page

from core import extensions
from core.pages.checklist import Point
from courses import editor_warnings, personal_data
from courses.catalogue.models import CoursePage, ModulePage
from courses.catalogue.tasks import measure_lesson_size
from courses.certificates import views as certificate_views
from courses.certificates.actions import REINSTATED, REISSUED, REVOKED
from courses.certificates.printable import missing_glyphs_message
from courses.editing import views as editing_views
from courses.models import Attempt, Certificate, LessonPage
from people.models import User
from people.personal_data import PersonalData


@hooks.register(extensions.PRINTED_TEXT)
def why_not_printable(text: str) -> str | None:
    """Certificates are printed in fonts that have few scripts."""
    return missing_glyphs_message(text)


@hooks.register(extensions.PAGE_PUBLISHED, order=20)
def measure_published_lesson(page: Page) -> None:
    """Queue the measurement of a lesson's transfer size, so that no editor waits for it."""
    if isinstance(page, LessonPage):
        measure_lesson_size.enqueue(page.pk)


@hooks.register(extensions.PAGE_CHECKLIST, order=30)
def who_is_inside(page: Page) -> Iterator[Point]:
    return editor_warnings.points(page)


hooks.register("before_delete_page", editor_warnings.archive_instead_of_deleting)
hooks.register("before_bulk_action", editor_warnings.refuse_bulk_deletion)


@hooks.register(extensions.PERSONAL_DATA)
def data_of_learners() -> Iterable[PersonalData]:
    return personal_data.of_learners()


@hooks.register(extensions.DAILY_CLEANUP)
def delete_outdated_attempts() -> None:
    """Delete attempts that are older than the privacy notice promises, with their answers."""
    Attempt.objects.outdated().delete()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Who may reissue a certificate: administrators, by `people.roles`."""
    app, _dot, name = certificate_views.CHANGE.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=name)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path(
            "reports/certificates/",
            certificate_views.not_rendered,
            name="certificates_not_rendered",
        ),
        *editing_views.urls(),
    ]


class NewCourseItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(editing_views.languages_for(request.user))


@hooks.register("register_admin_menu_item")
def new_course_item() -> MenuItem:
    return NewCourseItem(
        _("New course"), reverse("new_course"), name="new-course", icon_name="plus", order=110
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_buttons")
def outline_button(
    page: Page, user: User, next_url: str | None = None, view_name: str = "", **kwargs: Any
) -> Iterator[Button]:
    """The outline, from the course and from whatever stands in it."""
    if isinstance(page, CoursePage | ModulePage | LessonPage):
        yield Button(
            _("Outline of the course"),
            reverse("course_outline", args=[page.pk]),
            icon_name="list-ol",
            priority=15,
        )


class CertificatesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(certificate_views.CHANGE))


@hooks.register("register_reports_menu_item")
def certificates_item() -> MenuItem:
    return CertificatesItem(
        _("Certificates"),
        reverse("certificates_not_rendered"),
        name="certificates",
        icon_name="warning",
        order=1200,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_model(Certificate, ModelLogEntry)
    actions.register_action(
        REISSUED, _("Reissue a certificate"), _("Certificate reissued with the same number")
    )
    actions.register_action(REVOKED, _("Revoke a certificate"), _("Certificate revoked"))
    actions.register_action(REINSTATED, _("Reinstate a certificate"), _("Certificate reinstated"))
