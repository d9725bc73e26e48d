"""What editors say of a translation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from translations import states


def mark_checked(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask once, then take the machine-draft label off this version, and log who said so."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST":
        states.mark_reviewed(key=page.translation_key, locale=page.locale, reviewer=request.user)
        log(instance=page, action="translations.checked")
        messages.success(request, _("Readers no longer see the machine-draft label here."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "translations/mark_checked.html", {"page": page})
