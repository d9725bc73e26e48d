"""States of versions in words, for the dashboard and its spreadsheet."""

from functools import lru_cache

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.l10n import languages
from core.l10n.lists import format_enumeration
from translations import review
from translations.dashboard.matrix import DRAFT, MISSING, MatrixCell

STATES = (
    MISSING, DRAFT, review.BEHIND, "minor", review.FRESH, review.ORIGINAL,
    "machine", "partly", "checked", "own", "doubt",
)  # fmt: skip
# A sign for each state beside its words: never a colour alone.
SIGNS = {
    review.ORIGINAL: "★", review.FRESH: "●", review.BEHIND: "◐", DRAFT: "◌", MISSING: "–",
}  # fmt: skip


def state_names() -> dict[str, str]:
    return _names(languages.active())


@lru_cache(maxsize=len(languages.CODES))
def _names(language: str) -> dict[str, str]:
    """In the active language, which is this one: a table has some thousand cells."""
    return {
        MISSING: _("missing"),
        DRAFT: _("draft"),
        review.BEHIND: _("not up to date"),
        "minor": _("minor edits"),
        review.FRESH: _("up to date"),
        review.ORIGINAL: _("original"),
        "machine": _("machine draft"),
        "partly": _("partly checked"),
        "checked": _("checked"),
        "own": _("written by a person"),
        "doubt": _("in doubt"),
    }


def state_choices() -> list[tuple[str, str]]:
    names = state_names()
    return [(state, names[state]) for state in STATES]


def cell_words(cell: MatrixCell) -> str:
    """The state of one version in words."""
    names = state_names()
    words = [names[cell.state]]
    if cell.behind_since:
        day = formats.date_format(cell.behind_since, "SHORT_DATE_FORMAT")
        words = [_("not up to date since %(day)s") % {"day": day}]
        count = ngettext("%(count)s passage", "%(count)s passages", cell.passages)
        words.append(count % {"count": cell.passages})
    if cell.review == review.Review.PARTLY:
        numbers = {"checked": cell.checked, "total": cell.pieces}
        words.append(_("checked: %(checked)s of %(total)s") % numbers)
    elif cell.review in {review.Review.MACHINE, review.Review.CHECKED}:
        words.append(names[cell.review])
    if cell.doubts:
        words.append(_("passages in doubt: %(count)s") % {"count": cell.doubts})
    if cell.minor:
        words.append(names["minor"])
    if cell.wishes:
        wishes = _("requests: %(count)s")
        words.append(wishes % {"count": cell.wishes})
    return format_enumeration(words)
