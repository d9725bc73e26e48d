"""What is said of each work of a page of results: title, summary, excerpt and section, marked.

A work that is asked for with the same words is met again, on other pages, with other filters and by
other readers: what was said of it is cached for a generation.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import works
from core.access.visibility import met_rule_ids
from core.caching.generation import GenerationCache
from core.pages.topics import Labels, labels_by_slug
from core.works import Version, Work
from search import sources
from search.documents import DocumentSection, unpack_offsets
from search.engines.base import Engine, FoundWork, SearchQuestion
from search.highlight import Fragment, Highlighter, part_at
from search.models import SearchDocument, SearchFacet
from search.params import COUNTRY, TOPIC, YEAR
from search.sources import GLOSSARY, TITLES, WeighedQuery
from translations import review

PART = SearchFacet.Name.PART


@dataclass(frozen=True)
class Hit:
    """A search result: a work, and the version to show."""

    work: Work
    version: Version
    title: SafeString
    summary: SafeString
    #: Snippet of the text, if the title does not contain all the words.
    excerpt: SafeString
    excerpt_language: str
    #: The source that found it: "words" or "glossary".
    source: str = ""
    #: The section of the version shown that holds the words.
    part: DocumentSection | None = None
    #: The parent work (the course of a lesson), if this reader may see it.
    whole: Work | None = None
    #: Labels of the topics that hold the words, if nothing that is shown does.
    found_by_topics: tuple[Labels, ...] = ()
    countries: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    states: dict[str, review.PublicState] = field(default_factory=dict)
    #: The same for results of which the same is said.
    known_by: Hashable = ()

    @property
    def state(self) -> review.PublicState | None:
        """The state of the version that is shown."""
        return self.states.get(self.version.language)

    @property
    def excerpt_is_shown(self) -> bool:
        """Whether there is a snippet, and it is from the version that is shown."""
        return bool(self.excerpt) and self.excerpt_language == self.version.language


class Document(NamedTuple):
    """What is read of a document for a page of results."""

    page_id: int
    pk: int
    title: str
    summary: str
    body: str
    offsets: bytes
    #: Each a `search.documents.DocumentSection`, as the database gives it.
    parts: list[Any]


@dataclass(frozen=True)
class Sources:
    """Prefetched data of the hits of one page."""

    works: Mapping[UUID, Work]
    documents: Mapping[int, Document]
    texts: Mapping[int, tuple[str, str]]
    states: Mapping[UUID, dict[str, review.PublicState]]
    highlighters: Mapping[str, Highlighter]


class Pair(NamedTuple):
    """The version to show, the version that matched, and how it was found."""

    shown: Version
    why: Version
    found: FoundWork


_hits: GenerationCache[Hit] = GenerationCache(size=600)


def hits_of(
    found: list[FoundWork],
    question: SearchQuestion,
    read: WeighedQuery,
    search: Engine,
    chosen: tuple[str, ...],
) -> list[Hit]:
    """The results with what is shown of each; four queries, however many."""
    if not found:
        return []
    wholes = [one for each in found for one in each.facets.get(PART, ())]
    keys = [one.key for one in found]
    resolved = works.seen_by_many([*keys, *map(UUID, wholes)], question.user)
    asked = (search.name, read.text, question.language, met_rule_ids(question.user))
    pairs: dict[Hashable, Pair] = {}
    for one in found:
        if work := resolved.get(one.key):
            version = choose_version(work, question.language, chosen)
            facets = tuple((name, tuple(values)) for name, values in one.facets.items())
            why = (one.key, one.language, one.source, version.language, facets)
            pairs[asked, why] = Pair(version, work.versions.get(one.language, version), one)
    made = _hits.many(
        pairs, lambda new: made_of({key: pairs[key] for key in new}, resolved, read, search)
    )
    return [made[key] for key in pairs]


def made_of(
    pairs: Mapping[Hashable, Pair],
    resolved: Mapping[UUID, Work],
    read: WeighedQuery,
    search: Engine,
) -> dict[Hashable, Hit]:
    """Results that have not been shown for these words before; three queries."""
    documents = read_documents(pairs.values())
    words = tuple(one.word for one in read.wanted)
    terms = tuple(sources.other_wordings(one) for one in read.carried)
    titles = tuple(sources.other_wordings(one) for one in read.paired)
    wanted = {
        documents[pair.why.page_id].pk for pair in pairs.values() if pair.why.page_id in documents
    }
    known = Sources(
        works=resolved,
        documents=documents,
        texts=search.texts(wanted) if words and wanted else {},
        states=review.of_many([pair.found.key for pair in pairs.values()]),
        highlighters={
            GLOSSARY: Highlighter((*terms, *words)),
            TITLES: Highlighter((*terms, *titles, *words)),
            "": Highlighter(words),
        },
    )
    return {key: hit_of(pair, known, key) for key, pair in pairs.items()}


class Texts(NamedTuple):
    """The texts of a result, marked."""

    title: SafeString
    summary: SafeString
    excerpt: SafeString = SafeString("")
    part: DocumentSection | None = None


def hit_of(pair: Pair, known: Sources, known_by: Hashable) -> Hit:
    """A result from the version to show and the version that matched."""
    shown, why, found = pair
    key, facets = shown.key, found.facets
    highlighter = known.highlighters.get(found.source, known.highlighters[""])
    texts = in_words(shown, why, known, highlighter)
    is_marked = any("<mark>" in text for text in (texts.title, texts.summary, texts.excerpt))
    topics = () if is_marked else facets.get(TOPIC, ())
    parts = facets.get(PART, ())
    return Hit(
        known.works[key],
        shown,
        title=texts.title,
        summary=texts.summary,
        excerpt=texts.excerpt,
        excerpt_language=why.language,
        source=found.source,
        part=texts.part,
        whole=known.works.get(UUID(parts[0])) if parts else None,
        found_by_topics=matching_topics(topics, highlighter),
        countries=tuple(facets.get(COUNTRY, ())),
        years=tuple(facets.get(YEAR, ())),
        states=known.states.get(key, {}),
        known_by=known_by,
    )


def matching_topics(slugs: Iterable[str], highlighter: Highlighter) -> tuple[Labels, ...]:
    """Topics whose label matches the query in some language."""
    known = labels_by_slug()
    return tuple(
        labels
        for labels in (known.get(slug, {}) for slug in slugs)
        if any(highlighter.finds(text, code) for code, text in labels.items())
    )


def choose_version(work: Work, language: str, chosen: tuple[str, ...]) -> Version:
    """The version for this reader: among the languages they filter by, if any."""
    readable = [code for code in work.languages if code in chosen]
    if readable and language not in readable:
        return work.versions[readable[0]]
    return work.best(language)


def in_words(shown: Version, why: Version, known: Sources, highlighter: Highlighter) -> Texts:
    """Title, summary and snippet, highlighted, and the section that the snippet is from; the
    snippet is of the version that matched."""
    mark = highlighter.mark
    document, source = known.documents.get(shown.page_id), known.documents.get(why.page_id)
    title = mark(shown.title, shown.language)
    summary = mark(document.summary if document else "", shown.language)
    if source is None or not highlighter:
        return Texts(title, summary)
    titled = highlighter.count(source.title, why.language)
    # A title that has all the words is the better place.
    found = Fragment()
    if titled < len(highlighter.words):
        found = highlighter.fragment(*known.texts.get(source.pk, ("", "")))
    if found.words <= titled:
        found = Fragment()
    part = section_of(document, source, found)
    if part is None and "<mark>" in title + summary:
        return Texts(title, summary)
    snippet = highlighter.snippet(source.body, why.language, unpack_offsets(source.offsets), found)
    if shown != why:
        above = [mark(source.title, why.language), snippet or mark(source.summary, why.language)]
        marked = [one for one in above if "<mark>" in one]
        shown_parts = above if snippet else marked[:1]
        snippet = format_html_join(" · ", "{}", ((one,) for one in shown_parts))
    return Texts(title, summary, snippet, part)


def section_of(
    document: Document | None, source: Document, found: Fragment
) -> DocumentSection | None:
    """The section that holds the fragment, as the version shown calls it: the anchors of
    sections are the same in all languages."""
    part = part_at(source.parts, found.first) if found.words else None
    if part is None or document is None:
        return None
    return next((one for one in document.parts if one["to"] == part["to"]), None)


def read_documents(pairs: Iterable[Pair]) -> dict[int, Document]:
    """The documents of the versions shown and of those that matched, by page; one query."""
    wanted = {version.page_id for pair in pairs for version in pair[:2]}
    rows = SearchDocument.objects.filter(page_id__in=wanted).values_list(*Document._fields)
    return {row[0]: Document(*row) for row in rows}
