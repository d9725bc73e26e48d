"""In the admin: certificates that cannot be printed and how to repair them; revoking one."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import SiteIdentity
from core.pages.identity import PRINTED
from courses.catalogue.models import CoursePage
from courses.certificates import actions
from courses.certificates.codes import normalise_number
from courses.certificates.models import Certificate
from courses.certificates.printable import missing_glyphs, missing_glyphs_message
from people.http import SignedInRequest

CHANGE = "courses.change_certificate"


@dataclass(frozen=True)
class Obstacle:
    """A current text with which no certificate can be printed."""

    title: str
    text: str
    complaint: str
    url: str


@permission_required(CHANGE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def not_rendered(request: SignedInRequest) -> HttpResponse:
    """What cannot be printed: frozen records, and texts that would stop the next one; and what was
    revoked."""
    if request.method == "POST":
        change(request)
        return redirect("certificates_not_rendered")
    context = {
        "obstacles": obstacles(),
        "certificates": certificates_not_rendered(),
        "revoked": Certificate.objects.exclude(revoked_on=None).order_by("-revoked_on", "-pk"),
    }
    return render(request, "courses/certificates_not_rendered.html", context)


def change(request: SignedInRequest) -> None:
    """Revoke by the number, as it was typed; reinstate or reissue by the record."""
    if "number" in request.POST:
        revoke(request, request.POST["number"])
    elif "reinstate" in request.POST:
        certificate = get_object_or_404(Certificate, pk=request.POST["reinstate"] or None)
        actions.reinstate(certificate=certificate, user=request.user)
        words = _("Certificate %(number)s is valid again.")
        messages.success(request, words % {"number": certificate.number})
    else:
        pk = request.POST.get("certificate") or None
        reissue(request, get_object_or_404(Certificate, pk=pk))


def revoke(request: SignedInRequest, typed: str) -> None:
    certificate = Certificate.objects.filter(number=normalise_number(typed)).first()
    if certificate is None:
        words = _("No certificate has the number “%(number)s”. Check it on the certificate.")
        messages.error(request, words % {"number": typed})
        return
    actions.revoke(certificate=certificate, user=request.user)
    words = _("Certificate %(number)s has been revoked.")
    messages.success(request, words % {"number": certificate.number})


def reissue(request: SignedInRequest, certificate: Certificate) -> None:
    """Reissue a certificate, with a message about the outcome."""
    named = {"number": certificate.number}
    try:
        actions.reissue(certificate=certificate, user=request.user)
    except actions.StillRenders:
        words = _("Certificate %(number)s can be printed, so it was not reissued.")
        messages.info(request, words % named)
    except actions.CourseGone:
        words = _("The course of certificate %(number)s is not published. Publish it first.")
        messages.error(request, words % named)
    except actions.NotRendered:
        words = _("Certificate %(number)s still cannot be printed. Correct the texts first.")
        messages.error(request, words % named)
    else:
        words = _("Certificate %(number)s has been reissued with the same number and code.")
        messages.success(request, words % named)


def certificates_not_rendered() -> list[tuple[Certificate, str]]:
    """Records whose PDF cannot be rendered, each with the reason. Only those with a doubtful
    character are rendered to find out."""
    records = list(Certificate.objects.order_by("-issued_on", "-pk"))
    signs = {sign for record in records for sign in actions.printed_text(record)}
    doubtful = set("".join(missing_glyphs(" ".join(sorted(signs)))))
    found = [one for one in records if doubtful.intersection(actions.printed_text(one))]
    return [
        (one, missing_glyphs_message(actions.printed_text(one)) or why)
        for one in found
        if (why := actions.why_not_rendered(one))
    ]


def obstacles() -> list[Obstacle]:
    """Current texts that contain what cannot be printed."""
    found = [
        Obstacle(str(identity), getattr(identity, name), said, edit_address(identity))
        for identity in SiteIdentity.objects.all()
        for name in PRINTED
        if (said := missing_glyphs_message(getattr(identity, name)))
    ]
    for page in CoursePage.objects.filter(live=True):
        if said := missing_glyphs_message(page.title):
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            found.append(Obstacle(str(_("Course title")), page.title, said, url))
    return found


def edit_address(identity: SiteIdentity) -> str:
    return reverse("wagtailsnippets_core_siteidentity:edit", args=[identity.pk])
