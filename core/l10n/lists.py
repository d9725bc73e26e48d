"""Localised lists: "a, b and c"."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import pgettext


def format_list(items: Sequence[str]) -> str:
    """The items as "a, b and c" in the active language; "" for no items."""
    if not items:
        return ""
    *most, last = items
    if not most:
        return last
    return pgettext("list", "%(items)s and %(item)s") % {
        "items": format_enumeration(most),
        "item": last,
    }


def format_enumeration(items: Sequence[str]) -> str:
    """The items as "a, b, c", with the comma of the active language."""
    if not items:
        return ""
    together = items[0]
    for _before, item in pairwise(items):
        together = pgettext("list", "%(items)s, %(item)s") % {"items": together, "item": item}
    return together
