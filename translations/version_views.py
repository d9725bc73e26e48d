"""Views for readers about a language version: what changed in its original; asking for one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale

from core import works
from core.l10n import languages
from core.works.routing import not_found
from translations import review
from translations.freshness import changes as changed
from translations.freshness import ledger
from translations.models import Wish


@require_safe
def changes(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """The passages of a version that its original has left behind: the original then and now. 410
    or 404 where the work is not visible to the user."""
    work = works.seen_by(key, request.user)
    if work is None:
        return not_found(request, key)
    version = work.versions.get(code)
    page = ledger.live_version(key, code) if version else None
    if version is None or page is None:
        raise Http404
    is_public = works.public(key) is not None
    request.is_publicly_cacheable = is_public  # type: ignore[attr-defined]
    original = work.versions.get(work.original)
    context = {
        "version": version,
        "version_name": languages.NAMES[version.language],
        "original": original,
        "original_name": languages.NAMES[work.original],
        "original_code": work.original,
        "original_dir": languages.direction(work.original),
        "state": review.of_work(key).get(code),
        # An original that was withdrawn is shown to nobody, nor what it said.
        "changes": changed.changes_of(page) if original else [],
    }
    return render(request, "translations/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for a work in the active language: one wish a person and work; without an account, by the
    feedback form."""
    language = languages.active()
    work = works.seen_by(key, request.user)
    if work is None:
        return not_found(request, key)
    if language in work.versions:
        return redirect(work.url(language))
    if not request.user.is_authenticated:
        return redirect(feedback_url(work, language))
    if request.method == "POST":
        return wish(request, work, language)
    count = Wish.objects.filter(translation_key=key, locale__language_code=language).count()
    context = {"work": work.link(language), "count": count, "name": languages.NAMES[language]}
    return render(request, "translations/ask.html", context)


def wish(request: HttpRequest, work: works.Work, language: str) -> HttpResponse:
    Wish.objects.get_or_create(
        translation_key=work.key,
        locale=Locale.objects.get(language_code=language),
        person=person_of(request),
    )
    messages.success(request, _("Your request has been counted. The translators will see it."))
    return redirect(work.url(language))


def person_of(request: HttpRequest) -> Any:
    return request.user


def feedback_url(work: works.Work, language: str) -> str:
    """The feedback form with the work filled in."""
    page = f"{work.best(language).title} ({languages.NAMES[language]})"
    return f"{reverse('feedback')}?{urlencode({'about': 'translation', 'page': page})}"
