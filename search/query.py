"""What is typed, read: words, phrases in quotation marks, the beginning of a last word.

The language of a query is unknown, so its words are analysed in every language of their script.
Small words ("how", "the") do not count beside others.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from search.analysis import (
    Token,
    fold,
    fold_word,
    index_forms,
    languages_of,
    pieces,
    tokens,
    without_article,
)
from search.lexicon import ASKING, STOPWORDS

MAX_QUERY_LENGTH = 200
MAX_WORDS = 20
MIN_PREFIX_LENGTH = 3
# From so many words on, a query is a sentence: not all of it need occur.
MIN_SENTENCE, MIN_QUESTION = 4, 2
MIN_JOINED = 3
QUOTED = re.compile('"([^"]+)"|“([^“”]+)[”“]|«([^«»]+)»|„([^„“”]+)[“”]')


@dataclass(frozen=True)
class Word:
    """A word of a query: met by any of its forms, by a beginning, by one of its phrases (words or
    stems that follow each other), or by all of its parts."""

    text: str
    forms: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    parts: tuple["Word", ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.forms or self.phrases)


NO_WORD = Word("")


@dataclass(frozen=True)
class Query:
    """What is typed, as an engine looks for it."""

    words: tuple[Word, ...] = ()
    #: All words in order, folded, small ones too: a text that has them so is meant.
    exact: tuple[str, ...] = ()
    #: Whether it is a question or a sentence, of which not every word need occur.
    is_sentence: bool = False
    #: Folded words as typed, with their place in the text.
    typed: dict[str, tuple[int, int]] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return bool(self.words)


NOTHING = Query()


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
    return any(fold_word(token.text) for token in islice(tokens(text), MAX_WORDS))


def read_query(text: str) -> Query:
    """Parse a sanitised query."""
    phrases = [phrase_of(quoted) for quoted in quotations(text)]
    plain = QUOTED.sub(lambda match: " " * len(match[0]), text)
    runs = list(islice(limit_words(plain), MAX_WORDS))
    words = [word for word in (word_of(run) for run in runs) if word]
    telling = [word for word in words if fold(word.text) not in STOPWORDS]
    if not telling and not any(phrases):
        telling = words
    telling = join_neighbours(telling, plain)
    if telling and words and telling[-1].text == words[-1].text:
        telling[-1] = as_prefix(telling[-1])
    return Query(
        words=(*filter(None, phrases), *telling),
        exact=exact_words(text),
        is_sentence=len(telling) >= (MIN_QUESTION if is_asking(words) else MIN_SENTENCE),
        typed={fold_word(token.text): (token.start, token.end) for token in tokens(plain)},
    )


def normalise_query(text: str) -> str:
    """What tells of a query, folded: two queries with the same are the same."""
    return " ".join(fold_word(word.text) for word in read_query(clean_query(text)).words)


def is_asking(words: list[Word]) -> bool:
    return any(fold(word.text) in ASKING for word in words)


def quotations(text: str) -> Iterator[str]:
    for match in QUOTED.finditer(text):
        yield next(filter(None, match.groups()))


def limit_words(text: str) -> Iterator[list[Token]]:
    """The runs of a text with at most so many words in all."""
    room = MAX_WORDS
    for run in pieces(text):
        if room > 0:
            yield run[:room]
        room -= len(run)


def exact_words(text: str) -> tuple[str, ...]:
    """All words in order; empty for a single one."""
    found = [fold_word("".join(token.text for token in run)) for run in limit_words(text)]
    kept = tuple(filter(None, found))
    return kept if len(kept) > 1 else ()


def phrase_of(quoted: str) -> Word:
    """Words in quotation marks: as they are written, one after the other."""
    folded = tuple(
        filter(
            None, (fold_word("".join(token.text for token in run)) for run in limit_words(quoted))
        )
    )
    if len(folded) == 1:
        return Word(quoted, frozenset(folded))
    return Word(quoted, phrases=(folded,) if folded else ())


def word_of(run: list[Token]) -> Word:
    """A word of a query, with its parts where hyphens join them."""
    text = "".join(token.text for token in run)
    parts = tuple(word_of([token]) for token in run) if len(run) > 1 else ()
    return Word(text, frozenset(query_forms(text)), parts=tuple(filter(None, parts)))


def join_neighbours(words: list[Word], text: str) -> list[Word]:
    """Words that stand side by side may be written as one: "time bank", "timebank"."""
    places = {token.text: token for token in tokens(text)}
    found = list(words)
    for place, (one, other) in enumerate(pairwise(words)):
        first, second = places.get(one.text), places.get(other.text)
        near = first and second and second.start == first.end + 1
        if near and min(len(one.text), len(other.text)) >= MIN_JOINED:
            more = frozenset(query_forms(one.text + other.text))
            for at in (place, place + 1):
                found[at] = replace(found[at], forms=found[at].forms | more)
    return found


def split_word(word: Word) -> list[Word]:
    """The ways to read one word as two: "timebank" as "time bank"."""
    folded = fold_word(word.text)
    if not word.forms or len(folded) < 2 * MIN_JOINED or not folded.isalpha():
        return []
    return [
        Word(word.text, phrases=((folded[:at], folded[at:]),))
        for at in range(2, len(folded) - MIN_JOINED + 1)
    ][:MAX_WORDS]


def as_prefix(word: Word) -> Word:
    """The same word as a prefix match: it may not be finished yet."""
    folded = fold_word(word.text)
    beginnings = {folded, without_article(folded)}
    long_enough = tuple(sorted(one for one in beginnings if len(one) >= MIN_PREFIX_LENGTH))
    return replace(word, beginnings=long_enough)


def query_forms(word: str) -> tuple[str, ...]:
    """The forms of a word in every language written in its script."""
    found = [form for code in languages_of(word) for form in index_forms(word, code)]
    return tuple(dict.fromkeys(found))
