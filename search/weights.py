"""Term weighting (inverse document frequency): rare words of a query count more than common
ones. One query asks how many texts hold a word, as it is typed, as two words, or as another
script would write it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.analysis import fold_word
from search.engines.base import Engine, WeightedWord
from search.query import Query, Word, split_word
from search.transliteration import heard_forms

# In a word this long, two wrong letters are still a misspelling.
LONG = 7


@dataclass
class Reading:
    """A word of a query, the other ways to read it, and how many texts hold each."""

    word: Word
    apart: list[Word]
    heard: Word
    counts: Sequence[int] = ()

    @property
    def probes(self) -> list[Word]:
        return [self.word, *self.apart, *([self.heard] if self.heard else [])]

    @property
    def count(self) -> int:
        """How many texts hold the word as it is typed, or as two words."""
        return sum(self.counts[: 1 + len(self.apart)])

    @property
    def heard_count(self) -> int:
        """How many hold it as another script would write it; 0 where it is known as it is."""
        return self.counts[-1] if self.heard and not self.count else 0

    @property
    def whole(self) -> Word:
        """The word with the ways to write it as two that occur."""
        pairs = zip(self.apart, self.counts[1:], strict=False)
        halves = tuple(probe.phrases[0] for probe, count in pairs if count)
        return replace(self.word, phrases=(*self.word.phrases, *halves))


def weigh(query: Query, engine: Engine) -> tuple[tuple[WeightedWord, ...], tuple[str, ...]]:
    """The words of a query with their weights, and the folded ones that no text holds."""
    readings = [reading_of(word) for word in query.words]
    frequencies = engine.frequencies([probe for one in readings for probe in one.probes])
    counts = list(frequencies.of)
    for one in readings:
        one.counts, counts = counts[: len(one.probes)], counts[len(one.probes) :]
    heard = [one for one in readings if one.heard_count]
    # Who types one word in the letters of another script does so with all.
    is_foreign = any(not is_near(one.word, engine) for one in heard)
    wanted, unknown = list[WeightedWord](), list[str]()
    for one in readings:
        word, count = one.whole, one.count
        if is_foreign and one.heard_count:
            word, count = replace(word, forms=word.forms | one.heard.forms), one.heard_count
        if not count and word.forms:
            unknown.append(fold_word(word.text))
        wanted.append(WeightedWord(word, inverse_document_frequency(count, frequencies.documents)))
    return tuple(wanted), tuple(unknown)


def reading_of(word: Word) -> Reading:
    forms = heard_forms(fold_word(word.text)) if word.forms else ()
    return Reading(word, split_word(word), Word(word.text, frozenset(forms)))


def is_near(word: Word, engine: Engine) -> bool:
    """Whether the word looks like a misspelt one of the library, rather than one of another
    script."""
    folded = fold_word(word.text)
    return any(distance == 1 or len(folded) >= LONG for distance, _known in engine.near(folded)[:1])


def inverse_document_frequency(count: int, documents: int) -> float:
    """The weight of a word that occurs in so many of the documents."""
    return math.log(1 + documents / (count + 0.5)) if documents else 1.0
