"""The search service behind the library page.

A work appears in the results once, whatever its languages, in the version that is best for the
reader; the match may be in another one. Only what the reader may see is found, counted or
suggested.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from core.caching.generation import GenerationCache
from core.http import Reader
from search import sources
from search.engines import database_engine
from search.engines.base import NEWEST, RELEVANCE, Engine, FacetCounts, FoundWork, SearchQuestion
from search.engines.titles import TitleEngine
from search.hits import Hit, hits_of
from search.params import LANGUAGE, SearchParams
from search.query import read_query
from search.sources import CarriedTerm, WeighedQuery
from search.suggestions import corrections
from translations.glossary.lookup import GlossaryEntry

PAGE_SIZE = 20


@dataclass(frozen=True)
class SearchResults:
    """A page of results, with facet counts."""

    counts: FacetCounts
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
    carried: tuple[CarriedTerm, ...] = ()
    #: The glossary term that the query is, if it is one.
    term: GlossaryEntry | None = None

    @property
    def is_partial(self) -> bool:
        """Whether no text holds all the words."""
        return 0 < self.counts.covered < self.words


def run_query(
    asked: SearchParams, search: Engine, language: str, user: Reader | None
) -> SearchResults:
    """Run a query: what that engine finds, or where a word is misspelt, what it finds for the right
    one."""
    read = interpret_query(asked, search, language)
    found = look(asked, read, search, language, user)
    is_enough = read.query.is_sentence and found.counts.covered
    if not read.unknown or asked.is_literal or is_enough:
        return present_page(found)
    for text in corrections(read, language, search):
        other = replace(asked, q=text)
        better = look(other, interpret_query(other, search, language), search, language, user)
        if better.counts.covered > found.counts.covered:
            return replace(present_page(better), corrected=text)
    return present_page(found)


@dataclass(frozen=True)
class EngineResults:
    """What an engine found for a question, before it is dressed for a page."""

    asked: SearchParams
    read: WeighedQuery
    engine: Engine
    question: SearchQuestion
    counts: FacetCounts
    found: list[FoundWork]
    page: int
    pages: int


_understood: GenerationCache[WeighedQuery] = GenerationCache(size=300)


def interpret_query(asked: SearchParams, search: Engine, reader: str) -> WeighedQuery:
    """What is typed, with what the index and the glossary know of its words: the same for further
    pages and filters."""
    if not asked.words:
        return WeighedQuery("", asked.words)
    key = (search.name, asked.q, reader)
    return _understood.get(key, lambda: sources.weigh_query(asked.q, asked.words, search, reader))


def look(
    asked: SearchParams, read: WeighedQuery, search: Engine, language: str, user: Reader | None
) -> EngineResults:
    """A page of what these words find; one query, two where there are not so many pages. There may
    be fewer still by the second: works are deleted meanwhile."""
    question = question_of(asked, read, language=language, user=user)
    page, pages = asked.page, 0
    while page > pages:
        page = min(page, pages) or page
        counts, found = search.search(question, start=(page - 1) * PAGE_SIZE, size=PAGE_SIZE)
        pages = max(1, -(-counts.total // PAGE_SIZE))
    return EngineResults(asked, read, search, question, counts, found, page, pages)


def present_page(listed: EngineResults) -> SearchResults:
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
    asked: SearchParams, read: WeighedQuery, *, language: str, user: Reader | None
) -> SearchQuestion:
    """The backend query; no order by relevance without words."""
    filters = {name: values for name, values in asked.filters.items() if values}
    sort = NEWEST if asked.sort == RELEVANCE and not asked.words else asked.sort
    evidence = sources.evidence(read) if asked.words else ()
    return SearchQuestion(
        filters=filters, language=language, user=user, evidence=evidence, sort=sort
    )
