"""What is looked for, in Elasticsearch's own language: the same weights as in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.access.visibility import met_rule_ids
from core.http import Reader
from search.engines.base import PUBLIC, Evidence, SearchQuestion, WeightedWord
from search.engines.elasticsearch.documents import FACETS
from search.engines.ranking import (
    BEGUN,
    EXACT_TEXT,
    EXACT_TITLE,
    IN_HEADINGS,
    IN_SUMMARY,
    IN_TEXT,
    IN_TITLE,
    OWN_LANGUAGE,
    PINNED,
    WHOLE_TITLE,
)
from search.query import Word

Body = dict[str, Any]
EVERYTHING: Body = {"match_all": {}}
NOTHING: Body = {"match_none": {}}
# What a text counts more at most, of which a word is a large part.
MOSTLY = 0.15
# The weight of a word that stands in every fourth text: where one is commoner, that tells little.
COMMON = 1.5
# By which Elasticsearch multiplies what Lucene has of BM25: k1 + 1.
BM25_SCALE = 2.2
# Between sources that come one after the other: more than any score.
STEP = 10.0
# A sum of weights is not kept to the last digit there.
NEARLY = 0.9999


@dataclass(frozen=True)
class Level:
    """Where a word may stand: the field of all forms, and those with positions."""

    forms: str
    texts: tuple[str, ...] = ()


TITLE = Level("title_forms", ("title", "title_stems"))
HEADINGS = Level("heading_forms")
SUMMARY = Level("summary_forms", ("summary", "summary_stems"))
ANYWHERE = Level("forms", (*TITLE.texts, *SUMMARY.texts, "body", "body_stems"))


def inside(name: str) -> str:
    """A field of a version."""
    return f"versions.{name}"


def constant_score(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": round(score, 5)}}


def any_of(queries: Sequence[Body]) -> Body:
    if len(queries) < 2:
        return queries[0] if queries else NOTHING
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def all_of(queries: Sequence[Body]) -> Body:
    return {"bool": {"filter": list(queries)}}


def version_query(query: Body, **more: Any) -> Body:
    """Works with a version that the query finds; the best one counts."""
    return {"nested": {"path": "versions", "query": query, "score_mode": "max", **more}}


def in_order(words: Iterable[str], field: str) -> Body:
    return {"match_phrase": {inside(field): " ".join(words)}}


def prefix_query(word: Word, level: Level) -> Body:
    """A form there begins like this."""
    return any_of([{"prefix": {inside(level.forms): one}} for one in word.beginnings])


def word_query(word: Word, level: Level, *, finished: bool = False) -> Body:
    """The word is there; `finished`: not only its beginning."""
    choices = list[Body]()
    if word.forms:
        choices.append({"terms": {inside(level.forms): sorted(word.forms)}})
    if word.beginnings and not finished:
        choices.append(prefix_query(word, level))
    choices += [in_order(phrase, field) for phrase in word.phrases for field in level.texts]
    if word.parts:
        choices.append(all_of([word_query(part, level) for part in word.parts]))
    return any_of(choices)


def grade(one: WeightedWord, of_all: float) -> Body:
    """What a word is worth by the best field that holds it; `of_all`: the sum of all weights."""
    word, weight = one.word, one.weight / of_all
    levels = ((TITLE, IN_TITLE), (HEADINGS, IN_HEADINGS), (SUMMARY, IN_SUMMARY))
    choices = [
        constant_score(word_query(word, level, finished=True), value * weight)
        for level, value in levels
    ]
    choices.append(in_text(one, weight))
    if word.beginnings:
        choices.append(constant_score(prefix_query(word, TITLE), IN_TITLE * BEGUN * weight))
        choices.append(constant_score(prefix_query(word, ANYWHERE), IN_TEXT * BEGUN * weight))
    return {"dis_max": {"queries": choices}}


def in_text(one: WeightedWord, weight: float) -> Body:
    """Among texts that only mention the word, it counts how much of the text it is: BM25 without
    the rarity of the word, which is about its weight."""
    there = constant_score(word_query(one.word, ANYWHERE, finished=True), IN_TEXT * weight)
    stems = " ".join(sorted(one.word.forms))
    if not stems:
        return there
    boost = round(MOSTLY * weight / max(one.weight, COMMON) / BM25_SCALE, 5)
    much = {"match": {inside("body_stems"): {"query": stems, "boost": boost}}}
    return {"bool": {"must": [there], "should": [much]}}


def part_of_title(one: WeightedWord) -> Body:
    """How much of the title this word is."""
    factor = {"field": inside("title_share"), "factor": WHOLE_TITLE, "missing": 0}
    query = word_query(one.word, TITLE)
    return {
        "function_score": {
            "query": query, "field_value_factor": factor, "boost_mode": "replace"
        }
    }  # fmt: skip


def phrase_query(words: tuple[str, ...]) -> Body:
    """All words in the order in which they are typed."""
    text = any_of([in_order(words, field) for field in ("summary", "body")])
    title = constant_score(in_order(words, "title"), EXACT_TITLE)
    return {"dis_max": {"queries": [title, constant_score(text, EXACT_TEXT)]}}


def shares(evidence: Evidence, *, counted: bool = False) -> Body:
    """Versions that hold any of the words, scored by what these weigh; `counted`: by how many."""
    parts = [
        constant_score(word_query(one.word, ANYWHERE), 1 if counted else one.weight)
        for one in evidence.wanted
        if one.weight or counted
    ]
    query: Body = {"should": parts, "minimum_should_match": 1}
    if evidence.needed:
        needed = [word_query(evidence.wanted[place].word, ANYWHERE) for place in evidence.needed]
        query["filter"] = [any_of(needed)]
    return {"bool": query}


def best_of(evidence: Evidence, seen: Body, *, counted: bool = False) -> Body:
    """The search for the best share, or the most words, of one version of what may be seen."""
    query = {"bool": {"filter": [seen], "must": [version_query(shares(evidence, counted=counted))]}}
    return {"query": query, "size": 1, "_source": False, "track_total_hits": False}


def matching_enough(evidence: Evidence, best: float) -> Body:
    """Versions that hold enough of the words."""
    least = max(evidence.cut * best, evidence.least) * NEARLY
    return {"function_score": {"query": shares(evidence), "min_score": least}}


def by_words(place: int, evidence: Evidence, best: float, language: str) -> Body:
    """Works with a version that holds enough of the words, scored; which version, in inner hits."""
    weights = sum(one.weight for one in evidence.wanted) or 1.0
    scoring = [grade(one, weights) for one in evidence.wanted]
    scoring += [part_of_title(one) for one in evidence.wanted]
    if len(evidence.exact) > 1:
        scoring.append(phrase_query(evidence.exact))
    scoring.append(constant_score({"term": {inside("language"): language}}, OWN_LANGUAGE))
    # A boost around `kept` would count in its least score, too.
    scored = {"bool": {"should": scoring, "boost": evidence.scale}}
    query = {"bool": {"filter": [matching_enough(evidence, best)], "must": [scored]}}
    shown = {
        "name": name_of(place),
        "size": 10,
        "_source": False,
        "docvalue_fields": [inside("language")],
    }
    return version_query(query, inner_hits=shown)


def by_keys(place: int, evidence: Evidence) -> Body:
    """Works that a source found by itself."""
    found = [
        constant_score({"ids": {"values": [str(key)]}}, score) for key, score in evidence.works
    ]
    return {"dis_max": {"queries": found, "_name": name_of(place)}}


def name_of(place: int) -> str:
    return f"source-{place}"


def boost(query: Body, by: float) -> Body:
    """The same, with so much more of a score."""
    return {"bool": {"must": [query], "should": [constant_score(EVERYTHING, by)]}} if by else query


def times_rank(query: Body) -> Body:
    factor = {"field": "rank", "missing": 1}
    return {
        "function_score": {"query": query, "field_value_factor": factor, "boost_mode": "multiply"}
    }


def any_source_query(question: SearchQuestion, best: Sequence[float], *, is_met: bool) -> Body:
    """Works that any source found. `is_met`: a text holds all the words, so what other sources
    found comes after such texts, one source after the other."""
    parts = list[Body]()
    last = len(question.evidence)
    for place, one in enumerate(question.evidence):
        if one.works:
            query, pinned = by_keys(place, one), max(score for _key, score in one.works) >= PINNED
        elif best[place]:
            query, pinned = by_words(place, one, best[place], question.language), False
        else:
            continue
        step = STEP * (last + 1) if pinned else STEP * (last - place) * is_met
        parts.append(boost(times_rank(query), step))
    return {"dis_max": {"queries": parts}} if parts else NOTHING


def visibility_filter(user: Reader | None, masked: frozenset[UUID]) -> Body:
    """Works that this reader may see: one clause, however many rules there are. The index holds the
    rule of a work by which `visible_to` decides; `masked`: works of which it does not know yet."""
    seen: Body = {"terms": {"rule": [PUBLIC, *sorted(map(str, met_rule_ids(user)))]}}
    if not masked:
        return seen
    return {"bool": {"filter": [seen], "must_not": [{"ids": {"values": sorted(map(str, masked))}}]}}


def filters_of(question: SearchQuestion, *, but: str = "") -> list[Body]:
    """The filters of a question, `but` that of one facet."""
    return [
        {"terms": {f"facets.{name}": list(chosen)}}
        for name, chosen in question.filters.items()
        if name != but
    ]


def counts_of(question: SearchQuestion) -> Body:
    """Each facet counted under the filters of the others, and all works without any filter."""
    counted = {
        name: {
            "filter": all_of(filters_of(question, but=name)),
            "aggs": {"values": {"terms": {"field": f"facets.{name}", "size": 1000}}},
        }
        for name in FACETS
    }
    return {**counted, "unfiltered": {"filter": EVERYTHING}}
