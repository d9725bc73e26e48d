"""Checks of the editor's checklist: language, summary, alt text, licences, sources."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images.blocks import ImageBlock

from core.blocks import SourcesBlock
from core.blocks.walk import blocks_of, files_of
from core.l10n import languages
from core.l10n.lists import format_enumeration
from core.pages.base import BasePage
from core.pages.checklist import Point

NOT_STATED = ("", "not-stated")


def language(page: BasePage) -> Iterator[Point]:
    """A page has the language of the tree it is in: text in another script reveals a wrong tree."""
    name = languages.NAMES[page.language]
    if is_wrong_script(page.title, page.language):
        yield Point(
            _("The title of this page is not in the script of its language: %(language)s.")
            % {"language": name},
            is_open=True,
        )
    else:
        yield Point(_("Language: %(language)s.") % {"language": name}, is_open=False)


def summary(page: BasePage) -> Iterator[Point]:
    if page.summary.strip():
        yield Point(_("There is a summary."), is_open=False)
    else:
        yield Point(_("There is no summary: cards and search results need one."), is_open=True)


def pictures(page: BasePage) -> Iterator[Point]:
    """Every image has alt text, or is marked as decorative."""
    found = [value for block, value in blocks_of(page) if isinstance(block, ImageBlock) and value]
    if not found:
        return
    mute = [one for one in found if not one.decorative and not one.contextual_alt_text]
    if mute:
        yield Point(
            _("Neither described nor marked as decorative: %(names)s.")
            % {"names": format_enumeration(list(dict.fromkeys(one.title for one in mute)))},
            is_open=True,
            is_required=True,
        )
    else:
        yield Point(_("Each image is described or marked as decorative."), is_open=False)


def licences(page: BasePage) -> Iterator[Point]:
    """Images and documents have a licence."""
    files = files_of(page)
    if not files:
        return
    bare = [one.title for one in files if one.licence in NOT_STATED]
    if bare:
        yield Point(
            _("No licence stated: %(names)s.") % {"names": format_enumeration(bare)}, is_open=True
        )
    else:
        yield Point(_("All images and files have a licence."), is_open=False)


def sources(page: BasePage) -> Iterator[Point]:
    """Pages that state facts have sources."""
    if not page.tells_facts:
        return
    has_block = any(isinstance(block, SourcesBlock) for block, _value in blocks_of(page))
    if has_block or page.source_address:
        yield Point(_("Sources are given."), is_open=False)
    else:
        yield Point(_("It states facts but gives no source: add a “Sources” block."), is_open=True)


def is_wrong_script(text: str, language: str) -> bool:
    """Whether none of the letters is in the language's script; digits and punctuation do not
    count."""
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    script = languages.SCRIPTS.get(language, "LATIN")
    return bool(names) and not any(name.startswith(script) for name in names)


CHECKS = (language, summary, pictures, licences, sources)
