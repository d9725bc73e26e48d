"""What this room adds to the admin, and does when a page is published: see `core.publishing`."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry, Page

from core import extensions
from core.pages.checklist import Point
from courses import editing, personal
from courses.catalogue.tasks import measure_lesson_size
from courses.certificates import views as certificate_views
from courses.certificates.actions import ISSUED_ANEW
from courses.certificates.printable import complaint
from courses.models import Attempt, Certificate, LessonPage
from people.personal_data import PersonalData


@hooks.register(extensions.PRINTED_TEXT)
def why_not_printable(text: str) -> str | None:
    """Certificates are printed in fonts that have few scripts."""
    return complaint(text)


@hooks.register(extensions.PAGE_PUBLISHED, order=20)
def measure_published_lesson(page: Page) -> None:
    """Queue the measurement of a lesson's transfer size, so that no editor waits for it."""
    if isinstance(page, LessonPage):
        measure_lesson_size.enqueue(page.pk)


@hooks.register(extensions.PAGE_CHECKLIST, order=30)
def who_is_inside(page: Page) -> Iterator[Point]:
    return editing.points(page)


hooks.register("before_delete_page", editing.archive_instead_of_deleting)
hooks.register("before_bulk_action", editing.refuse_bulk_deletion)


@hooks.register(extensions.PERSONAL_DATA)
def data_of_learners() -> Iterable[PersonalData]:
    return personal.of_learners()


@hooks.register(extensions.DAILY_CLEANUP)
def delete_outdated_attempts() -> None:
    """Delete attempts that are older than the privacy notice promises, with their answers."""
    Attempt.objects.outdated().delete()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Who may issue a certificate anew: administrators, by `people.roles`."""
    app, _dot, name = certificate_views.CHANGE.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=name)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("reports/certificates/", certificate_views.not_drawn, name="certificates_not_drawn")
    ]


class CertificatesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(certificate_views.CHANGE))


@hooks.register("register_reports_menu_item")
def certificates_item() -> MenuItem:
    return CertificatesItem(
        _("Certificates"),
        reverse("certificates_not_drawn"),
        name="certificates",
        icon_name="warning",
        order=1200,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_model(Certificate, ModelLogEntry)
    actions.register_action(
        ISSUED_ANEW, _("Reissue a certificate"), _("Certificate reissued with the same number")
    )
