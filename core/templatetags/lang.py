"""`lang` and `dir` attributes for text in another language than its surroundings."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.l10n import languages
from core.pages.base import BasePage

register = template.Library()


@register.simple_tag
def lang_attrs(page: BasePage) -> SafeString:
    """`lang` and `dir` where this version's language is not the active one."""
    if page.language == languages.active():
        return mark_safe("")
    return format_html('lang="{}" dir="{}"', page.language, page.direction)


@register.simple_tag
def shell_lang_attrs(page: BasePage) -> SafeString:
    """`lang` and `dir` of the active language, for interface text inside a text of another one."""
    code = languages.active()
    if page.language == code:
        return mark_safe("")
    return format_html('lang="{}" dir="{}"', code, languages.direction(code))
