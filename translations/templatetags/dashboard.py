"""Tags of the dashboard of translations."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.l10n import languages
from translations.dashboard import presenters
from translations.dashboard.matrix import MatrixRow

register = template.Library()
register.simple_tag(presenters.cell_words)


@register.simple_tag
def cell_of(row: MatrixRow, code: str) -> SafeString:
    """The state of a version as a sign and words, leading to its page."""
    cell = row.cells[code]
    return format_html(
        '<a href="{}"><span class="tr-sign" aria-hidden="true">{}</span> {}</a>',
        reverse("translation_of_work", args=[row.key, code]),
        presenters.SIGNS[cell.state],
        presenters.cell_words(cell),
    )


@register.filter
def language_name(code: str) -> str:
    return languages.NAMES[code]
