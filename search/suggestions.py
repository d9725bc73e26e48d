"""Spelling correction: a query with one word corrected, for one that some word keeps from
finding anything."""

from collections.abc import Iterator
from itertools import islice

from search.engines.base import Engine
from search.sources import WeighedQuery
from search.vocabulary import KnownWord

MIN_LENGTH = 4
MAX_CANDIDATES = 2


def corrections(asked: WeighedQuery, language: str, engine: Engine) -> Iterator[str]:
    """The query with its likeliest misspelt word corrected, the likeliest first.

    One word is changed and no more: two guesses at once make a heap that nobody meant.
    """
    found: list[tuple[tuple[int, bool, bool], str]] = []
    for word in asked.unknown:
        if len(word) >= MIN_LENGTH and word.isalpha() and word in asked.query.typed:
            for distance, known in engine.near(word):
                likely = (distance, known.language != language, known.folded[0] != word[0])
                found.append((likely, replace_span(asked.text, asked.query.typed[word], known)))
    unique = dict.fromkeys(text for _likely, text in sorted(found, key=lambda one: one[0]))
    yield from islice(unique, MAX_CANDIDATES)


def replace_span(text: str, span: tuple[int, int], known: KnownWord) -> str:
    start, end = span
    return text[:start] + known.word + text[end:]
