"""Which of the documents that were found are kept, in which order, and how many works have what.

What an index finds comes as documents with grades; everything else is in `facet_index`. The same
for every index in the portal's own database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from uuid import UUID

from search.engines.base import (
    NEWEST,
    RELEVANCE,
    TITLE,
    Evidence,
    FacetCounts,
    FoundWork,
    SearchQuestion,
)
from search.engines.facet_index import FacetIndex, HiddenWorks
from search.query import NO_WORD, Word

# What a word is worth by the field that holds it.
IN_TITLE, IN_HEADINGS, IN_SUMMARY, IN_TEXT = 1.0, 0.55, 0.5, 0.3
# A word of which only the beginning was typed.
BEGUN = 0.6
# All words as typed, in a title or in a text.
EXACT_TITLE, EXACT_TEXT = 0.5, 0.15
# A title that holds little else than the words.
WHOLE_TITLE = 0.6
# What editors recommend scores more than any words.
PINNED = 5.0
# A version in the reader's language.
OWN_LANGUAGE = 0.04
#: Document to grade.
Grades = dict[int, float]


@dataclass(frozen=True)
class Lookup:
    """What a source has an index look for: a word, words in order, or works that it knows."""

    word: Word = NO_WORD
    exact: tuple[str, ...] = ()
    works: tuple[tuple[UUID, float], ...] = ()


def lookups(evidence: Evidence) -> list[Lookup]:
    """Its words in order; then all of them together, or its works."""
    found = [Lookup(one.word) for one in evidence.wanted]
    if len(evidence.exact) > 1:
        found.append(Lookup(exact=evidence.exact))
    if evidence.works:
        found.append(Lookup(works=evidence.works))
    return found


@dataclass(slots=True)
class SourceTally:
    """What one source knows of a document: how many of its words it holds and what they weigh, how
    many are in its title, and its score."""

    covered: int = 0
    share: float = 0.0
    titled: int = 0
    score: float = 0.0


@dataclass(slots=True)
class BestMatch:
    """What the kept documents of a work come to: its source and score, and the language of the
    document that leads to it."""

    source: int
    score: float
    language: str
    order: tuple[int, int, float]


def tallies(evidence: Evidence, grades: Mapping[Lookup, Grades]) -> dict[int, SourceTally]:
    """Documents of one source, as far as it means them."""
    found: dict[int, SourceTally] = {}
    weights = sum(one.weight for one in evidence.wanted) or 1
    for one in evidence.wanted:
        add(grades[Lookup(one.word)], one.weight, weights, found)
    for lookup in lookups(evidence)[len(evidence.wanted) :]:
        for document, grade in grades[lookup].items():
            tally = found.setdefault(document, SourceTally())
            tally.score += grade
            if lookup.works:
                tally.covered, tally.share = 1, 1.0
    if evidence.needed:
        words = [Lookup(evidence.wanted[place].word) for place in evidence.needed]
        needed = set().union(*(grades[word] for word in words))
        found = {document: one for document, one in found.items() if document in needed}
    if evidence.least:
        found = {document: one for document, one in found.items() if one.share >= evidence.least}
    return found


def add(
    documents: dict[int, float], weight: float, weights: float, found: dict[int, SourceTally]
) -> None:
    """One word: it counts by its rarity and by the field that holds it."""
    title, telling, part = IN_TITLE * BEGUN, int(weight > 0), weight / weights
    for document, grade in documents.items():
        one = found.get(document)
        if one is None:
            one = found[document] = SourceTally()
        one.covered += telling
        one.share += weight
        one.score += grade * part
        if grade >= title:
            one.titled += 1


@dataclass(frozen=True)
class RankedWorks:
    """The works that are found, by place, and the most words of the query that one text holds."""

    works: dict[int, BestMatch]
    covered: int


def filter_matches(
    question: SearchQuestion,
    grades: Mapping[Lookup, Grades],
    index: FacetIndex,
    hidden: HiddenWorks,
) -> RankedWorks:
    """What this reader may see of what each source means well enough."""
    works: dict[int, BestMatch] = {}
    covered = 0
    for source, evidence in enumerate(question.evidence):
        known = tallies(evidence, grades)
        seen = {
            pk: one
            for pk, one in known.items()
            if pk in index.documents and pk not in hidden.documents
        }
        if seen and source == 0:
            covered = max(one.covered for one in seen.values())
        cut = evidence.cut * max((one.share for one in seen.values()), default=0.0)
        good = ((pk, one) for pk, one in seen.items() if one.share >= cut)
        join(works, source, good, evidence.scale, question.language, index)
    return RankedWorks(works, covered)


def join(
    works: dict[int, BestMatch],
    source: int,
    documents: Iterable[tuple[int, SourceTally]],
    scale: float,
    mine: str,
    index: FacetIndex,
) -> None:
    """Add the documents of a source to their works; sources come in the order of their worth."""
    for pk, one in documents:
        work, language, is_original, title_size = index.documents[pk]
        score, rank = one.score * scale, 1 if is_original else 2
        if one.titled:
            score += WHOLE_TITLE * one.titled / max(title_size, one.titled)
        if language == mine:
            score, rank = score + OWN_LANGUAGE, 0
        order, best = (source, rank, -score), works.get(work)
        if best is None:
            works[work] = BestMatch(source, score, language, order)
            continue
        if score > best.score:
            best.score = score
        if order < best.order:
            best.order, best.language = order, language


def page_of_results(
    question: SearchQuestion,
    grades: Mapping[Lookup, Grades],
    index: FacetIndex,
    *,
    start: int,
    size: int,
) -> tuple[FacetCounts, list[FoundWork]]:
    """Counts, and a page of results."""
    hidden = index.hidden(question.user)
    found = filter_matches(question, grades, index, hidden)
    hits = index.bits(found.works) if question.evidence else hidden.seen
    allowed = {
        name: works_passing(name, values, index) for name, values in question.filters.items()
    }
    passing = hits
    for works in allowed.values():
        passing &= works
    counts = FacetCounts(
        total=passing.bit_count(),
        unfiltered=hits.bit_count(),
        covered=found.covered,
        facets=count_facets(hits, allowed, index),
    )
    places = places_of_page(question, found, index, passing, start, size)
    return counts, [found_at(place, question, found, index, hidden) for place in places]


def works_passing(name: str, values: Iterable[str], index: FacetIndex) -> int:
    """The works that pass a filter: they have any of its values."""
    known, works = index.facets.get(name, {}), 0
    for value in values:
        works |= known.get(value, 0)
    return works


def count_facets(
    hits: int, allowed: dict[str, int], index: FacetIndex
) -> dict[str, dict[str, int]]:
    """How many works have each value, as if its own facet had no filter."""
    found = {}
    for name, values in index.facets.items():
        among = hits
        for other, works in allowed.items():
            if other != name:
                among &= works
        counts = {value: (among & works).bit_count() for value, works in values.items()}
        if some := {value: number for value, number in counts.items() if number}:
            found[name] = some
    return found


def places_of_page(
    question: SearchQuestion,
    found: RankedWorks,
    index: FacetIndex,
    passing: int,
    start: int,
    size: int,
) -> list[int]:
    """Places of the works of one page."""
    places = index.places_in(passing)
    if question.sort == NEWEST or (not question.evidence and question.sort == RELEVANCE):
        return list(islice(places, start, start + size))
    if question.sort == TITLE:
        ranks = index.by_title(question.language)
        return nsmallest(start + size, places, key=lambda place: ranks[place])[start:]
    order = by_relevance(question, found, index)
    return nsmallest(start + size, places, key=order)[start:]


def by_relevance(
    question: SearchQuestion, found: RankedWorks, index: FacetIndex
) -> Callable[[int], tuple[bool, int, float]]:
    """What is recommended, then the best. Where texts hold all words, what other sources found
    comes after them. Of equals, the newest is first."""
    is_whole = found.covered >= len(question.evidence[0].wanted)

    def order(place: int) -> tuple[bool, int, float]:
        best = found.works[place]
        source = best.source if is_whole else 0
        return best.score < PINNED, source, -best.score * (1 + index.weights[place])

    return order


def found_at(
    place: int, question: SearchQuestion, found: RankedWorks, index: FacetIndex, hidden: HiddenWorks
) -> FoundWork:
    shown = {name: sorted(values) for name, values in index.shown.get(place, {}).items()}
    key = index.key(place)
    if not question.evidence:
        return FoundWork(key, best_language(place, question.language, index, hidden), "", shown)
    best = found.works[place]
    return FoundWork(key, best.language, question.evidence[best.source].source, shown)


def best_language(place: int, mine: str, index: FacetIndex, hidden: HiddenWorks) -> str:
    """The language of the reader, else of the original, among versions that this reader sees."""
    versions = (index.documents[pk] for pk in index.versions[place] if pk not in hidden.documents)
    return min(versions, key=lambda one: (one.language != mine, not one.is_original)).language
