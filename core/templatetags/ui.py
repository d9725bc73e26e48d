"""Tags and filters of the user interface: icons, ornament, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BoundField, widgets
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language_info

from core.l10n import languages, numbers
from core.ui import icons, ornament, outline
from core.ui.sea_map import sea_map as draw_sea_map

register = template.Library()
# Three Latin words or more, with what stands between them.
LATIN_WORDS = re.compile(
    r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[^\w\u0370-\u03ff\u0600-\u06ff«»]+"
    r"[A-Za-z0-9\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*){2,}"
)
register.filter(languages.direction)
register.filter(numbers.duration)
register.filter(numbers.weight)
register.simple_tag(icons.icon)
register.simple_tag(icons.kind_label)
register.simple_tag(outline.outline_lines)

# Inputs whose values are left-to-right Latin text in every language.
LATIN_INPUTS = {"email", "url", "password", "tel", "number"}


@register.simple_tag
def cover(key: UUID | str, kind: str = "", *, spot: str = "") -> SafeString:
    """The generated cover of a work. `spot` keeps ids unique when one work appears twice on a
    page."""
    return mark_safe(ornament.cover(key, kind, spot))  # noqa: S308 drawn by us, the kind is escaped


@register.simple_tag
def band() -> SafeString:
    return mark_safe(ornament.band())  # noqa: S308 drawn by us, no input


@register.simple_tag
def mark() -> SafeString:
    return mark_safe(ornament.mark())  # noqa: S308 drawn by us, no input


@register.simple_tag
def sea_map(places: Iterable[Mapping[str, Any]], label: str) -> SafeString:
    """The dotted map with a numbered marker for each place, in the order of the list."""
    points = [(float(place["lat"]), float(place["lon"])) for place in places]
    return mark_safe(draw_sea_map(points, escape(label)))  # noqa: S308 numbers and an escaped label


@register.simple_tag
def lang_name(code: str) -> SafeString:
    """A language's autonym (its name in itself), with `lang`."""
    info = get_language_info(code)
    name = dict(settings.LANGUAGES).get(code, info["name_local"])
    direction = "rtl" if info["bidi"] else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction, name)


@register.filter
def anchor(text: object) -> str:
    """A fragment identifier for a heading in any script."""
    return slugify(str(text), allow_unicode=True) or "section"


@register.filter
def isolated(text: str) -> SafeString:
    """Wrap each Latin name or title of several words in `<bdi>` where the language has another
    script: in a right-to-left line its words and punctuation stay in order."""
    if languages.active() not in languages.SCRIPTS:
        return SafeString(escape(text))
    parts, at = [], 0
    for match in LATIN_WORDS.finditer(text):
        parts += [escape(text[at : match.start()]), format_html("<bdi>{}</bdi>", match[0])]
        at = match.end()
    return SafeString("".join([*parts, escape(text[at:])]))


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget, with the `dir` that fits its input."""
    widget = field.field.widget
    attributes: dict[str, str | bool] = {}
    if isinstance(widget, widgets.Input | widgets.Textarea) and "dir" not in widget.attrs:
        kind = widget.attrs.get("type") or getattr(widget, "input_type", "text")
        attributes["dir"] = "ltr" if kind in LATIN_INPUTS else "auto"
    return field.as_widget(attrs=attributes)


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is a single checkbox: its label then follows it."""
    return isinstance(field.field.widget, widgets.CheckboxInput)
