"""Works as cards: the typed values that rooms fill, and their smallest parts as HTML.

A card is drawn by `components/card.html`. Rows of results, chips and small facts stand on a page by
the dozen: they are HTML made here, for an include each would cost more than all the rest of the
page. What does not depend on the words of a search is drawn once a publish.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.caching.generation import GenerationCache
from core.l10n import languages
from core.l10n.lists import format_enumeration
from core.ui.covers import cover_html
from core.ui.icons import icon, kind_label
from core.works import Work
from core.works.listings import ListedWork

NOTHING = SafeString("")
# As many languages of a work, or more, are one chip that unfolds.
FOLDED = 2


@dataclass(frozen=True)
class CardFact:
    """A small fact on a card or in a row; `lang` and `dir` where its text is in another language
    than the reader's."""

    text: str
    icon: str = ""
    lang: str = ""
    dir: str = ""

    def html(self) -> SafeString:
        return format_html(
            "<span>{}{}</span>",
            icon(self.icon, small=True) if self.icon else NOTHING,
            format_html('<span lang="{}" dir="{}">{}</span>', self.lang, self.dir, self.text)
            if self.lang
            else self.text,
        )


@dataclass(frozen=True)
class Chip:
    """A short word in a rounded line, mostly a language named in itself; without `url` no link.

    `note` is its state, in words. All of it is plain text, even what calls itself safe: lists of
    chips are cached by what they say.
    """

    text: str
    url: str = ""
    note: str = ""
    lang: str = ""
    dir: str = ""
    is_mine: bool = False
    is_missing: bool = False

    def html(self) -> SafeString:
        classes = "chip" + " chip--mine" * self.is_mine + " chip--none" * self.is_missing
        text = format_html(
            "<span{}>{}</span>{}",
            format_html(' lang="{}" dir="{}"', self.lang, self.dir) if self.lang else NOTHING,
            escape(self.text),
            format_html(" <small>{}</small>", escape(self.note)) if self.note else NOTHING,
        )
        if not self.url:
            return format_html('<span class="{}">{}</span>', classes, text)
        hreflang = format_html(' hreflang="{}"', self.lang) if self.lang else NOTHING
        url = escape(self.url)
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, url, hreflang, text)


@dataclass(frozen=True)
class WorkCard:
    """A work before the click; `lang` and `dir` where its words are not in the reader's language.

    `summary` may be safe HTML, as an excerpt with its matches marked.
    """

    key: UUID | str
    kind: str
    title: str
    url: str
    summary: str = ""
    facts: tuple[CardFact, ...] = ()
    languages: tuple[Chip, ...] = ()
    lang: str = ""
    dir: str = ""
    #: Attributes that say the state of the version shown, for programs.
    said: tuple[tuple[str, str], ...] = ()
    #: How a search found it: "words" or "glossary".
    found: str = ""

    @property
    def attributes(self) -> SafeString:
        """What programs are told of the work in a list of results."""
        found = (("data-found", self.found),) if self.found else ()
        return _attributes(
            ("data-kind", self.kind), ("data-key", str(self.key)), *found, *self.said
        )


@lru_cache(maxsize=2000)
def _attributes(*pairs: tuple[str, str]) -> SafeString:
    return format_html_join("", ' {}="{}"', pairs)


def card_of(entry: ListedWork, facts: Iterable[CardFact] = ()) -> WorkCard:
    """The card of a work in a list. Its languages are shown where it does not have all of them."""
    has_all = len(entry.work.versions) == len(languages.CODES)
    return WorkCard(
        key=entry.work.key,
        kind=entry.work.kind,
        title=entry.page.title,
        url=entry.url,
        summary=entry.page.summary,
        facts=(*facts, *notes_as_facts(note for one in entry.said for note in one.notes)),
        languages=() if has_all else language_chips(entry.work),
        lang=entry.foreign,
        dir=entry.foreign_direction,
        said=tuple(pair for one in entry.said for pair in one.attributes.items()),
    )


def notes_as_facts(notes: Iterable[str]) -> tuple[CardFact, ...]:
    """The state of the version that is shown, in words, as the last of the small facts."""
    words = format_enumeration(list(notes))
    return (CardFact(words, "draft"),) if words else ()


def language_chips(work: Work, notes: Mapping[str, str] | None = None) -> tuple[Chip, ...]:
    """One chip a language, the reader's own first; `notes` by language, as "original"."""
    mine = languages.active()
    codes = sorted(work.languages, key=lambda code: code != mine)
    return tuple(
        language_chip(
            code,
            url=work.versions[code].url,
            note=(notes or {}).get(code, ""),
            is_mine=code == mine,
        )
        for code in codes
    )


def language_chip(
    code: str, *, url: str = "", note: str = "", is_mine: bool = False, is_missing: bool = False
) -> Chip:
    """A language, named in itself."""
    name, direction = languages.NAMES[code], languages.direction(code)
    return Chip(name, url, note, code, direction, is_mine, is_missing)


_chip_lists: GenerationCache[SafeString] = GenerationCache(size=2000)


def chip_list(chips: Iterable[Chip]) -> SafeString:
    """The languages of a work: how many they are, which unfolds to their names."""
    found = tuple(chips)
    return _chip_lists.get((found, languages.active()), lambda: _chip_list(found))


def _chip_list(found: tuple[Chip, ...]) -> SafeString:
    names = format_html(
        '<ul class="chips" aria-label="{}">{}</ul>',
        _("Available languages"),
        format_html_join("", "<li>{}</li>", ((chip.html(),) for chip in found)),
    )
    if len(found) < FOLDED:
        return names
    count = sum(not chip.is_missing for chip in found)
    words = ngettext("Available in %(count)s language", "Available in %(count)s languages", count)
    return format_html(
        '<details class="tongues"><summary class="chip">{}{}</summary>{}</details>',
        icon("language", small=True),
        words % {"count": count},
        names,
    )


_facts_lines: GenerationCache[SafeString] = GenerationCache(size=2000)


def facts_line(items: Iterable[CardFact]) -> SafeString:
    """Small facts in one line."""
    found = tuple(items)
    return _facts_lines.get((found, languages.active()), lambda: _facts_line(found))


def _facts_line(found: tuple[CardFact, ...]) -> SafeString:
    facts = format_html_join("", " {}", ((item.html(),) for item in found))
    return format_html('<p class="meta">{}</p>', facts)


def row_html(row: WorkCard, note: str = "") -> SafeString:
    """A work in a list of results; `note`: a sentence such as "Only in Arabic"."""
    lang = f' lang="{row.lang}" dir="{row.dir}"' if row.lang else ""
    linked = f'{lang} hreflang="{row.lang}"' if row.lang else ""
    summary, said = conditional_escape(row.summary), conditional_escape(note)
    parts = (
        f'<article class="work"{row.attributes}>',
        kind_label(row.kind),
        f'<h3 class="work__title"><a href="{escape(row.url)}"{linked}>',
        conditional_escape(row.title),
        "</a></h3>",
        f'<p class="work__text"{lang}>{summary}</p>' if summary else "",
        facts_line(row.facts) if row.facts else "",
        chip_list(row.languages) if row.languages else "",
        f'<p class="cluster work__note"><span>{said}</span></p>' if said else "",
        f'<div class="face work__face">{cover_html(row.key, row.kind, spot="w")}</div></article>',
    )
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped, or drawn by us
