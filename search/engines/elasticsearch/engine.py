"""The backend that asks the cluster. One that cannot answer rightly raises `EngineUnavailable`."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from core.http import Reader
from search.engines.base import (
    NEWEST,
    RELEVANCE,
    TITLE,
    EngineUnavailable,
    Evidence,
    FacetCounts,
    FoundWork,
    Frequencies,
    OwnEngine,
    SearchQuestion,
    TitlePair,
)
from search.engines.elasticsearch import queries
from search.engines.elasticsearch.client import answers_checked, client_for_request, read_alias
from search.engines.elasticsearch.documents import FACETS
from search.engines.elasticsearch.indexes import iter_hits
from search.engines.elasticsearch.queries import Body, inside, name_of, version_query
from search.query import Word
from search.vocabulary import KnownWord

SHOWN = ("country", "year", "part", "topic")
DOCVALUES = ["original", "facets.language", *(f"facets.{name}" for name in SHOWN)]
NEWEST_FIRST: list[Body] = [{"dated_on": "desc"}, {"number": "desc"}]
# What the cluster counts off by itself; beyond, it is asked to go on from where it was.
WINDOW = 10_000
# So many titles tell enough.
PAIRS = 100


class ElasticsearchEngine:
    """Finds and counts in the cluster. Texts and spellings are in the database, and stay there."""

    name = "elasticsearch"

    def __init__(self, own: OwnEngine, masked: frozenset[UUID] = frozenset()) -> None:
        self.own, self.masked = own, masked

    @answers_checked
    def frequencies(self, words: Sequence[Word]) -> Frequencies:
        asked = [version_query(queries.word_query(word, queries.ANYWHERE)) for word in words]
        counted: Body = {"versions": {"nested": {"path": "versions"}}}
        if asked:
            counted["words"] = {"filters": {"filters": asked}}
        answer = search({"size": 0, "track_total_hits": False, "aggs": counted})["aggregations"]
        buckets = answer["words"]["buckets"] if asked else []
        counts = tuple(one["doc_count"] for one in buckets)
        return Frequencies(answer["versions"]["doc_count"], counts)

    @answers_checked
    def search(
        self, question: SearchQuestion, *, start: int, size: int
    ) -> tuple[FacetCounts, list[FoundWork]]:
        best, covered = self.best(question)
        body: Body = {
            "query": query_of(question, self.seen_by(question.user), best, covered),
            "post_filter": queries.all_of(queries.filters_of(question)),
            "aggs": queries.counts_of(question),
            "sort": order_of(question),
            "track_total_hits": True,
            "size": size,
            "from": start,
            "_source": False,
            "docvalue_fields": DOCVALUES,
        }
        is_far = start + size > WINDOW
        answer = search({**body, "from": 0, "size": 0} if is_far else body)
        hits = answer["hits"]["hits"]
        if is_far and start < answer["hits"]["total"]["value"]:
            hits = hits_beyond_window(body, start, size)
        return counts_in(answer, covered), [found_in(hit, question) for hit in hits]

    def best(self, question: SearchQuestion) -> tuple[list[float], int]:
        """The best share of each source among what this reader may see, and the most words of the
        query that one text holds."""
        seen = self.seen_by(question.user)
        asked = [
            (place, queries.best_of(one, seen))
            for place, one in enumerate(question.evidence)
            if one.wanted
        ]
        if not asked:
            return [0.0] * len(question.evidence), 0
        first = queries.best_of(question.evidence[0], seen, counted=True)
        scores = [top_score(one) for one in search_all([first, *(body for _place, body in asked)])]
        best = [0.0] * len(question.evidence)
        for (place, _body), score in zip(asked, scores[1:], strict=True):
            best[place] = score
        return best, round(scores[0])

    @answers_checked
    def titles(
        self, words: tuple[str, ...], *, language: str, user: Reader | None, size: int
    ) -> list[UUID]:
        field = inside(queries.TITLE.forms)
        this: Body = {"term": {inside("language"): language}}
        whole = [{"term": {field: word}} for word in words[:-1]]
        query = queries.all_of([this, *whole, {"prefix": {field: words[-1]}}])
        short = {"order": "asc", "nested": {"path": "versions", "filter": this}}
        answer = search(
            {
                "query": queries.all_of([self.seen_by(user), version_query(query)]),
                "sort": [{inside("title_rank"): short}, {"number": "asc"}],
                "size": size,
                "track_total_hits": False,
                "_source": False,
            }
        )
        return [UUID(hit["_id"]) for hit in answer["hits"]["hits"]]

    def seen_by(self, user: Reader | None) -> Body:
        return queries.visibility_filter(user, self.masked)

    def texts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        return self.own.texts(ids)

    def near(self, folded: str) -> list[tuple[int, KnownWord]]:
        return self.own.near(folded)

    @answers_checked
    def title_pairs(self, words: Sequence[Word]) -> list[TitlePair]:
        public = self.seen_by(None)
        answers = search_all([pair_query(word, public) for word in words])
        return [
            pair
            for place, answer in enumerate(answers)
            for hit in answer["hits"]["hits"]
            for pair in pairs_in(place, hit)
        ]


def search(body: Body) -> Any:
    """One search. A shard that does not answer is an error: half a count is a wrong one."""
    with client_for_request() as client:
        return client.search(
            index=read_alias(), allow_partial_search_results=False, **rename_parameters(body)
        ).body


def search_all(bodies: Sequence[Body]) -> list[Any]:
    """Several searches in one request."""
    if not bodies:
        return []
    header = {"index": read_alias(), "allow_partial_search_results": False}
    with client_for_request() as client:
        answers = client.msearch(searches=[line for body in bodies for line in (header, body)])[
            "responses"
        ]
    return [check_answer(one) for one in answers]


def check_answer(answer: Any) -> Any:
    """The answer to one of several searches."""
    if "error" in answer:
        raise EngineUnavailable(str(answer["error"])[:300])
    return answer


def rename_parameters(body: Body) -> Body:
    """With the names that the client gives to what Python has words for."""
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): value for name, value in body.items()}


def query_of(question: SearchQuestion, seen: Body, best: Sequence[float], covered: int) -> Body:
    """What this reader may see of what the sources found, or of everything."""
    if not question.evidence:
        return queries.all_of([seen])
    is_met = 0 < len(question.evidence[0].wanted) <= covered
    found = queries.any_source_query(question, best, is_met=is_met)
    return {"bool": {"filter": [seen], "must": [found]}}


def order_of(question: SearchQuestion) -> list[Body]:
    orders: dict[str, list[Body]] = {
        RELEVANCE: [{"_score": "desc"}, *NEWEST_FIRST],
        NEWEST: NEWEST_FIRST,
        TITLE: [{f"titles.{question.language}": "asc"}, {"number": "asc"}],
    }
    return orders[question.sort]


def hits_beyond_window(body: Body, start: int, size: int) -> list[Any]:
    """Hits beyond what the cluster counts off by itself."""
    asked = ("query", "post_filter", "sort", "docvalue_fields")
    hits = list[Any]()
    # A reader waits: all of it shares the time that one request has.
    for place, hit in enumerate(
        iter_hits(read_alias(), {name: body[name] for name in asked}, None)
    ):
        if place >= start + size:
            break
        if place >= start:
            hits.append(hit)
    return hits


def top_score(answer: Any) -> float:
    """The score of the first hit; 0 where there is none."""
    hits = answer["hits"]["hits"]
    return float(hits[0]["_score"]) if hits else 0.0


def counts_in(answer: Any, covered: int) -> FacetCounts:
    counted = answer["aggregations"]
    facets = {name: values_in(counted[name]["values"]["buckets"]) for name in FACETS}
    return FacetCounts(
        total=answer["hits"]["total"]["value"],
        unfiltered=counted["unfiltered"]["doc_count"],
        covered=covered,
        facets={name: values for name, values in facets.items() if values},
    )


def values_in(buckets: Iterable[Any]) -> dict[str, int]:
    return {one["key"]: one["doc_count"] for one in buckets}


def found_in(hit: Any, question: SearchQuestion) -> FoundWork:
    """A work, with the first source that found it, and its version that matches best."""
    fields = hit.get("fields", {})
    facets = {name: sorted(fields[key]) for name in SHOWN if (key := f"facets.{name}") in fields}
    original = next(iter(fields.get("original", ())), "")
    scores = dict.fromkeys(fields.get("facets.language", ()), 0.0)
    source = ""
    for place, one in enumerate(question.evidence):
        if scored := versions_in(hit, place, one):
            source, scores = one.source, scored if one.wanted else scores
            break
    language = max(
        scores,
        key=lambda code: (code == question.language, code == original, scores[code]),
        default=original,
    )
    return FoundWork(UUID(hit["_id"]), language, source, facets)


def versions_in(hit: Any, place: int, evidence: Evidence) -> dict[str, float]:
    """Scores of the versions that this source found, by language."""
    if evidence.works:
        return {"": 1.0} if name_of(place) in hit.get("matched_queries", ()) else {}
    inner = hit.get("inner_hits", {}).get(name_of(place))
    hits = inner["hits"]["hits"] if inner else []
    return {one["fields"][inside("language")][0]: one["_score"] for one in hits}


def pair_query(word: Word, public: Body) -> Body:
    """The search for public works with this word in a title."""
    titled = version_query(
        queries.word_query(word, queries.TITLE, finished=True),
        inner_hits={"size": 10, "_source": False, "docvalue_fields": [inside("language")]},
    )
    return {
        "query": queries.all_of([public, titled]),
        "size": PAIRS,
        "track_total_hits": False,
        "_source": [inside("language"), inside("label")],
        "docvalue_fields": ["number"],
    }


def pairs_in(place: int, hit: Any) -> Iterable[TitlePair]:
    """Titles of a work in other languages than one in which the word is in a title."""
    inner = hit["inner_hits"]["versions"]["hits"]["hits"]
    having = {one["fields"][inside("language")][0] for one in inner}
    (number,) = hit["fields"]["number"]
    for one in hit["_source"]["versions"]:
        if having - {one["language"]}:
            yield TitlePair(place, number, one["language"], one["label"])
