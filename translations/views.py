"""Views: marking a translation as checked, and the public glossary."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log
from wagtail.models import Page

from core.l10n import languages
from people.http import SignedInRequest
from translations import review
from translations.glossary import page


def mark_checked(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Confirm, then remove the machine-draft label of this version, and log who did. A version with
    missing segments is refused."""
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
    """All terms, or those that match a few words; the same for everybody."""
    language = languages.active()
    asked = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    shown = page.listed_terms(language, asked)
    # hreflang links and language switcher (see portal.context_processors).
    request.addresses = {code: page.glossary_url(code) for code in languages.CODES}  # type: ignore[attr-defined]
    # The plain page contains nothing of the user: see core.caching.page_cache.
    request.is_publicly_cacheable = True  # type: ignore[attr-defined]
    context = {
        "asked": asked,
        "groups": shown,
        "count": sum(len(group.terms) for group in shown),
        "plain_url": request.path,
    }
    if not asked:
        context["structured_data"] = page.defined_terms(shown)
    return render(request, "translations/glossary.html", context)
