"""Sanitises what translators store, whatever way it comes by.

wagtail-localize checks a piece with a parser that sees a comment where browsers see a tag, and an
override not at all. What is drawn is cleaned once more: see `core.html`.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

from core.html import clean_inline, is_safe_address

# Nothing in it is markup, and no parser writes it otherwise.
PLAIN = re.compile(r"[^<>&\x00-\x1f\x7f-\xa0]*")


def clean_words(words: str) -> str:
    """A translated piece as it may be stored: words, inline marks, and links by their ids."""
    if PLAIN.fullmatch(words):
        return words
    return str(StringValue.from_translated_html(clean_inline(words)).data)


def check_override(value: Any) -> None:
    """Refuse what stands in place of a link, a file or an address, if no link may lead there.

    Raises ValidationError with a sentence for the translator.
    """
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(parts, str):
        if not is_safe_address(parts):
            raise ValidationError(
                _("This is not a valid link. Enter one that begins with https:// or mailto:.")
            )
    elif hasattr(parts, "__iter__"):
        for part in parts:
            check_override(part)
