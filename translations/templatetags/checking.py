"""Tags of the page on which a translation is checked."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from translations.checking.passages import Editable, Passage

register = template.Library()


@register.simple_tag
def verdict(name: str) -> str:
    """What was said of a passage, in a word."""
    words = {
        "right": _("right"),
        "mended": _("corrected"),
        "doubt": _("not sure"),
        "machine": _("rewritten by a machine"),
    }
    return words.get(name, "")


@register.simple_tag
def note_of(passage: Passage, person: Any) -> str:
    """What this person has written to the editor about a passage."""
    return next((one.note for one in passage.doubts if one.person_id == person.pk), "")


@register.filter
def typed_or(typed: Any, one: Editable) -> str:
    """What was typed for a string, else the words that stand there."""
    words = typed.get(one.segment_id) if isinstance(typed, dict) else None
    return one.words if words is None else words
