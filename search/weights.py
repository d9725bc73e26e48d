"""What each word of a query tells: rare words more than common ones. One query asks how many texts
hold a word, as it is typed, as two words, or as another script would write it."""

import math
from dataclasses import replace

from search.analysis import fold_word
from search.engines.base import Engine, Wanted
from search.query import Query, Word, splits
from search.sounds import heard_forms


def weigh(query: Query, engine: Engine) -> tuple[tuple[Wanted, ...], tuple[str, ...]]:
    """The words of a query with their weights, and the folded ones that no text holds."""
    probes: list[Word] = []
    places: list[tuple[int, int, int]] = []
    for word in query.words:
        apart, heard = splits(word), heard_forms(fold_word(word.text)) if word.forms else ()
        begin = len(probes)
        probes += [word, *apart, Word(word.text, frozenset(heard))] if heard else [word, *apart]
        places.append((begin, begin + 1 + len(apart), len(probes)))
    frequencies = engine.frequencies(probes)
    wanted, unknown = list[Wanted](), list[str]()
    for word, (begin, heard_at, end) in zip(query.words, places, strict=True):
        known = frequencies.of[begin]
        halves = [
            probe.phrases[0]
            for probe, count in zip(
                probes[begin + 1 : heard_at], frequencies.of[begin + 1 : heard_at], strict=True
            )
            if count
        ]
        best = replace(word, phrases=(*word.phrases, *halves))
        count = known + sum(frequencies.of[begin + 1 : heard_at])
        if not count and heard_at < end and frequencies.of[heard_at]:
            best = replace(best, forms=best.forms | probes[heard_at].forms)
            count = frequencies.of[heard_at]
        if not count and word.forms:
            unknown.append(fold_word(word.text))
        wanted.append(Wanted(best, telling(count, frequencies.documents)))
    return tuple(wanted), tuple(unknown)


def telling(count: int, documents: int) -> float:
    """The weight of a word that occurs in so many of the documents."""
    return math.log(1 + documents / (count + 0.5)) if documents else 1.0
