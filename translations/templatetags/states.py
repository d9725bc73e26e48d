"""What readers are told about a language version."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core import languages, works
from core.templatetags.works import language_chips
from translations import states

register = template.Library()


@register.inclusion_tag("translations/notices.html")
def version_notices(page: Any) -> dict[str, Any]:
    """Above a text: that it is a machine draft, or that it is only in another language."""
    work = works.public(page.translation_key)
    original = work.versions.get(work.original) if work else None
    return {
        "page": page,
        "language": page.language,
        "language_name": languages.NAMES[page.language],
        "reader": languages.active(),
        "reader_name": languages.NAMES[languages.active()],
        "reader_dir": languages.direction(languages.active()),
        "is_other": page.in_other_language,
        "is_machine": states.is_machine_draft(page.translation_key, page.language),
        "original": original if original and original.language != page.language else None,
        "original_name": languages.NAMES[original.language] if original else "",
    }


@register.simple_tag
def languages_with_states(page: Any) -> list[dict[str, Any]]:
    """The languages of a work with how true each is, in words."""
    work = works.public(page.translation_key)
    if work is None:
        return []
    return language_chips(work, notes_of(work, states.of_work(work.key)))


def notes_of(work: works.Work, reviews: dict[str, str]) -> dict[str, str]:
    """Language to a word or two: original, machine draft. `reviews` as `states.of_work` gives."""
    notes = {code: _("machine draft") for code, review in reviews.items() if review == "machine"}
    if len(work.versions) > 1:
        notes[work.original] = _("original")
    return notes
