"""Bilingual lexicon from titles: what the library's own titles call a thing in another language.

Where two works or more have a word in their titles in one language, and another word in the other
language, these mean the same, as far as titles tell. Learnt when asked for, from public works only,
and cached for a generation.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from core.caching import generation
from core.caching.generation import GenerationCache
from search.analysis import align, fold_word
from search.engines.base import Engine, TitlePair
from search.lexicon import STOPWORDS
from search.query import Word
from search.weights import inverse_document_frequency

MIN_WORKS = 2
# The part of the works that must agree.
AGREED = 0.6
MIN_LETTERS = 4

# Language to the word as a title has it, and its stem.
Pairs = dict[str, tuple[str, str]]
_pairs: GenerationCache[Pairs] = GenerationCache(size=5000)


def pairs_of(words: Sequence[Word], engine: Engine) -> dict[str, Pairs]:
    """For each word by its text: the word of each other language that titles pair it with."""
    asked = [word for word in words if word.forms and len(fold_word(word.text)) >= MIN_LETTERS]
    new = [word for word in asked if _pairs.peek(word.text) is None]
    if new:
        learn(new, engine)
    return {word.text: found for word in asked if (found := _pairs.peek(word.text))}


def learn(words: Sequence[Word], engine: Engine) -> None:
    """Keep the pairs of these words; two queries."""
    number = generation.current()
    rows: dict[int, list[TitlePair]] = defaultdict(list)
    for row in engine.title_pairs(words):
        rows[row.place].append(row)
    candidates = [agreed_stems(rows[place]) for place in range(len(words))]
    stems = sorted({stem for found in candidates for each in found.values() for stem in each})
    counts = engine.frequencies([Word(stem, frozenset([stem])) for stem in stems])
    weights = {
        stem: inverse_document_frequency(count, counts.documents)
        for stem, count in zip(stems, counts.of, strict=True)
    }
    for word, found in zip(words, candidates, strict=True):
        best = {language: likeliest_stem(each, weights) for language, each in found.items() if each}
        _pairs.put(word.text, best, number)


def agreed_stems(rows: Iterable[TitlePair]) -> dict[str, dict[str, tuple[float, str]]]:
    """By language, the stems that most of these works have in their titles: their share, and the
    word as it is written."""
    titles = {(row.work, row.language): row.title for row in rows}
    works: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    for (_work, language), title in titles.items():
        read = align(title, language)
        works[language] += 1
        here = {
            stem: title[start:end]
            for word, stem, (start, end) in zip(read.words, read.stems, read.spans, strict=True)
            if word not in STOPWORDS and len(word) >= MIN_LETTERS
        }
        counts[language].update(here.keys())
        written |= here
    return {
        language: {
            stem: (count / works[language], written[stem])
            for stem, count in found.items()
            if count >= MIN_WORKS and count / works[language] >= AGREED
        }
        for language, found in counts.items()
    }


def likeliest_stem(
    stems: dict[str, tuple[float, str]], weights: dict[str, float]
) -> tuple[str, str]:
    best = max(stems, key=lambda stem: stems[stem][0] * weights[stem])
    return stems[best][1], best
