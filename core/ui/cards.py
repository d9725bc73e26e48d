"""Works as cards: the typed values that rooms fill, and their smallest parts as HTML.

A card is drawn by `components/card.html` or `components/work_row.html`. Chips and small facts
stand on it by the dozen: they are HTML made here, for an include each would cost more than all
the rest of the card. The languages of a work are drawn once a publish.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.caching.generation import GenerationCache
from core.l10n import languages
from core.l10n.lists import enumerated
from core.ui.icons import icon
from core.works import Work
from core.works.listings import ListedWork

NOTHING = SafeString("")
# As many languages of a work, or more, are one chip that unfolds.
FOLDED = 2


@dataclass(frozen=True)
class Meta:
    """A small fact; `lang` and `dir` where its text is in another language than the reader's."""

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
    meta: tuple[Meta, ...] = ()
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
        pairs = (("data-kind", self.kind), ("data-key", self.key), *found, *self.said)
        return format_html_join("", ' {}="{}"', pairs)


def card_of(entry: ListedWork, meta: Iterable[Meta] = ()) -> WorkCard:
    """The card of a work in a list. Its languages are shown where it does not have all of them."""
    has_all = len(entry.work.versions) == len(languages.CODES)
    return WorkCard(
        key=entry.work.key,
        kind=entry.work.kind,
        title=entry.page.title,
        url=entry.url,
        summary=entry.page.summary,
        meta=(*meta, *notes_as_meta(note for one in entry.said for note in one.notes)),
        languages=() if has_all else language_chips(entry.work),
        lang=entry.foreign,
        dir=entry.foreign_direction,
        said=tuple(pair for one in entry.said for pair in one.attributes.items()),
    )


def notes_as_meta(notes: Iterable[str]) -> tuple[Meta, ...]:
    """The state of the version that is shown, in words, as the last of the small facts."""
    words = enumerated(list(notes))
    return (Meta(words, "draft"),) if words else ()


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


def meta_line(items: Iterable[Meta]) -> SafeString:
    """Small facts in one line."""
    facts = format_html_join("", " {}", ((item.html(),) for item in items))
    return format_html('<p class="meta">{}</p>', facts)
