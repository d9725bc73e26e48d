"""Presenters: search results as templates need them (rows, facets, chips, links)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from core.l10n import collation, countries, languages
from core.l10n.lists import enumerated, listed
from core.pages.topics import labels_by_slug
from core.ui.cards import NOTHING, Chip, Meta, WorkCard, language_chip, notes_as_meta
from core.works import kinds
from search.analysis import fold
from search.engines.base import NEWEST, RELEVANCE, TITLE, Counts
from search.library import Hit
from search.params import COUNTRY, FACETS, KIND, LANGUAGE, TOPIC, YEAR, SearchParams
from search.sources import EDITORS, GLOSSARY, TITLES, WORDS, Carried
from translations.glossary import lookup
from translations.glossary.lookup import GlossaryEntry

MAX_COUNTRIES = 3
# What programs are told of the source.
FOUND_BY = {EDITORS: WORDS, TITLES: GLOSSARY}


@dataclass(frozen=True)
class Option:
    """A facet value, with the number of works it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]

    @property
    def items(self) -> SafeString:
        """Its options as list items. HTML made here: a page has some sixty of them, and a template
        would take longer over them than over all the rest."""
        return format_html_join(
            "\n",
            '<li><label class="check"> <input type="checkbox" name="{}" value="{}"{}>'
            ' <span{}>{}</span> <span class="num">{}</span> </label></li>',
            (self._item(option) for option in self.options),
        )

    def _item(self, one: Option) -> tuple[object, ...]:
        checked = SafeString(" checked" if one.is_chosen else "")
        lang = format_html(' lang="{}" dir="{}"', one.lang, one.dir) if one.lang else NOTHING
        return self.name, one.value, checked, lang, one.label, one.count


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    is_current: bool = False
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class Row(WorkCard):
    """A work in the list, with what must be said of its languages."""

    note: str = ""


@dataclass(frozen=True)
class TermCard:
    """The glossary term that a query is; `lang` and `dir` where it is in another language."""

    text: str
    meaning: str
    url: str
    lang: str = ""
    dir: str = ""


def term_card(entry: GlossaryEntry | None, language: str) -> TermCard | None:
    term = entry.best(language) if entry else None
    if entry is None or term is None:
        return None
    is_foreign = term.language != language
    return TermCard(
        term.text,
        term.meaning,
        lookup.address(language, entry.slug),
        term.language if is_foreign else "",
        languages.direction(term.language) if is_foreign else "",
    )


def facets(asked: SearchParams, counts: Counts) -> list[Facet]:
    """The facets that would change the list, or already do; in the page's order."""
    titles = {
        KIND: _("Type of content"),
        TOPIC: _("Topic"),
        COUNTRY: _("Country"),
        LANGUAGE: _("Languages I read"),
        YEAR: _("Year"),
    }
    found = [Facet(name, titles[name], options(name, asked, counts)) for name in FACETS]
    return [facet for facet in found if changes(facet, counts.total)]


def changes(facet: Facet, total: int) -> bool:
    return any(option.is_chosen or option.count != total for option in facet.options)


def options(name: str, asked: SearchParams, counts: Counts) -> list[Option]:
    """Values that leave something, and selected ones whatever they leave."""
    chosen = asked.filters.get(name, ())
    numbers = dict(counts.facets.get(name, {}))
    values = [*numbers, *(value for value in chosen if value not in numbers)]
    made = [option(name, value, numbers.get(value, 0), value in chosen) for value in values]
    return sorted(made, key=ORDERS[name])


ORDERS: dict[str, Callable[[Option], Any]] = {
    KIND: lambda one: kinds.KINDS.index(one.value),
    TOPIC: lambda one: (-one.count, fold(one.label)),
    COUNTRY: lambda one: collation.order(one.label, languages.active()),
    LANGUAGE: lambda one: languages.CODES.index(one.value),
    YEAR: lambda one: -int(one.value),
}


def option(name: str, value: str, count: int, is_chosen: bool) -> Option:
    if name != LANGUAGE:
        return Option(value, label(name, value), count, is_chosen)
    return Option(
        value, label(name, value), count, is_chosen, lang=value, dir=languages.direction(value)
    )


def label(name: str, value: str) -> str:
    """The reader's name of a facet value; a language, in itself."""
    if name == KIND:
        return kinds.name(value)
    if name == COUNTRY:
        return countries.name(value)
    if name == LANGUAGE:
        return languages.NAMES[value]
    if name == TOPIC:
        return in_language(labels_by_slug().get(value, {}), languages.active()) or value
    return value


def in_language(labels: Mapping[str, str], language: str) -> str:
    """A topic's label for this reader, else in the default language; may be empty."""
    return labels.get(language) or labels.get(languages.CODES[0]) or ""


def chips(asked: SearchParams, here: str) -> list[Link]:
    """Active filters, each with a link that removes it."""
    return [
        Link(one.label, asked.without(name, one.value).url(here), lang=one.lang, dir=one.dir)
        for name in FACETS
        for one in (option(name, value, 0, True) for value in asked.filters.get(name, ()))
    ]


def orders(asked: SearchParams, here: str) -> list[Link]:
    """Sort orders. There is no relevance without words."""
    names = {RELEVANCE: _("Best match"), NEWEST: _("Newest"), TITLE: _("Title")}
    if not asked.q:
        del names[RELEVANCE]
    current = NEWEST if asked.sort == RELEVANCE and not asked.q else asked.sort
    return [
        Link(text, asked.sorted_by(sort).url(here), is_current=sort == current)
        for sort, text in names.items()
    ]


def hidden_fields(asked: SearchParams, names: Iterable[str]) -> list[tuple[str, str]]:
    """Hidden fields: parameters that a form must carry along."""
    pairs = [("q", asked.q)] if "q" in names and asked.q else []
    pairs += [(str(name), one) for name in names for one in asked.filters.get(name, ())]
    return pairs + ([("sort", asked.sort)] if asked.sort != RELEVANCE else [])


def row(hit: Hit, language: str, carried: Sequence[Carried] = ()) -> Row:
    """The row of one result."""
    version = hit.version
    is_best = version == hit.work.best(language)
    is_foreign = version.language != language
    url = hit.work.url(language) if is_best else version.url
    return Row(
        key=hit.work.key,
        kind=hit.work.kind,
        title=hit.title,
        url=url,
        summary=hit.excerpt if hit.excerpt_is_shown else hit.summary,
        meta=tuple(meta(hit, language, url)),
        languages=tuple(chips_of(hit, language)),
        lang=version.language if is_foreign else "",
        dir=version.direction if is_foreign else "",
        note=note(hit, language, carried),
        found=FOUND_BY.get(hit.source, hit.source),
        said=tuple(hit.state.attributes.items()) if hit.state else (),
    )


def meta(hit: Hit, language: str, url: str) -> Iterator[Meta]:
    """Facts of a result: the section found, parent work, countries, year, matching topic."""
    if hit.part:
        yield Meta(section_link(hit, url), "link")
    if hit.whole:
        whole = hit.whole.best(language)
        link = format_html(
            '<a href="{}" lang="{}" dir="{}">{}</a>',
            hit.whole.url(language),
            whole.language,
            whole.direction,
            whole.title,
        )
        yield Meta(link, hit.whole.kind)
    names = countries.names(hit.countries)
    if len(names) > MAX_COUNTRIES:
        count = ngettext("%(count)s country", "%(count)s countries", len(names))
        names = [count % {"count": len(names)}]
    yield from (Meta(name, "" if place else "place") for place, name in enumerate(names))
    yield from (Meta(year) for year in hit.years)
    for labels in hit.found_by_topics:
        yield Meta(in_language(labels, language), "star")
    if has_all(hit):
        yield Meta(_("In all six languages"), "language")
    yield from notes_as_meta(hit.state.notes if hit.state else ())


def section_link(hit: Hit, url: str) -> SafeString:
    """The section that holds the words, by its heading."""
    assert hit.part is not None  # noqa: S101 - the caller has asked
    return format_html(
        '<a href="{}{}" lang="{}" dir="{}">{}</a>',
        url,
        hit.part["to"],
        hit.version.language,
        hit.version.direction,
        hit.part["heading"],
    )


def has_all(hit: Hit) -> bool:
    return len(hit.work.versions) == len(languages.CODES)


def chips_of(hit: Hit, language: str) -> Iterator[Chip]:
    """The languages of a work that does not have all, each named in itself; and a note where the
    reader's is missing. The state of the version shown is told once, among the facts."""
    if has_all(hit):
        return
    yield from (chip(hit, code) for code in hit.work.languages)
    if language not in hit.work.versions:
        yield language_chip(language, note=_("not yet"), is_missing=True)


def chip(hit: Hit, code: str) -> Chip:
    notes = [_("original")] if code == hit.work.original and len(hit.work.versions) > 1 else []
    is_mine = code == hit.version.language
    return language_chip(
        code, url=hit.work.versions[code].url, note=enumerated(notes), is_mine=is_mine
    )


def note(hit: Hit, language: str, carried: Sequence[Carried]) -> SafeString:
    """Note that a work is only in other languages, that the match is in another version, or that
    the glossary led to it."""
    sentences = []
    if language not in hit.work.versions:
        names = listed([language_name(code) for code in hit.work.languages])
        sentences.append(_("Available only in: %(languages)s.") % {"languages": names})
    if hit.source == EDITORS:
        sentences.append(_("Recommended by the editors."))
    if hit.source in {GLOSSARY, TITLES} and (words := through(hit, carried)):
        # Translators: words is a term and what it is called elsewhere, with an arrow.
        sentences.append(format_html(_("Found through: {words}"), words=words))
    if hit.excerpt and not hit.excerpt_is_shown:
        found = format_html(
            '<span lang="{}" dir="{}">{}</span>',
            hit.excerpt_language,
            languages.direction(hit.excerpt_language),
            hit.excerpt,
        )
        # Translators: words is a passage of a text; language is as in "in French".
        sentence = _("Text found ({language}): {words}")
        name = language_name(hit.excerpt_language)
        sentences.append(format_html(sentence, language=name, words=found))
    return format_html_join(" ", "{}", ((one,) for one in sentences))


def through(hit: Hit, carried: Sequence[Carried]) -> SafeString:
    """What was typed, and the wording in the language of the text that was found."""
    code = hit.excerpt_language
    pairs = [(one.typed, one.into(code)) for one in carried if one.into(code)]
    return format_html_join(
        ", ",
        '<bdi>{}</bdi> → <bdi lang="{}">{}</bdi>',
        ((typed, code, wording) for typed, wording in pairs),
    )


def language_name(code: str) -> str:
    """A language's name in the reader's language, as written inside a sentence."""
    name = str(get_language_info(code)["name_translated"])
    # Of our languages, only English capitalises language names inside a sentence.
    return name if languages.active() == "en" else name.lower()
