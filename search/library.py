"""The search service behind the library page.

A work appears in the results once, whatever its languages, in the version that is best for the
reader; the match may be in another one. Only what the reader may see is found, counted or
suggested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import works
from core.caching.generation import GenerationCache
from core.http import Reader
from core.pages.topics import Labels, labels_by_slug
from core.works import Version, Work
from search import sources
from search.documents import Part, unpacked
from search.engines import database_engine
from search.engines.base import NEWEST, RELEVANCE, Counts, Engine, Found, Question
from search.engines.titles import TitleEngine
from search.highlight import Highlighter, Passage, part_at
from search.models import SearchDocument, SearchFacet
from search.params import COUNTRY, LANGUAGE, TOPIC, YEAR, SearchParams
from search.query import read_query
from search.sources import GLOSSARY, TITLES, Asked, Carried
from search.suggestions import corrections
from translations import review
from translations.glossary.lookup import GlossaryEntry

PAGE_SIZE = 20
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
    part: Part | None = None
    #: The parent work (the course of a lesson), if this reader may see it.
    whole: Work | None = None
    #: Labels of the topics that hold the words, if nothing that is shown does.
    found_by_topics: tuple[Labels, ...] = ()
    countries: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    states: dict[str, review.State] = field(default_factory=dict)

    @property
    def state(self) -> review.State | None:
        """The state of the version that is shown."""
        return self.states.get(self.version.language)

    @property
    def excerpt_is_shown(self) -> bool:
        """Whether there is a snippet, and it is from the version that is shown."""
        return bool(self.excerpt) and self.excerpt_language == self.version.language


@dataclass(frozen=True)
class SearchResults:
    """A page of results, with facet counts."""

    counts: Counts
    hits: list[Hit]
    page: int
    pages: int
    engine: str = ""
    #: Whether only titles could be searched, because the index is damaged.
    is_damaged: bool = False
    #: Whether the database answers in the place of the cluster, which is not available.
    is_fallback: bool = False
    #: Works that were found, and that this reader cannot be shown.
    unseen: frozenset[UUID] = frozenset()
    #: What was searched in place of what is typed, where that is misspelt.
    corrected: str = ""
    #: How many words there are to hold, of which `counts.covered` is the most.
    words: int = 0
    carried: tuple[Carried, ...] = ()
    #: The glossary term that the query is, if it is one.
    term: GlossaryEntry | None = None

    @property
    def is_partial(self) -> bool:
        """Whether no text holds all the words."""
        return 0 < self.counts.covered < self.words


class Document(NamedTuple):
    """What is read of a document for a page of results."""

    page_id: int
    pk: int
    title: str
    summary: str
    body: str
    offsets: bytes
    #: Each a `search.documents.Part`, as the database gives it.
    parts: list[Any]


@dataclass(frozen=True)
class Sources:
    """Prefetched data of the hits of one page."""

    works: Mapping[UUID, Work]
    documents: Mapping[int, Document]
    texts: Mapping[int, tuple[str, str]]
    states: Mapping[UUID, dict[str, review.State]]
    highlighters: Mapping[str, Highlighter]


def answer(
    asked: SearchParams, search: Engine, language: str, user: Reader | None
) -> SearchResults:
    """What that engine finds; where a word is misspelt, what it finds for the right one."""
    read = understood(asked, search, language)
    found = look(asked, read, search, language, user)
    is_enough = read.query.is_sentence and found.counts.covered
    if not read.unknown or asked.is_literal or is_enough:
        return shown(found)
    for text in corrections(read, language, search):
        other = replace(asked, q=text)
        better = look(other, understood(other, search, language), search, language, user)
        if better.counts.covered > found.counts.covered:
            return replace(shown(better), corrected=text)
    return shown(found)


@dataclass(frozen=True)
class Listed:
    """What an engine found for a question, before it is dressed for a page."""

    asked: SearchParams
    read: Asked
    engine: Engine
    question: Question
    counts: Counts
    found: list[Found]
    page: int
    pages: int


_understood: GenerationCache[Asked] = GenerationCache(size=300)


def understood(asked: SearchParams, search: Engine, reader: str) -> Asked:
    """What is typed, with what the index and the glossary know of its words: the same for further
    pages and filters."""
    if not asked.words:
        return Asked("", asked.words)
    key = (search.name, asked.q, reader)
    return _understood.get(key, lambda: sources.understood(asked.q, asked.words, search, reader))


def look(
    asked: SearchParams, read: Asked, search: Engine, language: str, user: Reader | None
) -> Listed:
    """A page of what these words find; one query, two where there are not so many pages."""
    question = question_of(asked, read, language=language, user=user)
    page = asked.page
    counts, found = search.search(question, start=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    pages = max(1, -(-counts.total // PAGE_SIZE))
    if page > pages:
        page = pages
        counts, found = search.search(question, start=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    return Listed(asked, read, search, question, counts, found, page, pages)


def shown(listed: Listed) -> SearchResults:
    """The page, with all that is said of each work."""
    asked, read, search = listed.asked, listed.read, listed.engine
    chosen = asked.filters.get(LANGUAGE, ())
    hits = hits_of(listed.found, listed.question, read, search, chosen)
    return SearchResults(
        counts=listed.counts,
        hits=hits,
        unseen=frozenset({one.key for one in listed.found} - {hit.work.key for hit in hits}),
        page=listed.page,
        pages=listed.pages,
        engine=search.name,
        is_damaged=isinstance(search, TitleEngine),
        words=len(read.wanted),
        carried=(*read.carried, *read.paired),
        term=sources.term_of(asked.q) if asked.words else None,
    )


def probe() -> None:
    """Ask the engine for one word, as a health check. Raises a database error where it cannot."""
    database_engine().frequencies(read_query("probe").words)


def question_of(
    asked: SearchParams, read: Asked, *, language: str, user: Reader | None
) -> Question:
    """The backend query; no order by relevance without words."""
    filters = {name: values for name, values in asked.filters.items() if values}
    sort = NEWEST if asked.sort == RELEVANCE and not asked.words else asked.sort
    evidence = sources.evidence(read) if asked.words else ()
    return Question(filters=filters, language=language, user=user, evidence=evidence, sort=sort)


def hits_of(
    found: list[Found], question: Question, read: Asked, search: Engine, chosen: tuple[str, ...]
) -> list[Hit]:
    """The results with what is shown of each; four queries, however many."""
    if not found:
        return []
    keys = [one.key for one in found]
    wholes = [one for each in found for one in each.facets.get(PART, ())]
    resolved = works.seen_by_many([*keys, *map(UUID, wholes)], question.user)
    pairs = []
    for one in found:
        if work := resolved.get(one.key):
            version = shown_version(work, question.language, chosen)
            pairs.append((version, work.versions.get(one.language, version), one))
    documents = read_documents(pair[:2] for pair in pairs)
    words = tuple(one.word for one in read.wanted)
    terms = tuple(sources.other_wordings(one) for one in read.carried)
    titles = tuple(sources.other_wordings(one) for one in read.paired)
    wanted = {documents[why.page_id].pk for _shown, why, _from in pairs if why.page_id in documents}
    gathered = Sources(
        works=resolved,
        documents=documents,
        texts=search.texts(wanted) if words and wanted else {},
        states=review.of_many(keys),
        highlighters={
            GLOSSARY: Highlighter((*terms, *words)),
            TITLES: Highlighter((*terms, *titles, *words)),
            "": Highlighter(words),
        },
    )
    return [hit_of(*one, gathered) for one in pairs]


class Texts(NamedTuple):
    """The texts of a result, marked."""

    title: SafeString
    summary: SafeString
    excerpt: SafeString = SafeString("")
    part: Part | None = None


def hit_of(shown: Version, why: Version, found: Found, known: Sources) -> Hit:
    """A result from the version to show and the version that matched."""
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
        found_by_topics=found_by(topics, highlighter),
        countries=tuple(facets.get(COUNTRY, ())),
        years=tuple(facets.get(YEAR, ())),
        states=known.states.get(key, {}),
    )


def found_by(slugs: Iterable[str], highlighter: Highlighter) -> tuple[Labels, ...]:
    """Topics whose label matches the query in some language."""
    known = labels_by_slug()
    return tuple(
        labels
        for labels in (known.get(slug, {}) for slug in slugs)
        if any(highlighter.finds(text, code) for code, text in labels.items())
    )


def shown_version(work: Work, language: str, chosen: tuple[str, ...]) -> Version:
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
    found = Passage()
    if titled < len(highlighter.words):
        found = highlighter.passage(*known.texts.get(source.pk, ("", "")))
    if found.words <= titled:
        found = Passage()
    part = section_of(document, source, found)
    if part is None and "<mark>" in title + summary:
        return Texts(title, summary)
    snippet = highlighter.snippet(source.body, why.language, unpacked(source.offsets), found)
    if shown != why:
        above = [mark(source.title, why.language), snippet or mark(source.summary, why.language)]
        marked = [one for one in above if "<mark>" in one]
        shown_parts = above if snippet else marked[:1]
        snippet = format_html_join(" · ", "{}", ((one,) for one in shown_parts))
    return Texts(title, summary, snippet, part)


def section_of(document: Document | None, source: Document, found: Passage) -> Part | None:
    """The section that holds the passage, as the version shown calls it: the fragments of
    sections are the same in all languages."""
    part = part_at(source.parts, found.first) if found.words else None
    if part is None or document is None:
        return None
    return next((one for one in document.parts if one["to"] == part["to"]), None)


def read_documents(pairs: Iterable[tuple[Version, Version]]) -> dict[int, Document]:
    """The documents of the versions shown and of those that matched, by page; one query."""
    wanted = {version.page_id for pair in pairs for version in pair}
    rows = SearchDocument.objects.filter(page_id__in=wanted).values_list(*Document._fields)
    return {row[0]: Document(*row) for row in rows}
