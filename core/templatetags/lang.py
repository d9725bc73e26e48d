"""Marks for text of another language inside the reader's shell (L-LANG, D2)."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.l10n import languages
from core.pages.base import BasePage

register = template.Library()


@register.simple_tag
def lang_attrs(page: BasePage) -> SafeString:
    """`lang` and `dir` where this version speaks another language than the reader's shell."""
    if page.language == languages.active():
        return mark_safe("")
    return format_html('lang="{}" dir="{}"', page.language, page.direction)


@register.simple_tag
def shell_lang_attrs(page: BasePage) -> SafeString:
    """`lang` and `dir` of the reader's shell, for words of the interface inside another text."""
    code = languages.active()
    if page.language == code:
        return mark_safe("")
    return format_html('lang="{}" dir="{}"', code, languages.direction(code))
