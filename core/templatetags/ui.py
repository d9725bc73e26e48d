"""Tags and filters of the user interface: icons, ornament, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, widgets
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language_info

from core.l10n import guesses, languages, numbers
from core.ui import covers, disclosure, icons, ornament, outline_lines
from core.ui.labels import short_place_name
from core.ui.local_map import render_local_map
from core.ui.sea_map import render_sea_map

register = template.Library()
# Three Latin words or more, with what stands between them.
LATIN_WORDS = re.compile(
    r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[^\w\u0370-\u03ff\u0600-\u06ff«»]+"
    r"[A-Za-z0-9\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]*){2,}"
)
# What stands between quotation marks.
QUOTED = re.compile(r"(?:(?<=[«“])|(?<=«\s))[^\s«»“”][^«»“”]*?(?=\s?[»”])")
register.filter(languages.direction)
register.filter("duration", numbers.format_duration)
register.filter("file_size", numbers.format_file_size)
register.simple_tag(covers.cover_html, name="cover")
register.simple_tag(icons.icon)
register.simple_tag(icons.kind_label)
register.simple_tag(outline_lines.render_outline_lines, name="outline_lines")
register.simple_tag(disclosure.render_disclosure, name="disclosure")
register.simple_tag(disclosure.show_more)

# Inputs whose values are left-to-right Latin text in every language.
LATIN_INPUTS = {"email", "url", "password", "tel", "number"}


@register.simple_tag
def band() -> SafeString:
    return mark_safe(ornament.render_band())  # noqa: S308 drawn by us, no input


@register.simple_tag
def mark() -> SafeString:
    return mark_safe(ornament.mark())  # noqa: S308 drawn by us, no input


@register.simple_tag
def sea_map(places: Iterable[Mapping[str, Any]], label: str) -> SafeString:
    """The dotted map with a numbered marker for each place, in the order of the list."""
    found = list(places)
    points = [(float(place["lat"]), float(place["lon"])) for place in found]
    names = [short_place_name(str(place.get("place", ""))) for place in found]
    drawing = render_sea_map(points, escape(label), names)
    return mark_safe(drawing)  # noqa: S308 numbers, and escaped words


@register.simple_tag
def local_map(points: Sequence[Mapping[str, Any]], place: str, label: str) -> SafeString:
    """The map of the surroundings of the first point, which is that place."""
    here = points[0]
    drawing = render_local_map(float(here["lat"]), float(here["lon"]), place, label)
    return mark_safe(drawing)  # noqa: S308 drawn by us, words are escaped


@register.filter
def in_ascii(text: object) -> SafeString:
    """Escaped, all but ASCII as character references: for what stands before the declaration of the
    encoding."""
    references = escape(str(text)).encode("ascii", "xmlcharrefreplace")
    return mark_safe(references.decode("ascii"))  # noqa: S308 escaped


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
    """Wrap titles of another language in `<bdi>`, with `lang` where it can be told: what is quoted,
    and, where the language has another script, each Latin name or title of several words. In a
    right-to-left line their words and punctuation stay in order."""
    active = languages.active()
    has_script = active in languages.SCRIPTS
    parts, at = [], 0
    for match in (LATIN_WORDS if has_script else QUOTED).finditer(text):
        code = guesses.language_of(match[0])
        if has_script or code not in ("", active):
            parts += [escape(text[at : match.start()]), in_its_language(match[0], code)]
            at = match.end()
    return SafeString("".join([*parts, escape(text[at:])]))


def in_its_language(words: str, code: str) -> SafeString:
    if not code:
        return format_html("<bdi>{}</bdi>", words)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, languages.direction(code), words)


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
