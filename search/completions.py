"""Completion: works, glossary terms and topics for words that are still being typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from core import works
from core.http import Reader
from core.pages.topics import labels_by_slug
from search import health
from search.analysis import fold, fold_word, tokens
from search.asking import of_cluster
from search.engines import database_engine, uses_cluster
from search.engines.base import Engine
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


def completions(raw: str, *, language: str, user: Reader | None) -> list[Completion]:
    """What this reader may mean, terms and topics first; three queries."""
    words = [fold_word(token.text) for token in tokens(clean_query(raw))]
    typed = tuple(word for word in words if word)[:MAX_WORDS]
    if len("".join(typed)) < MIN_LENGTH:
        return []
    named = [*terms(typed, language), *topics(typed, language)]
    return [*named, *titles(typed, language, user)]


def titles(typed: tuple[str, ...], language: str, user: Reader | None) -> Iterator[Completion]:
    """Works whose title holds the words, the last of which may be unfinished."""
    keys = keys_of(typed, language, user)
    found = works.resolve(keys, user=user)
    for key in keys:
        if work := found.get(key):
            yield Completion(work.best(language).title, work.url(language), work.kind)


def keys_of(typed: tuple[str, ...], language: str, user: Reader | None) -> list[UUID]:
    """Of the cluster, where there is one that answers; else of the database."""

    def titled(search: Engine) -> list[UUID]:
        return search.titles(typed, language=language, user=user, size=MAX_WORKS)

    if uses_cluster():
        found = of_cluster(titled, user)
        if found is not None:
            return found
    return [] if health.is_noted() else titled(database_engine())


def terms(typed: tuple[str, ...], language: str) -> Iterator[Completion]:
    rows = [
        (entry.slug, wording.text)
        for entry in lookup.entries()
        if (wording := entry.wordings.get(language))
        and any(begins(text, typed) for text in (wording.text, *wording.others))
    ]
    for slug, text in rows[:MAX_OTHERS]:
        yield Completion(text, lookup.address(language, slug), TERM)


def topics(typed: tuple[str, ...], language: str) -> Iterator[Completion]:
    rows = [
        (slug, labels[language])
        for slug, labels in labels_by_slug().items()
        if language in labels and begins(labels[language], typed)
    ]
    for slug, text in rows[:MAX_OTHERS]:
        yield Completion(text, f"{reverse('search:library')}?topic={slug}", TOPIC)


def begins(text: str, typed: tuple[str, ...]) -> bool:
    """Whether the text begins as it is typed, article and accents aside."""
    return fold(text).startswith(" ".join(typed))
