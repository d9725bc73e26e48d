"""Onboarding checklist in the admin."""

from smtplib import SMTPException

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from core.l10n.lists import format_enumeration
from people.models import User
from portal.onboarding import steps
from portal.onboarding.index_pages import create_index_pages
from portal.settings.env import ROOT

GUIDE = ROOT / "docs" / "operate.md"


def check(request: HttpRequest) -> User:
    """Require an administrator. Raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User) or not steps.is_for(request.user):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The steps, with their buttons."""
    user = check(request)
    if request.method == "POST":
        answer = ANSWERS.get(request.POST.get("do", ""))
        if answer:
            answer(request, user)
        return redirect("first_steps")
    found = steps.all_steps(user)
    context = {"steps": found, "done": sum(step.is_done for step in found)}
    return render(request, "first_steps/page.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The operations guide, as it is in the repository."""
    check(request)
    return HttpResponse(GUIDE.read_text("utf-8"), content_type="text/plain; charset=utf-8")


def create_drafts(request: HttpRequest, user: User) -> None:
    report_created(request, create_index_pages(user=user, live=False))


def create_live(request: HttpRequest, user: User) -> None:
    report_created(request, create_index_pages(user=user, live=True))


def report_created(request: HttpRequest, names: list[str]) -> None:
    if names:
        words = _("Created: %(names)s. The other languages will follow shortly.")
        messages.success(request, words % {"names": format_enumeration(names)})
    else:
        messages.info(request, _("All sections already existed."))


def test_mail(request: HttpRequest, user: User) -> None:
    try:
        steps.send_test_mail(user)
    except (OSError, SMTPException) as error:
        messages.error(
            request,
            _(
                "The email was not sent. The mail server, or the connection to it, reported:"
                " %(error)s"
            )
            % {"error": str(error) or type(error).__name__},
        )
        return
    if steps.is_mail_kept_here():
        words = _(
            "The email to %(address)s was written to a file on this machine; nothing was sent."
        )
    else:
        words = _("The mail server accepted the email to %(address)s. Check that it arrives.")
    messages.success(request, words % {"address": user.email})


def backup_arranged(request: HttpRequest, user: User) -> None:
    log(instance=user, action=steps.BACKUP_ARRANGED, user=user)


ANSWERS = {
    "index-pages-as-drafts": create_drafts,
    "index-pages-live": create_live,
    "mail": test_mail,
    "backup": backup_arranged,
}
