"""Vocabulary of the index, for spelling correction: read once a generation, compared in memory."""

from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.caching.generation import GenerationCache
from search.models import SearchWord

MAX_NEAR = 20
SHORT = 5


class KnownWord(NamedTuple):
    """A word of some work: folded, as it is written, and its language."""

    folded: str
    word: str
    language: str


_words: GenerationCache[tuple[list[str], list[KnownWord]]] = GenerationCache(size=1)


def nearby_words(folded: str) -> list[tuple[int, KnownWord]]:
    """Words at most two changes away, one for a short word: (distance, word), nearest first."""
    written, known = _words.get("all", _read)
    found = process.extract(
        folded, written, scorer=OSA.distance, score_cutoff=most_changes(folded), limit=MAX_NEAR
    )
    return [(int(distance), known[place]) for _word, distance, place in found]


def most_changes(folded: str) -> int:
    """How many letters may be wrong in a word, that it is still the same."""
    return 1 if len(folded) <= SHORT else 2


def _read() -> tuple[list[str], list[KnownWord]]:
    rows = SearchWord.objects.values_list("folded", "word", "language")
    known = [KnownWord(*row) for row in rows]
    return [one.folded for one in known], known
