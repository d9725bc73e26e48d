"""Views for a whole branch: publish it with its translations, translate it in one form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale, Page

from core import works
from core.l10n import languages
from core.l10n.lists import format_enumeration
from core.pages import files
from people import roles
from people.http import SignedInRequest
from people.models import User
from people.normalise import bidi_isolate
from translations.branch import entries, preparation, publication, tree
from translations.branch.tasks import publish_branch
from translations.tasks import translate_tree

# More pages than this are left to the worker: nobody waits a minute for an answer.
AT_ONCE = 12
FRONT_DEPTH = 2


def urls() -> list[URLPattern]:
    return [
        path("branch/<int:page_id>/publish/", publish, name="branch_publish"),
        path("branch/<int:page_id>/prepare/<str:code>/", prepare, name="branch_prepare"),
        path("branch/<int:page_id>/translate/<str:code>/", translate, name="branch_translate"),
    ]


def top_of(page_id: int) -> Page:
    """The original of the page at the top of the branch."""
    return works.original_of(get_object_or_404(Page, pk=page_id))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, page_id: int) -> HttpResponse:
    """What there is to publish in the branch, what readers will not see and why; then publish."""
    top = top_of(page_id)
    # A front page stands above the whole portal: never all of that in one go.
    is_alone = "only" in request.GET or top.depth <= FRONT_DEPTH
    rows = tree.rows_of(top, is_alone=is_alone)
    if not any(may_edit(version, request) for row in rows for version in row.versions.values()):
        raise PermissionDenied
    items = publication.items_of(rows, request.user)
    closed = closed_files(rows)
    if request.method == "POST":
        publish_chosen(request, top, items, closed)
        return redirect(request.get_full_path())
    live = {
        version.page.pk for row in rows for version in row.versions.values() if version.page.live
    }
    ready = {item.version.page.pk for item in items if not item.obstacle}
    context = {
        "top": top,
        "items": items,
        "ready_count": len(ready),
        "unseen": publication.unseen_messages(rows, live | ready),
        "closed": [(one, name_of(one), files.may_open(one, request.user)) for one in closed],
        "live_tops": [one for one in rows[0].versions.values() if one.page.live],
        "into": [] if is_alone else offered_languages(request.user, rows[0].language),
    }
    return render(request, "translations/branch/publish.html", context)


def may_edit(version: tree.BranchVersion, request: SignedInRequest) -> bool:
    return bool(version.page.permissions_for_user(request.user).can_edit())


def closed_files(rows: list[tree.BranchRow]) -> list[Any]:
    """Files of the branch that visitors would not see, each once."""
    found = {}
    for row in rows:
        draft = row.original.get_latest_revision_as_object()
        for one in files.closed_files(draft):
            found[(type(one), one.pk)] = one
    return list(found.values())


def name_of(file: Any) -> str:
    """The value of a file's checkbox."""
    return f"{file._meta.model_name}-{file.pk}"


def publish_chosen(
    request: SignedInRequest,
    top: Page,
    items: list[publication.UnpublishedVersion],
    closed: list[Any],
) -> None:
    """Publish what is ticked, and open the files that are."""
    wanted = set(request.POST.getlist("page"))
    opened = set(request.POST.getlist("open"))
    moved = files.make_public([one for one in closed if name_of(one) in opened], request.user)
    if moved:
        messages.success(
            request,
            _("Now public: %(names)s.")
            % {"names": format_enumeration([bidi_isolate(one.title) for one in moved])},
        )
    chosen = [
        item.version for item in items if not item.obstacle and str(item.version.page.pk) in wanted
    ]
    if len(chosen) > AT_ONCE:
        publish_branch.enqueue(top.pk, [one.page.pk for one in chosen], str(request.user.pk))
        messages.info(
            request,
            _("The pages are being published one after another. Reload this page to see how far."),
        )
    elif chosen:
        say(request, publication.publish(chosen, request.user))


def say(request: HttpRequest, done: publication.Outcome) -> None:
    if done.published:
        count = len(done.published)
        words = ngettext("%(count)s page published.", "%(count)s pages published.", count)
        messages.success(request, words % {"count": count})
    for version, reason in done.failed:
        messages.error(
            request,
            _("“%(title)s” (%(language)s) was not published. %(reason)s")
            % {
                "title": bidi_isolate(version.page.get_admin_display_title()),
                "language": bidi_isolate(version.name),
                "reason": reason,
            },
        )


def offered_languages(user: User, original: str) -> list[tuple[str, str]]:
    """Languages that this person translates into from this one, with their names."""
    mine = roles.writable_languages(user) if user.has_perm(roles.TRANSLATE) else set()
    return [
        (code, languages.NAMES[code])
        for code in languages.CODES
        if code in mine and code != original
    ]


def language_of(request: SignedInRequest, top: Page, code: str) -> Locale:
    """The language, where this person translates into it."""
    if code not in languages.CODES:
        raise Http404
    if code not in dict(offered_languages(request.user, top.locale.language_code)):
        raise PermissionDenied
    return Locale.objects.get(language_code=code)


@require_POST
def prepare(request: SignedInRequest, page_id: int, code: str) -> HttpResponse:
    """Give all pages of the branch a version in that language, and lead to the form."""
    top = top_of(page_id)
    locale = language_of(request, top, code)
    rows = tree.rows_of(top)
    missing = sum(code not in row.versions for row in rows)
    if missing > AT_ONCE:
        preparation.prepare_page(top, locale, request.user)
        translate_tree.enqueue(top.pk, [locale.pk], request.user.pk)
        messages.info(
            request,
            _("The drafts are being created one after another. Reload this page to see the rest."),
        )
    else:
        preparation.prepare(top, locale, request.user)
    return redirect("branch_translate", top.pk, code)


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: SignedInRequest, page_id: int, code: str) -> HttpResponse:
    """All entries of the branch side by side; one button saves them."""
    top = top_of(page_id)
    locale = language_of(request, top, code)
    pages = entries.pages_of(top, locale, request.user)
    if request.method == "POST" and entries.take(pages, request.POST, request.user):
        messages.success(request, _("The translation is saved."))
        if "publish" in request.POST:
            return redirect("branch_publish", top.pk)
        return redirect("branch_translate", top.pk, code)
    if request.method == "POST":
        messages.error(request, _("Not everything could be saved: see the messages below."))
    bare = [entry for page in pages for entry in page.entries if not entry.written]
    context = {
        "top": top,
        "pages": pages,
        "has_marks": any(entry.has_marks for page in pages for entry in page.entries),
        "focus": bare[0].name if bare else "",
        "code": code,
        "name": languages.NAMES[code],
        "direction": languages.direction(code),
        "left": len(bare),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "translations/branch/translate.html", context, status=status)
