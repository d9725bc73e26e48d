"""Parallel text: each paragraph of a translation with its original, collapsed, for readers who ask
for it.

`?beside` on the address of a page: so the page itself weighs what it weighed. What tells the right
answer to a question stands in none of them: its block keeps it from search, and this leaves it
out as well.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import RichTextBlock

from core.l10n import languages
from core.models import BasePage
from core.pages.plain_text import words_of
from core.pages.rendering import RenderedBlock, body_of
from translations import review
from translations.freshness import ledger
from translations.freshness.pieces import END_OF_LINE, pieces_of, plain_words

# A block of paragraphs as it is rendered, marked as behind or not: before them, they, and behind.
PARAGRAPHS = re.compile(r'(.*?<div class="rich">)(.*?)((?:</div>\s*)+)', re.DOTALL)
BODY = "body."

Lines = list[str]


class ParallelOriginal(NamedTuple):
    """The published original, and the line that opens its words."""

    page: BasePage
    summary: SafeString

    def as_details(self, lines: Lines) -> SafeString:
        """Words of the original in a closed `<details>`; nothing for none."""
        if not lines:
            return SafeString("")
        return format_html(
            '<details class="original"><summary>{}</summary>'
            '<div lang="{}" dir="{}">{}</div></details>',
            self.summary,
            self.page.language,
            self.page.direction,
            format_html_join("", "<p>{}</p>", ((line,) for line in lines)),
        )


def original_of(page: BasePage) -> ParallelOriginal | None:
    """The original that the version follows, if it is published."""
    code = original_language(page)
    found = ledger.live_version(page.translation_key, code) if code else None
    if found is None:
        return None
    words = _("The original (<bdi>%(name)s</bdi>)") % {"name": languages.NAMES[code]}
    return ParallelOriginal(found, SafeString(words))


def original_language(page: BasePage) -> str:
    """The language of the published original that a version is a translation of; "" for none."""
    states = review.of_work(page.translation_key)
    if page.language not in states:
        return ""
    codes = [code for code, state in states.items() if state.freshness == review.ORIGINAL]
    return codes[0] if codes and codes[0] != page.language else ""


def head(page: BasePage) -> SafeString:
    """What stands above the text of a version: the original of its title, summary and facts, and
    the way back; without `?beside`, nothing."""
    original = original_of(page)
    if original is None:
        return SafeString("")
    own = field_words(page)
    theirs = field_words(original.page)
    lines = dict.fromkeys(words for path, words in theirs.items() if words != own.get(path))
    details = original.as_details([*lines])
    return SafeString(render_to_string("translations/parallel_text.html", {"details": details}))


def field_words(page: BasePage) -> dict[str, str]:
    """The words of a page that are outside its text."""
    pieces = pieces_of(page).items()
    return {path: one.plain for path, one in pieces if one.is_words and not path.startswith(BODY)}


def with_originals(blocks: list[RenderedBlock], page: BasePage) -> list[RenderedBlock]:
    """The rendered blocks of a version, each paragraph with its original behind it."""
    original = original_of(page)
    if original is None:
        return blocks
    own, theirs = children_of(page), children_of(original.page)
    return [
        one._replace(html=with_original(one.html, own[one.id], theirs[one.id], original))
        if one.html.strip() and one.id in own and one.id in theirs
        else one
        for one in blocks
    ]


def children_of(page: BasePage) -> Mapping[str, Any]:
    return {child.id: child for child in body_of(page) if child.id}


def with_original(html: str, own: Any, theirs: Any, original: ParallelOriginal) -> str:
    """A block with the original of each of its paragraphs, or of all of it where they are not as
    many."""
    parts = PARAGRAPHS.fullmatch(html) if isinstance(theirs.block, RichTextBlock) else None
    if parts is not None:
        mine, wanted = elements(parts[2]), elements(theirs.value.source)
        if len(mine) == len(wanted):
            details = map(original.as_details, map(lines_of, wanted))
            return parts[1] + "".join(map("{}{}".format, mine, details)) + parts[3]
    lines = lines_of_block(theirs)
    return html + original.as_details(lines if lines != lines_of_block(own) else [])


def elements(html: str) -> list[str]:
    """The paragraphs, lists and headings of a text."""
    return [str(one) for one in BeautifulSoup(html, "html.parser") if isinstance(one, Tag)]


def lines_of_block(child: Any) -> Lines:
    return [words for words in words_of(child.block, child.value) if words.strip()]


def lines_of(html: str) -> Lines:
    return [line for line in map(plain_words, END_OF_LINE.split(html)) if line]
