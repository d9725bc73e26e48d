"""Editor's checklist: state of a work's translations."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core import works
from core.l10n import languages
from core.l10n.lists import format_enumeration
from core.models import BasePage
from core.pages.checklist import Point
from translations import review


def points(page: BasePage) -> Iterator[Point]:
    """Machine drafts of the work, and translations that are behind its published text."""
    states = review.of_work(page.translation_key)
    drafts = [code for code, state in states.items() if state.is_draft]
    if page.language in drafts:
        yield Point(
            _(
                "Readers are told that this is a machine draft. Mark it as checked once someone"
                " has checked it."
            ),
            is_open=True,
        )
    others = [code for code in drafts if code != page.language]
    if others:
        yield Point(
            _("Machine drafts: %(languages)s.") % {"languages": names(others)}, is_open=True
        )
    if works.original_language(page.translation_key) != page.language or len(states) < 2:
        return
    behind = [code for code, state in states.items() if state.freshness == review.BEHIND]
    if behind:
        yield Point(
            _("Translations out of date: %(languages)s.") % {"languages": names(behind)},
            is_open=True,
        )
    else:
        yield Point(_("The translations are up to date."), is_open=False)


def names(codes: list[str]) -> str:
    return format_enumeration([languages.NAMES[code] for code in languages.CODES if code in codes])
