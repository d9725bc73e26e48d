"""Text analysis for search: tokenising, folding and stemming in six languages and three scripts.

Pure functions, one analysis for every engine. A text is split into tokens with their positions;
each word becomes a few *forms* (folded, stemmed); a query matches any form of each word. The
language of a query is unknown, so its words are analysed in every language of their script.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import Stemmer

from core.text import fold
from search.lexicon import ENDINGS, IRREGULAR, STOPWORDS

MAX_QUERY_LENGTH = 200
MAX_WORDS = 20
MAX_WORD_LENGTH = 64
MIN_PREFIX_LENGTH = 3

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
# Elision, possessive: l’économie, d'échange, qu’il, women's. Blanked, so that offsets stay valid.
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['\u2019\u02bc](?=\w)|(?<=\w)['\u2019\u02bc]s\b", re.I)

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
class Word:
    """A word of a query: matches by any of its forms, by prefix, or by all of its parts."""

    text: str
    forms: frozenset[str]
    beginnings: tuple[str, ...] = ()
    parts: tuple["Word", ...] = ()

    def meets(self, forms: tuple[str, ...]) -> bool:
        """Whether a word of a text, given by its forms, matches."""
        return not self.forms.isdisjoint(forms) or any(
            form.startswith(self.beginnings) for form in forms[:1] if self.beginnings
        )


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
def forms(word: str, language: str) -> tuple[str, ...]:
    """The index forms of a word in a language: the folded word, then its marked stems."""
    folded = fold(word)[:MAX_WORD_LENGTH]
    if language not in SNOWBALL or len(folded) < 3:
        return (folded,) if folded else ()
    found = dict.fromkeys(one for one in stems(word, folded, language) if one)
    return (folded, *(MARKERS[language] + one for one in found))


def stems(word: str, folded: str, language: str) -> list[str]:
    """Stems of the word as written, as folded, and of its other spellings."""
    stem = _stemmers.of[language].stemWord
    written = unicodedata.normalize("NFKC", word).casefold()[:MAX_WORD_LENGTH]
    # The word itself, too: the stem of Spanish "mujer" is shorter than that of "mujeres" ("mujer").
    found = [folded, fold(stem(written)), stem(folded)]
    for other in other_spellings(folded, language):
        found += [fold(other), fold(stem(other))]
    if language == "el":
        found += greek_stems(found[-1])
    elif language == "ar":
        found += arabic_stems(folded)
    return found


def other_spellings(folded: str, language: str) -> list[str]:
    """The word in the singular, with its accents, or in its other spelling."""
    found = []
    if irregular := IRREGULAR.get(language, {}).get(folded):
        found.append(irregular)
    for ending, other in ENDINGS.get(language, ()):
        if folded.endswith(ending) and len(folded) - len(ending) >= 2:
            found.append(folded.removesuffix(ending) + other)
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
        found += [light_stem(reading), light_stem(singular), singular]
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


def indexable(text: str, language: str) -> str:
    """All forms of all words of a text, in order, for an engine to index."""
    found: list[str] = []
    for run in runs(text):
        for token in run:
            found += forms(token.text, language)
        if len(run) > 1:
            found += forms("".join(token.text for token in run), language)
    return " ".join(found)


def clean_query(raw: str) -> str:
    """Sanitise a query for search and display; empty if no word is left.

    At most 200 characters and 20 words, and no invisible characters.
    """
    kept = []
    for character in raw[: MAX_QUERY_LENGTH * 10]:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Co", "Cn"}:
            kept.append(" ")
        elif category != "Cf":
            kept.append(character)
    words = unicodedata.normalize("NFC", "".join(kept)).split()
    text = " ".join(words[:MAX_WORDS])[:MAX_QUERY_LENGTH].strip()
    return text if has_words(text) else ""


def has_words(text: str) -> bool:
    """Whether `read_query` would find a word in a cleaned query."""
    return any(fold(token.text) for token in islice(tokens(text), MAX_WORDS))


def read_query(text: str) -> tuple[Word, ...]:
    """Parse a sanitised query into words. Stop words are dropped next to others."""
    found: list[Word] = []
    room = MAX_WORDS
    for run in runs(text):
        found += [word_of(run[:room])] if room > 0 else []
        room -= len(run)
    found = [word for word in found if word.forms]
    telling = [word for word in found if fold(word.text) not in STOPWORDS] or found
    if telling:
        telling[-1] = begun(telling[-1])
    return tuple(telling)


def word_of(run: list[Token]) -> Word:
    """A word of a query, with its parts where hyphens join them."""
    text = "".join(token.text for token in run)
    parts = tuple(word_of([token]) for token in run) if len(run) > 1 else ()
    return Word(text, frozenset(query_forms(text)), parts=parts)


def begun(word: Word) -> Word:
    """The same word as a prefix match: it may not be finished yet."""
    folded = fold(word.text)
    beginnings = {folded, without_article(folded)}
    long_enough = tuple(sorted(one for one in beginnings if len(one) >= MIN_PREFIX_LENGTH))
    return Word(word.text, word.forms, long_enough, word.parts)


def query_forms(word: str) -> tuple[str, ...]:
    """The forms of a word in every language written in its script."""
    found = [form for code in languages_of(word) for form in forms(word, code)]
    return tuple(dict.fromkeys(found))


def languages_of(word: str) -> tuple[str, ...]:
    """Candidate languages of a word, by its script."""
    for character in word:
        name = unicodedata.name(character, "")
        if name.startswith("ARABIC LETTER"):
            return ("ar",)
        if name.startswith("GREEK"):
            return ("el",)
    return LATIN


def suggestable(text: str) -> set[str]:
    """The words of a text as suggestions show them: lower case, no vowel signs."""
    found = set()
    for token in tokens(text):
        plain = "".join(c for c in token.text if c != "ـ" and not "\u064b" <= c <= "\u0670")
        word = unicodedata.normalize("NFC", plain).casefold()
        if 4 <= len(word) <= 30 and word.isalpha():
            found.add(word)
    return found
