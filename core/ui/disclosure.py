"""Disclosure without scripts, on narrow screens: a `<details>` switches what follows it.

What follows has the class `switched`. A wide screen has no switch and shows everything; so does
paper. A switched part that an address leads to is shown (`:target`).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from core.l10n import languages
from core.ui.icons import icon as draw_icon

NOTHING = SafeString("")


def render_disclosure(words: str, *, icon: str = "", classes: str = "") -> SafeString:
    """A disclosure: the switch of the element behind it, which has the class `switched`. Its words
    are of the interface, whatever the language of the text around."""
    code = languages.active()
    return format_html(
        '<details class="switch {}" lang="{}" dir="{}"><summary>{}{}</summary></details>',
        classes,
        code,
        languages.direction(code),
        draw_icon(icon, small=True) if icon else NOTHING,
        words,
    )


def show_more(
    loop: Mapping[str, Any], *, after: int, tag: str = "ul", classes: str = ""
) -> SafeString:
    """“Show more”, inside a loop over the items of a list: ends the list after so many items, and
    begins another with the rest, which a narrow screen shows when it is asked. One item alone is
    not folded."""
    rest = loop["revcounter"]
    if loop["counter0"] != after or rest == 1:
        return NOTHING
    words = ngettext("Show %(count)s more", "Show %(count)s more", rest) % {"count": rest}
    return format_html(
        '</{tag}>{switch}<{tag} class="switched {classes}">',
        tag=tag,
        switch=render_disclosure(words, classes="switch--more"),
        classes=classes,
    )
