"""The search service behind the library page.

A work appears in the results once, whatever its languages, in the version that is best for the
reader; the match may be in another one. Only what the reader may see is found, counted or
suggested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError
from django.utils.safestring import SafeString

from core import fts5, works
from core.http import Reader
from core.pages.topics import Labels, labels_by_slug
from core.works import Version, Work
from search import health
from search.engines import engine
from search.engines.base import NEWEST, RELEVANCE, Counts, Engine, Found, Question
from search.engines.fts5 import TABLE
from search.engines.titles import TitleEngine
from search.highlight import Highlighter
from search.models import SearchDocument, SearchFacet
from search.params import COUNTRY, LANGUAGE, TOPIC, YEAR, SearchParams
from search.suggestions import Suggestion, suggest
from translations import review

PAGE_SIZE = 20
PART = SearchFacet.Name.PART
SHOWN_FACETS = (COUNTRY, YEAR, PART, TOPIC)


@dataclass(frozen=True)
class Hit:
    """A search result: a work, and the version to show."""

    work: Work
    version: Version
    title: SafeString
    summary: SafeString
    #: Snippet of the text, if neither title nor summary contains the words.
    excerpt: SafeString
    excerpt_language: str
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
    is_simple: bool
    #: Whether only titles could be searched, because the index is damaged.
    is_damaged: bool = False
    suggestion: Suggestion | None = None


@dataclass(frozen=True)
class Sources:
    """Prefetched data of the hits of one page."""

    works: Mapping[UUID, Work]
    facets: Mapping[tuple[UUID, str], list[str]]
    documents: Mapping[int, SearchDocument]
    states: Mapping[UUID, dict[str, review.State]]
    highlighter: Highlighter


def ask(asked: SearchParams, *, language: str, user: Reader | None) -> SearchResults:
    """Run a search for this reader; a page beyond the last one is the last one."""
    question = question_of(asked, language=language, user=user)
    if health.is_noted():
        return answer(asked, question, TitleEngine())
    try:
        found = answer(asked, question, engine())
    except DatabaseError as error:
        if not fts5.is_damage(error, TABLE):
            raise
        health.note(str(error))
        return answer(asked, question, TitleEngine())
    # A damaged index may find nothing, and raise nothing.
    nothing = question.words and not found.counts.unfiltered
    if nothing and not health.is_sound():
        return answer(asked, question, TitleEngine())
    return found


def answer(asked: SearchParams, question: Question, search: Engine) -> SearchResults:
    """What that engine finds."""
    counts = search.count(question)
    pages = max(1, -(-counts.total // PAGE_SIZE))
    page = min(asked.page, pages)
    found: list[Found] = []
    if counts.total:
        found = search.find(question, start=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    nothing = question.words and not counts.unfiltered
    return SearchResults(
        counts=counts,
        hits=hits_of(found, question, asked),
        page=page,
        pages=pages,
        is_simple=search.is_simple,
        is_damaged=isinstance(search, TitleEngine),
        suggestion=suggest(asked.q, question, search) if nothing else None,
    )


def probe() -> None:
    """Ask the engine for one word, as a health check. Raises a database error where it cannot."""
    question = question_of(SearchParams(q="probe"), language="en", user=None)
    engine().count(question)


def question_of(asked: SearchParams, *, language: str, user: Reader | None) -> Question:
    """The backend query; no order by relevance without words."""
    filters = {name: values for name, values in asked.filters.items() if values}
    sort = NEWEST if asked.sort == RELEVANCE and not asked.words else asked.sort
    return Question(words=asked.words, filters=filters, language=language, user=user, sort=sort)


def hits_of(found: list[Found], question: Question, asked: SearchParams) -> list[Hit]:
    """The results with what is shown of each; four queries, however many."""
    keys = [one.key for one in found]
    facets = read_facets(keys)
    wholes = [one for (_key, name), values in facets.items() if name == PART for one in values]
    resolved = works.resolve([*keys, *map(UUID, wholes)], user=question.user)
    chosen = asked.filters.get(LANGUAGE, ())
    pairs = []
    for one in found:
        if work := resolved.get(one.key):
            shown = shown_version(work, question.language, chosen)
            pairs.append((shown, work.versions.get(one.language, shown)))
    sources = Sources(
        works=resolved,
        facets=facets,
        documents=read_documents(version for pair in pairs for version in pair),
        states=review.of_works(keys),
        highlighter=Highlighter(question.words),
    )
    return [hit_of(shown, why, sources) for shown, why in pairs]


def hit_of(shown: Version, why: Version, sources: Sources) -> Hit:
    """A result from the version to show and the version that matched."""
    key, facets = shown.key, sources.facets
    texts = in_words(shown, why, sources)
    is_marked = any("<mark>" in text for text in texts)
    topics = () if is_marked else facets.get((key, TOPIC), ())
    parts = facets.get((key, PART), ())
    return Hit(
        sources.works[key],
        shown,
        *texts,
        excerpt_language=why.language,
        whole=sources.works.get(UUID(parts[0])) if parts else None,
        found_by_topics=found_by(topics, sources.highlighter),
        countries=tuple(facets.get((key, COUNTRY), ())),
        years=tuple(facets.get((key, YEAR), ())),
        states=sources.states.get(key, {}),
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


def in_words(
    shown: Version, why: Version, sources: Sources
) -> tuple[SafeString, SafeString, SafeString]:
    """Title, summary and snippet, highlighted; the snippet from the version that matched."""
    mark = sources.highlighter.mark
    document = sources.documents.get(shown.page_id)
    title = mark(shown.title, shown.language)
    summary = mark(document.summary if document else "", shown.language)
    source = sources.documents.get(why.page_id)
    if source is None or not sources.highlighter or "<mark>" in title + summary:
        return title, summary, SafeString("")
    texts = [source.body] if shown == why else [source.title, source.summary, source.body]
    text = "\n".join(one for one in texts if one)
    return title, summary, sources.highlighter.snippet(text, why.language)


def read_documents(versions: Iterable[Version]) -> dict[int, SearchDocument]:
    rows = SearchDocument.objects.filter(page_id__in={version.page_id for version in versions})
    return {row.page_id: row for row in rows.only("page_id", "title", "summary", "body")}


def read_facets(keys: list[UUID]) -> dict[tuple[UUID, str], list[str]]:
    """Facet values of works: (key, facet) to values, in order."""
    found: dict[tuple[UUID, str], list[str]] = {}
    facets = SearchFacet.objects.filter(work__translation_key__in=keys, name__in=SHOWN_FACETS)
    rows = facets.order_by("value").values_list("work__translation_key", "name", "value")
    for key, name, value in rows:
        found.setdefault((key, name), []).append(value)
    return found
