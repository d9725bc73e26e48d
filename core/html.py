"""HTML sanitising with an allow-list: parsed as browsers parse it, and only what is known kept.

What a check by pattern takes for a comment a browser may take for a tag, so nothing here looks at
the text before it is parsed (nh3: the HTML5 algorithm).
"""

import re
from typing import Any

import nh3

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What a translated piece may hold; the address of its links stays in the original.
INLINE = {"a", "abbr", "acronym", "b", "br", "code", "em", "i", "strong"}
# What rich text may hold, once its links are addresses.
RICH = INLINE | {
    "blockquote", "dd", "del", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "hr", "kbd", "li", "mark",
    "ol", "p", "q", "s", "small", "sub", "sup", "u", "ul",
}  # fmt: skip
EVERYWHERE = {"lang", "dir", "title"}
RICH_ATTRIBUTES: dict[str, set[str]] = {
    "*": EVERYWHERE,
    "a": {"href", "hreflang", "rel"},
    "ol": {"start", "type"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "h6")},
}

_inline = nh3.Cleaner(tags=INLINE, attributes={"a": {"id"}}, link_rel=None)
_rich = nh3.Cleaner(tags=RICH, attributes=RICH_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
# Browsers leave these out of an address before they read its scheme.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)


def clean_inline(html: str) -> str:
    """The words of one translated piece with their inline marks, and nothing else."""
    return _inline.clean(html)


def clean_rich_text(html: str) -> str:
    """Rich text as readers may be sent it."""
    return _rich.clean(html)


def is_safe_address(address: Any) -> bool:
    """Whether a link may lead there: a path, or an address of web, mail or telephone."""
    scheme = _SCHEME.match(_UNSEEN.sub("", str(address or "")))
    return scheme is None or scheme[1].lower() in SCHEMES
