"""Notices of the state of a language version."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import works
from core.l10n import languages
from core.models import BasePage
from translations import review


def version_notices(page: BasePage) -> SafeString:
    """Notices above a text: machine draft, or only available in another language."""
    is_machine = review.is_machine_draft(page.translation_key, page.language)
    if not is_machine and not page.in_other_language:
        return SafeString("")
    work = works.public(page.translation_key)
    original = work.versions.get(work.original) if work else None
    reader = languages.active()
    context = {
        "language_name": languages.NAMES[page.language],
        "reader": reader,
        "reader_name": languages.NAMES[reader],
        "reader_dir": languages.direction(reader),
        "is_other": page.in_other_language,
        "is_machine": is_machine,
        "original": original if original and original.language != page.language else None,
        "original_name": languages.NAMES[original.language] if original else "",
    }
    return render_to_string("translations/notices.html", context)
