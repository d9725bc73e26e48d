"""Presenters: search results as templates need them (rows, facets, chips, links)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from core.caching.generation import GenerationCache
from core.l10n import countries, languages
from core.l10n.lists import format_enumeration, format_list
from core.ui.cards import CardFact, Chip, WorkCard, language_chip, notes_as_facts, row_html
from core.works import Work
from search.engines.base import NEWEST, RELEVANCE, TITLE
from search.facets import facet_option, in_language
from search.hits import Hit
from search.params import FACETS, SearchParams
from search.sources import EDITORS, GLOSSARY, TITLES, WORDS, CarriedTerm
from translations.glossary import lookup
from translations.glossary.lookup import GlossaryEntry

MAX_COUNTRIES = 3
# What programs are told of the source.
FOUND_BY = {EDITORS: WORDS, TITLES: GLOSSARY}


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    is_current: bool = False
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class ResultRow(WorkCard):
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
        lookup.glossary_url(language, entry.slug),
        term.language if is_foreign else "",
        languages.direction(term.language) if is_foreign else "",
    )


def filter_chips(asked: SearchParams, here: str) -> list[Link]:
    """Active filters, each with a link that removes it."""
    return [
        Link(one.label, asked.without(name, one.value).url(here), lang=one.lang, dir=one.dir)
        for name in FACETS
        for one in (facet_option(name, value, 0, True) for value in asked.filters.get(name, ()))
    ]


def sort_orders(asked: SearchParams, here: str) -> list[Link]:
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


_drawn: GenerationCache[SafeString] = GenerationCache(size=600)


def cached_row(hit: Hit, language: str, carried: Sequence[CarriedTerm] = ()) -> SafeString:
    """The row of one result as HTML, drawn once for all to whom the same is said."""

    def draw() -> SafeString:
        made = build_row(hit, language, carried)
        return row_html(made, made.note)

    return _drawn.get((hit.known_by, language), draw)


def build_row(hit: Hit, language: str, carried: Sequence[CarriedTerm] = ()) -> ResultRow:
    """The row of one result."""
    version = hit.version
    is_best = version == hit.work.best(language)
    is_foreign = version.language != language
    url = hit.work.url(language) if is_best else version.url
    return ResultRow(
        key=hit.work.key,
        kind=hit.work.kind,
        title=hit.title,
        url=url,
        summary=hit.excerpt if hit.excerpt_is_shown else hit.summary,
        facts=tuple(facts_of(hit, language, url)),
        languages=tuple(chips_of(hit, language)),
        lang=version.language if is_foreign else "",
        dir=version.direction if is_foreign else "",
        note=note(hit, language, carried),
        found=FOUND_BY.get(hit.source, hit.source),
        said=tuple(hit.state.attributes.items()) if hit.state else (),
    )


# Of a version: where and when, and in which state; the same whatever is asked.
_facts: GenerationCache[tuple[list[CardFact], list[CardFact]]] = GenerationCache(size=1000)


def facts_of(hit: Hit, language: str, url: str) -> Iterator[CardFact]:
    """Facts of a result: the section found, parent work, countries, year, matching topic."""
    if hit.part:
        yield CardFact(section_link(hit, url), "link")
    if hit.whole:
        yield CardFact(whole_link(hit.whole, language), hit.whole.kind)
    place = (hit.work.key, hit.version.language, language)
    where, state = _facts.get(place, lambda: (list(where_and_when(hit)), list(state_of(hit))))
    yield from where
    for labels in hit.found_by_topics:
        yield CardFact(in_language(labels, language), "star")
    yield from state


def whole_link(work: Work, language: str) -> SafeString:
    whole = work.best(language)
    return format_html(
        '<a href="{}" lang="{}" dir="{}">{}</a>',
        work.url(language),
        whole.language,
        whole.direction,
        whole.title,
    )


def where_and_when(hit: Hit) -> Iterator[CardFact]:
    names = countries.names(hit.countries)
    if len(names) > MAX_COUNTRIES:
        count = ngettext("%(count)s country", "%(count)s countries", len(names))
        names = [count % {"count": len(names)}]
    yield from (CardFact(name, "" if place else "place") for place, name in enumerate(names))
    yield from (CardFact(year) for year in hit.years)


def state_of(hit: Hit) -> Iterator[CardFact]:
    if has_all(hit):
        yield CardFact(_("In all six languages"), "language")
    yield from notes_as_facts(hit.state.notes if hit.state else ())


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
        code, url=hit.work.versions[code].url, note=format_enumeration(notes), is_mine=is_mine
    )


def note(hit: Hit, language: str, carried: Sequence[CarriedTerm]) -> SafeString:
    """Note that a work is only in other languages, that the match is in another version, or that
    the glossary led to it."""
    sentences = []
    if language not in hit.work.versions:
        names = format_list([language_name(code) for code in hit.work.languages])
        sentences.append(_("Available only in: %(languages)s.") % {"languages": names})
    if hit.source == EDITORS:
        sentences.append(_("Recommended by the editors."))
    if hit.source in {GLOSSARY, TITLES} and (words := wording_trail(hit, carried)):
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


def wording_trail(hit: Hit, carried: Sequence[CarriedTerm]) -> SafeString:
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
