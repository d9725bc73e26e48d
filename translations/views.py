"""What editors say of a translation; and the glossary, for everybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log
from wagtail.models import Page

from core.l10n import languages
from translations import review
from translations.glossary import page


def mark_checked(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask once, then take the machine-draft label off this version, and log who said so. A version
    that lacks words of its original is not checked, whoever says so."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    missing = review.missing_pieces(page)
    if request.method == "POST" and not missing:
        review.mark_reviewed(key=page.translation_key, locale=page.locale, reviewer=request.user)
        log(instance=page, action="translations.checked")
        messages.success(request, _("Readers no longer see the machine-draft label here."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"page": page, "missing": missing}
    status = 400 if request.method == "POST" else 200
    return render(request, "translations/mark_checked.html", context, status=status)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms, or those that a few words are found in; the same for everybody."""
    language = languages.active()
    asked = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    shown = page.of(language, asked)
    # In the frame: this address in each language (see portal.context_processors).
    request.addresses = {code: page.address(code) for code in languages.CODES}  # type: ignore[attr-defined]
    # Nobody's own words stand on the plain page: see core.caching.page_cache.
    request.may_be_kept = True  # type: ignore[attr-defined]
    context = {
        "asked": asked,
        "groups": shown,
        "count": sum(len(group.terms) for group in shown),
        "plain_url": request.path,
    }
    if not asked:
        context["told_to_machines"] = page.defined_terms(shown)
    return render(request, "translations/glossary.html", context)
