"""Template tags for the state of a language version."""

from typing import Any

from django import template

from core import works
from core.l10n import languages
from core.templatetags.works import language_chips
from translations import review

register = template.Library()


@register.inclusion_tag("translations/notices.html")
def version_notices(page: Any) -> dict[str, Any]:
    """Notices above a text: machine draft, or only available in another language."""
    work = works.public(page.translation_key)
    original = work.versions.get(work.original) if work else None
    return {
        "language_name": languages.NAMES[page.language],
        "reader": languages.active(),
        "reader_name": languages.NAMES[languages.active()],
        "reader_dir": languages.direction(languages.active()),
        "is_other": page.in_other_language,
        "is_machine": review.is_machine_draft(page.translation_key, page.language),
        "original": original if original and original.language != page.language else None,
        "original_name": languages.NAMES[original.language] if original else "",
    }


@register.simple_tag
def languages_with_states(page: Any) -> list[dict[str, Any]]:
    """Language chips of a work with the review state of each version."""
    work = works.public(page.translation_key)
    if work is None:
        return []
    return language_chips(work, review.notes_of(work, review.of_work(work.key)))
