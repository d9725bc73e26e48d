"""Views of the admin: the dashboard of translations, and one version with what waits there."""

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.models import Locale

from core.admin.spreadsheets import BOM, escape_formula
from core.http import content_disposition
from core.l10n import languages
from core.works import kinds
from people.http import SignedInRequest
from people.models import User
from translations import originals, review
from translations.checking.passages import passages_of
from translations.dashboard import actions, matrix
from translations.dashboard.presenters import STATES, cell_words, state_choices
from translations.freshness import changes, ledger
from translations.freshness.earlier_wordings import kept_words
from translations.models import Following
from translations.permissions import is_editor, languages_of

LONGEST_NOTE = 500


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    """The queue, three lists, and works by languages; `format=csv` for a spreadsheet."""
    mine = languages_of(request.user)
    if not mine:
        raise PermissionDenied
    rows = matrix.read_matrix()
    language = known_value(request.GET.get("language", ""), languages.CODES)
    state = known_value(request.GET.get("state", ""), STATES)
    kind = known_value(request.GET.get("kind", ""), kinds.KINDS)
    shown = matrix.filter_rows(rows, language=language, state=state, kind=kind)
    codes = [language] if language else languages.CODES
    if request.GET.get("format") == "csv":
        return as_csv(shown, codes)
    found = matrix.cells_of_languages(rows, [code for code in codes if code in mine])
    queue = matrix.queue_of(request.user, found)
    context = {
        "queue": queue[: matrix.LONGEST_QUEUE],
        "left_over": max(len(queue) - matrix.LONGEST_QUEUE, 0),
        "hurting": matrix.harmful_cells(found),
        "almost_done": matrix.almost_done(found),
        "unchecked": matrix.unchecked_cells(found),
        "rows": shown,
        "codes": [(code, languages.NAMES[code]) for code in codes],
        "languages": list(languages.NAMES.items()),
        "states": state_choices(),
        "kinds": [(one, kinds.name(one)) for one in kinds.KINDS],
        "language": language,
        "state": state,
        "kind": kind,
        "query": request.GET.urlencode(),
    }
    return render(request, "translations/dashboard.html", context)


def known_value(value: str, values: Any) -> str:
    """The value, if it is one of these; else ""."""
    return value if value in values else ""


def as_csv(rows: list[matrix.MatrixRow], codes: list[str]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition(_("Translations"), "csv")
    response.write(BOM)
    writer = csv.writer(response)
    names = [languages.NAMES[code] for code in codes]
    writer.writerow([_("Title"), _("Type of content"), _("Original"), *names])
    for row in rows:
        cells = [cell_words(row.cells[code]) for code in codes]
        first = [row.title, kinds.name(row.kind), languages.NAMES[row.original]]
        writer.writerow([escape_formula(one) for one in [*first, *cells]])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: SignedInRequest, key: UUID, code: str) -> HttpResponse:
    """One version: changes of its original, what people did about them, its earlier wordings."""
    if code not in languages_of(request.user):
        raise PermissionDenied
    row = next((row for row in matrix.read_matrix() if row.key == key), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        act(request, row, code)
        return redirect("translation_of_work", key, code)
    page = ledger.live_version(key, code)
    locale = get_object_or_404(Locale, language_code=code)
    context = {
        "row": row,
        "cell": row.cells[code],
        "code": code,
        "direction": languages.direction(code),
        "original_dir": languages.direction(row.original),
        "name": languages.NAMES[code],
        "page": page,
        "changes": changes.changes_of(page, with_minor=True) if page else [],
        "missing": review.missing_pieces(page) if page else [],
        "doubted": [one for one in passages_of(page) if one.doubts] if page else [],
        "log": Following.objects.filter(translation_key=key, locale=locale).select_related(
            "person"
        )[: matrix.LONGEST_LIST],
        "earlier_wordings": kept_words(key, locale.pk),
        "translators": actions.translators_of(code),
        "may_assign": is_editor(request.user),
        "may_be_original": bool(
            page
            and code != row.original
            and is_editor(request.user)
            and page.permissions_for_user(request.user).can_publish()
        ),
        "may_confirm": bool(page and page.permissions_for_user(request.user).can_edit()),
    }
    return render(request, "translations/version.html", context)


def act(request: SignedInRequest, row: matrix.MatrixRow, code: str) -> None:
    """One of the buttons of the page of a version."""
    data = request.POST
    if "confirm" in data:
        confirm(request, row, code)
    elif "undo" in data:
        undo(request, row, code)
    elif "assign" in data:
        assign(request, row, code)
    elif "original" in data:
        change_original(request, row, code)


def change_original(request: SignedInRequest, row: matrix.MatrixRow, code: str) -> None:
    """This version becomes the original: for editors who may publish all versions."""
    page = ledger.live_version(row.key, code)
    if page is None or not is_editor(request.user):
        raise PermissionDenied
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    originals.make_original(page, person=request.user)
    log(instance=page, action="translations.original")
    messages.success(request, _("This version is now the original, and the others follow it."))


def confirm(request: SignedInRequest, row: matrix.MatrixRow, code: str) -> None:
    """ "Checked, still right": of the whole version, or of one path."""
    page = ledger.live_version(row.key, code)
    if page is None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    path = request.POST["confirm"]
    done = ledger.confirm(
        key=row.key, locale=page.locale, person=request.user, paths=[path] if path else None
    )
    if done is not None:
        log(instance=page, action="translations.confirmed")
        messages.success(request, _("Confirmed: this translation is still right."))


def undo(request: SignedInRequest, row: matrix.MatrixRow, code: str) -> None:
    page = ledger.live_version(row.key, code)
    if page is None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    kept = get_object_or_404(
        Following, pk=request.POST["undo"], translation_key=row.key, locale_id=page.locale_id
    )
    ledger.undo_confirmation(kept)
    log(instance=page, action="translations.unconfirmed")
    messages.success(request, _("Undone."))


def assign(request: SignedInRequest, row: matrix.MatrixRow, code: str) -> None:
    if not is_editor(request.user):
        raise PermissionDenied
    who = request.POST["assign"]
    if not who:
        actions.unassign(row=row, code=code)
        messages.success(request, _("The assignment was removed."))
        return
    translator = get_object_or_404(User, pk=who)
    if translator not in actions.translators_of(code):
        raise PermissionDenied
    actions.assign(
        row=row,
        code=code,
        translator=translator,
        note=request.POST.get("note", "")[:LONGEST_NOTE],
        by=request.user,
    )
    messages.success(request, _("Assigned. The translator is told by email."))
