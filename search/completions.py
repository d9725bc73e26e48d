"""Completion: works, glossary terms and topics for words that are still being typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from core import works
from core.caching.generation import GenerationCache
from core.http import Reader
from core.pages.topics import labels_by_slug
from search import health
from search.analysis import fold, fold_word, tokens
from search.engines import database_engine, uses_cluster
from search.engines.base import Engine
from search.failover import ask_cluster
from search.query import MAX_WORDS, clean_query
from translations.glossary import lookup

MIN_LENGTH = 2
MAX_WORKS, MAX_OTHERS = 6, 3
TERM, TOPIC = "term", "topic"


@dataclass(frozen=True)
class Completion:
    """Something to go to; `kind`: that of a work, or "term" or "topic"."""

    title: str
    url: str
    kind: str


def find_completions(raw: str, *, language: str, user: Reader | None) -> list[Completion]:
    """What this reader may mean, terms and topics first; three queries."""
    words = [fold_word(token.text) for token in tokens(clean_query(raw))]
    typed = tuple(word for word in words if word)[:MAX_WORDS]
    if len("".join(typed)) < MIN_LENGTH:
        return []
    named = [*complete_terms(typed, language), *complete_topics(typed, language)]
    return [*named, *complete_titles(typed, language, user)]


def complete_titles(
    typed: tuple[str, ...], language: str, user: Reader | None
) -> Iterator[Completion]:
    """Works whose title holds the words, the last of which may be unfinished."""
    keys = keys_of(typed, language, user)
    found = works.seen_by_many(keys, user)
    for key in keys:
        if work := found.get(key):
            yield Completion(work.best(language).title, work.url(language), work.kind)


def keys_of(typed: tuple[str, ...], language: str, user: Reader | None) -> list[UUID]:
    """Of the cluster, where there is one that answers; else of the database."""

    def titled(search: Engine) -> list[UUID]:
        return search.titles(typed, language=language, user=user, size=MAX_WORKS)

    if uses_cluster():
        found = ask_cluster(titled, user)
        if found is not None:
            return found
    return [] if health.is_noted() else titled(database_engine())


class NamedEntry(NamedTuple):
    """What a term or a topic is called, and how each of its names begins, folded."""

    slug: str
    text: str
    folded: tuple[str, ...]


_named: GenerationCache[list[NamedEntry]] = GenerationCache(size=20)


def complete_terms(typed: tuple[str, ...], language: str) -> Iterator[Completion]:
    for one in filter_by_prefix(typed, _named.get((TERM, language), lambda: named_terms(language))):
        yield Completion(one.text, lookup.glossary_url(language, one.slug), TERM)


def complete_topics(typed: tuple[str, ...], language: str) -> Iterator[Completion]:
    for one in filter_by_prefix(
        typed, _named.get((TOPIC, language), lambda: named_topics(language))
    ):
        yield Completion(one.text, f"{reverse('search:library')}?topic={one.slug}", TOPIC)


def named_terms(language: str) -> list[NamedEntry]:
    known = ((entry.slug, entry.wordings.get(language)) for entry in lookup.all_terms())
    return [
        NamedEntry(slug, wording.text, tuple(map(fold, (wording.text, *wording.others))))
        for slug, wording in known
        if wording
    ]


def named_topics(language: str) -> list[NamedEntry]:
    return [
        NamedEntry(slug, labels[language], (fold(labels[language]),))
        for slug, labels in labels_by_slug().items()
        if language in labels
    ]


def filter_by_prefix(typed: tuple[str, ...], known: list[NamedEntry]) -> list[NamedEntry]:
    """The first that begin as it is typed, article and accents aside."""
    words = " ".join(typed)
    found = (one for one in known if any(name.startswith(words) for name in one.folded))
    return list(islice(found, MAX_OTHERS))
