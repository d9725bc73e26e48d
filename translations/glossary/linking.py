"""Auto-links the first mention of each glossary term in a text.

It post-processes a rendered body, once a page, language and generation: the first mention becomes a
link to the glossary, and the meanings of these terms are put below the text, where `term-notes.js`
finds them. The HTML is copied verbatim: only text between tags is changed, and only links are
added.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.rendering import RenderedBlock
from translations.glossary import lookup
from translations.glossary.inflection import pattern_of

KINDS = {"text", "callout"}
# No links inside controls, names, code, headings or non-text.
CLOSED = {
    "a", "button", "label", "summary", "select", "textarea", "option", "script", "style",
    "template", "svg", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
CLOSED_CLASSES = {"notice__title", "hidden"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}  # fmt: skip # noqa: E501

WORDS = '<p data-term="{}"><strong{}>{}</strong><span{}>{}</span></p>'
# Phrasing content only, as it opens inside a paragraph. The class names are those of term-notes.js.
NOTE = (
    '<span class="term-note" role="dialog" tabindex="-1" aria-labelledby="term-name"'
    ' aria-describedby="term-meaning"><span class="cluster"><a href="">{more}</a>'
    '<button class="linkish" type="button">{close}</button></span></span>'
)


@dataclass(frozen=True)
class Finder:
    """All wordings of one language in one pattern, and the entry of each group."""

    pattern: re.Pattern[str]
    entries: tuple[lookup.GlossaryEntry, ...]

    def finds(self, text: str) -> Iterator[tuple[re.Match[str], lookup.GlossaryEntry]]:
        for match in self.pattern.finditer(text):
            yield match, self.entries[(match.lastindex or 1) - 1]


_finders: GenerationCache[Finder | None] = GenerationCache(size=len(languages.CODES) + 4)


def link(blocks: list[RenderedBlock], language: str, reader: str) -> list[RenderedBlock]:
    """Post-process rendered blocks: link and explain the first mention of each term."""
    if not any(one.kind in KINDS for one in blocks):
        return blocks
    finder = _finders.get(language, lambda: finder_of(language))
    if finder is None:
        return blocks
    found: dict[str, lookup.GlossaryEntry] = {}
    done = [
        one._replace(html=link_first_uses(one.html, finder, reader, found))
        if one.kind in KINDS
        else one
        for one in blocks
    ]
    if not found:
        return blocks
    return [*done, RenderedBlock("", "", term_notes(found.values(), language, reader))]


def finder_of(language: str) -> Finder | None:
    """None where the language has no terms to link."""
    words = [
        (text, entry)
        for entry in lookup.all_terms()
        if entry.in_texts and (wording := entry.wordings.get(language)) and wording.meaning
        for text in (wording.text, *wording.others)
    ]
    if not words:
        return None
    # The longest wording wins.
    words.sort(key=lambda pair: -len(pair[0]))
    pattern = pattern_of([text for text, _entry in words], language)
    return Finder(pattern, tuple(entry for _text, entry in words))


def link_first_uses(
    html: str, finder: Finder, reader: str, found: dict[str, lookup.GlossaryEntry]
) -> str:
    """The HTML with links to terms that are not in `found` yet; they are added to it."""
    return Linker(finder, reader, found).read(html)


class Linker(HTMLParser):
    """HTML parser that copies its input verbatim and links terms in its text."""

    def __init__(self, finder: Finder, reader: str, found: dict[str, lookup.GlossaryEntry]) -> None:
        super().__init__(convert_charrefs=False)
        self.finder, self.reader, self.found = finder, reader, found
        self.source, self.lines = "", [0]
        self.out: list[str] = []
        # Text since the last tag: each character, and its source form (it may be an entity).
        self.signs: list[str] = []
        self.written: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def read(self, html: str) -> str:
        """The whole HTML with links; call once."""
        self.source = html
        self.lines += [match.end() for match in re.finditer("\n", html)]
        self.feed(html)
        self.close()
        self.settle()
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.copy(self.get_starttag_text() or "")
        if tag not in VOID:
            classes = set((dict(attrs).get("class") or "").split())
            closed = tag in CLOSED or "lang" in dict(attrs) or bool(classes & CLOSED_CLASSES)
            self.open.append((tag, closed))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.copy(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.copy(f"</{tag}>")
        names = [name for name, _closed in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.signs += data
        self.written += data

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        self.copy(f"<!--{data}-->")

    def reference(self, written: str) -> None:
        """A character written as an entity; one that is several characters is never part of a
        term."""
        line, offset = self.getpos()
        end = self.lines[line - 1] + offset + len(written)
        written += ";" if self.source[end : end + 1] == ";" else ""
        sign = unescape(written)
        self.signs.append(sign if len(sign) == 1 else "\0")
        self.written.append(written)

    def copy(self, written: str) -> None:
        self.settle()
        self.out.append(written)

    def settle(self) -> None:
        """Flush the text since the last tag."""
        if any(closed for _name, closed in self.open):
            self.out += self.written
        elif self.signs:
            self.out += self.explained("".join(self.signs))
        self.signs, self.written = [], []

    def explained(self, text: str) -> Iterator[str]:
        end = 0
        for match, entry in self.finder.finds(text):
            if entry.slug in self.found:
                continue
            self.found[entry.slug] = entry
            yield from self.written[end : match.start()]
            href = lookup.glossary_url(self.reader, entry.slug)
            yield format_html('<a class="term" href="{}">', href)
            yield from self.written[match.start() : match.end()]
            yield "</a>"
            end = match.end()
        yield from self.written[end:]


def term_notes(found: Iterable[lookup.GlossaryEntry], language: str, reader: str) -> str:
    """Meanings of the linked terms, once, below the text: in the reader's language where available.
    Hidden without scripts; the links lead to the glossary then."""
    rows = [
        (entry.slug, (attrs := lang_attrs(one.language, reader)), one.text, attrs, one.meaning)
        for entry in found
        if (one := wording_for(entry, reader))
    ]
    with translation.override(reader):
        close, more = _("Close"), _("More in the glossary")
    return format_html(
        "<term-notes hidden{}><template>{}</template>{}</term-notes>"
        '<script type="module" src="{}"></script>',
        lang_attrs(reader, language),
        format_html(NOTE, more=more, close=close),
        format_html_join("", WORDS, rows),
        static("translations/js/term-notes.js"),
    )


def wording_for(entry: lookup.GlossaryEntry, reader: str) -> lookup.TermWording | None:
    """The wording in the reader's language, if it has a meaning; else one that has."""
    mine = entry.wordings.get(reader)
    if mine and mine.meaning:
        return mine
    return next((one for one in entry.wordings.values() if one.meaning), None)


@lru_cache(maxsize=100)
def lang_attrs(code: str, around: str) -> str:
    """`lang` and `dir` for text in another language than its surroundings."""
    if code == around:
        return ""
    return format_html(' lang="{}" dir="{}"', code, languages.direction(code))
