"""Text analysis for search: tokenising, folding and stemming in six languages and three scripts.

Pure functions, one analysis for every engine. A text is split into words with their offsets;
each has a folded form and a stem at its position, and further forms apart from any position
(`AlignedText`). A query matches any form of each word: see `search.query`.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from core.text import fold
from search.lexicon import ENDINGS, IRREGULAR, SPELLINGS, STOPWORDS
from search.transliteration import sound_forms

MAX_WORD_LENGTH = 64
# Longer runs of hyphens are no word, but a rule or a code: each piece stands for itself.
MAX_PARTS = 4

SNOWBALL = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "el": "greek",
    "ar": "arabic",
}
# Language marker: each stem is prefixed with a letter that nobody types, so stems of different
# languages never match. Without it, French "agre(ement)" would be English "agre(e)".
MARKERS = dict(zip(SNOWBALL, "ᚠᚢᚦᚨᚱᚲ", strict=True))
LATIN = ("en", "fr", "es", "pt")

# Combining marks, vowel signs and joiners: part of a word in a text, ignored in comparisons.
MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u200c\u200d"
WORD = re.compile(rf"\w[\w{MARKS}]*")
HYPHENS = frozenset("-\u2010\u2011")
# What people type for an apostrophe, beside the two proper ones.
APOSTROPHES = "'\u2019\u02bc\u2018\u201b\u00b4`\u2032\u02b9\uff07"
# Elision, possessive: l’économie, d'échange, qu’il, women's. Blanked, so that offsets stay valid.
ELISION = re.compile(rf"\b(?:[cdjlmnst]|qu)[{APOSTROPHES}](?=\w)|(?<=\w)[{APOSTROPHES}]s\b", re.I)

ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و")
# Each with the minimum number of letters that must remain.
ARABIC_SUFFIXES = (
    ("ها", 3), ("ات", 3), ("ان", 4), ("ون", 4), ("ين", 4), ("يه", 3), ("ه", 3), ("ي", 3),
)  # fmt: skip


class _Stemmers(threading.local):
    """Thread-local stemmers: a Snowball object is not thread-safe."""

    def __init__(self) -> None:
        self.of = {code: Stemmer.Stemmer(name) for code, name in SNOWBALL.items()}


_stemmers = _Stemmers()


@dataclass(frozen=True)
class Token:
    """A token of a text, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class AlignedText:
    """A text as the index stores it: a folded word and a stem at each position, with the offsets of
    the word; and all further forms, once each and in no order, so that lengths count words."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    more: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """A folded word of letters and digits only; may be empty."""
    return "".join(c for c in fold(word) if c.isalnum())[:MAX_WORD_LENGTH]


def runs(text: str) -> Iterator[list[Token]]:
    """The tokens of a text, grouped: those that hyphens join, as in co-production, come
    together."""
    plain = ELISION.sub(lambda match: " " * len(match[0]), text.replace("_", " "))
    run: list[Token] = []
    for match in WORD.finditer(plain):
        token = Token(match[0], match.start(), match.end())
        joined = run and token.start == run[-1].end + 1 and plain[run[-1].end] in HYPHENS
        if run and not joined:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text one by one."""
    for run in runs(text):
        yield from run


@lru_cache(maxsize=50_000)
def index_forms(word: str, language: str) -> tuple[str, ...]:
    """The index forms of a word in a language: the folded word, its main stem, further stems.

    The stems are marked with their language. A short word or a number is its own stem.
    """
    folded = fold_word(word)
    if language not in SNOWBALL or len(folded) < 3:
        return (folded,) if folded else ()
    found = dict.fromkeys(one for one in stems(word, folded, language) if one)
    return (folded, *(MARKERS[language] + one for one in found))


def stems(word: str, folded: str, language: str) -> list[str]:
    """Stems of the word, the main one first: in the singular, where that is irregular."""
    stem = _stemmers.of[language].stemWord
    written = unicodedata.normalize("NFKC", word).casefold()[:MAX_WORD_LENGTH]
    if language == "ar":
        return [*arabic_stems(folded), fold_word(stem(written)), stem(folded), folded]
    # The word itself, too: the stem of Spanish "mujer" is shorter than that of "mujeres" ("mujer").
    found = [fold_word(stem(written)), stem(folded), folded]
    for other in other_spellings(folded, language):
        found = [fold_word(stem(other)), *found, fold_word(other)]
    if language == "el":
        found += greek_stems(stem(folded))
    return found


def other_spellings(folded: str, language: str) -> list[str]:
    """The word in the singular, with its accents, or in its other spelling."""
    found = []
    if irregular := IRREGULAR.get(language, {}).get(folded):
        return [irregular]
    for ending, other in ENDINGS.get(language, ()):
        if folded.endswith(ending) and len(folded) - len(ending) >= 2:
            found.append(folded.removesuffix(ending) + other)
            break
    for old, new in SPELLINGS.get(language, ()):
        if old in folded[1:]:
            found += [newer := folded[:1] + folded[1:].replace(old, new)]
            found += other_spellings(newer, language)
            break
    return found


def greek_stems(stem: str) -> list[str]:
    """Light stemming for Greek: without the last vowels (υπηρεσία, υπηρεσίες), or without -ικ."""
    bare = stem.rstrip("αεηιουω")
    short = bare.removesuffix("ικ")
    return [one for one in (bare, short) if len(one) >= 4]


def arabic_stems(folded: str) -> list[str]:
    """Light stems; also after a one-letter preposition, and for broken plurals."""
    found = []
    bare = without_article(folded)
    readings = [bare, bare[1:] if bare[0] in "لبكفو" and len(bare) > 4 else bare]
    for reading in dict.fromkeys(readings):
        singular = IRREGULAR["ar"].get(reading, reading)
        found += [light_stem(singular), light_stem(reading), singular]
    return found


def light_stem(folded: str) -> str:
    """A folded Arabic word without article, conjunction and the commonest suffixes."""
    word = without_article(folded)
    for suffix, least in ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word.removesuffix(suffix)
    return word


def without_article(folded: str) -> str:
    """A folded Arabic word without its article and other prefixes."""
    for prefix in ARABIC_PREFIXES:
        if folded.startswith(prefix) and len(folded) - len(prefix) >= 3:
            return folded.removeprefix(prefix)
    return folded


def align(text: str, language: str) -> AlignedText:
    """A text as words, stems and further forms. What hyphens join is one word, found by its parts,
    too."""
    words, kept, spans = list[str](), list[str](), list[tuple[int, int]]()
    more: dict[str, None] = {}
    for run in pieces(text):
        found = index_forms("".join(token.text for token in run), language)
        if not found:
            continue
        words.append(found[0])
        kept.append(found[1] if len(found) > 1 else found[0])
        spans.append((run[0].start, run[-1].end))
        more |= dict.fromkeys(found[2:])
        if len(run) > 1:
            more |= dict.fromkeys(form for one in run for form in index_forms(one.text, language))
        for token in run:
            more |= dict.fromkeys(sound_forms(token.text, fold_word(token.text)))
    return AlignedText(tuple(words), tuple(kept), tuple(more), tuple(spans))


def pieces(text: str) -> Iterator[list[Token]]:
    """As `runs`, but a long run is taken apart, and one with a small word: gardez-vous."""
    for run in runs(text):
        is_small = any(fold(one.text) in STOPWORDS for one in run) if len(run) > 1 else False
        if len(run) <= MAX_PARTS and not is_small:
            yield run
        else:
            yield from ([token] for token in run)


def all_forms(text: str, language: str) -> str:
    """All forms of all words of a text, for a field without positions."""
    found = align(text, language)
    return " ".join(dict.fromkeys([*found.words, *found.stems, *found.more]))


def languages_of(word: str) -> tuple[str, ...]:
    """Candidate languages of a word, by its script."""
    for character in word:
        name = unicodedata.name(character, "")
        if name.startswith("ARABIC LETTER"):
            return ("ar",)
        if name.startswith("GREEK"):
            return ("el",)
    return LATIN


def suggestion_words(text: str) -> set[str]:
    """The words of a text as suggestions show them: lower case, no vowel signs."""
    found = set()
    for token in tokens(text):
        plain = "".join(c for c in token.text if c != "ـ" and not "\u064b" <= c <= "\u0670")
        word = unicodedata.normalize("NFC", plain).casefold()
        if 4 <= len(word) <= 30 and word.isalpha():
            found.add(word)
    return found
