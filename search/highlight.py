"""Highlighting and snippets: marks query words in the original text, in any script."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Token, fold_word, index_forms, pieces
from search.lexicon import STOPWORDS
from search.query import Word

Span = tuple[int, int]

SNIPPET = 240
BEFORE = 60
# Words that a snippet has room for behind the first one found.
REACH = 30
AFTER_SENTENCE = re.compile(r"(?<=[.!?:;؟…])\n")


class Fragment(NamedTuple):
    """A fragment of a text, by the places of its first and last found word, and how many different
    words of the query it holds."""

    words: int = 0
    first: int = 0
    last: int = 0


class Highlighter:
    """Finds the words of one query in texts of any language."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)
        every = [*self.words, *(part for word in self.words for part in word.parts)]
        self.place_of: dict[str, int] = {}
        for place, word in enumerate(every):
            for form in forms_of(word):
                self.place_of.setdefault(form, place)
        self.beginnings = tuple(one for word in every for one in word.beginnings)

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self.place_of)

    def mark(self, text: str, language: str) -> SafeString:
        """The whole text as safe HTML, matches in `<mark>`."""
        return insert_marks(text, list(self.spans(text, language)))

    def finds(self, text: str, language: str) -> bool:
        """Whether any word of the query occurs in the text."""
        return next(self.spans(text, language), None) is not None

    def count(self, text: str, language: str) -> int:
        """How many different words of the query occur in a short text."""
        found = {
            self.place_of.get(form, -1)
            for start, end in self.spans(text, language)
            for form in index_forms(text[start:end], language)
        }
        return len(found - {-1})

    def fragment(self, words: str, stems: str) -> Fragment:
        """Where most different words of the query are close together; the first such place."""
        best, near = Fragment(), list[tuple[int, int]]()
        for at, place in self.places(words, stems):
            near = [one for one in near if one[0] > at - REACH]
            near.append((at, place))
            count = len({place for _at, place in near})
            if count > best.words:
                best = Fragment(count, near[0][0], at)
            if count >= len(self.words):
                break
        return best

    def places(self, words: str, stems: str) -> list[tuple[int, int]]:
        """Places of a text that hold a word of the query, and which one, in order."""
        found: dict[int, int] = {}
        for text in (f" {words} ", f" {stems} "):
            for form, place in self.place_of.items():
                for at in occurrences(f" {form} ", text):
                    found.setdefault(at, place)
        for beginning in self.beginnings:
            for at in occurrences(f" {beginning}", f" {words} "):
                found.setdefault(at, len(self.words) - 1)
        return sorted(found.items())

    def snippet(
        self, text: str, language: str, starts: Sequence[int], found: Fragment
    ) -> SafeString:
        """The fragment of the text, marked; `starts`: where each of its words begins."""
        if not found.words or found.last >= len(starts):
            return SafeString("")
        cut_out = cut(text, starts[found.first], starts[found.last])
        return self.mark(AFTER_SENTENCE.sub(" ", cut_out).replace("\n", " · "), language)

    def spans(self, text: str, language: str) -> Iterator[Span]:
        """Offsets of matching words; a hyphenated word, as co-production, may match as a whole."""
        if not self.place_of or not text:
            return
        read = analyse_text(text, language)
        if not self.may_occur(read):
            return
        for whole, *parts in read.words:
            if self.meets(whole.forms):
                yield whole.span
            else:
                yield from (one.span for one in parts if self.meets(one.forms))

    def may_occur(self, read: "Analysis") -> bool:
        """Whether it is worth looking at each word: in most texts of a page none is found."""
        return not self.place_of.keys().isdisjoint(read.forms) or any(
            f" {beginning}" in read.folded for beginning in self.beginnings
        )

    def meets(self, found: tuple[str, ...]) -> bool:
        return not self.place_of.keys().isdisjoint(found) or (
            bool(self.beginnings) and bool(found) and found[0].startswith(self.beginnings)
        )


def forms_of(word: Word) -> Iterator[str]:
    """What marks a word in a text; of phrases, the words that tell something."""
    yield from word.forms
    for phrase in word.phrases:
        yield from (one for one in phrase if len(one) > 2 and fold_word(one) not in STOPWORDS)


def part_at(parts: Sequence[dict], place: int) -> dict | None:
    """The part of a document that holds the word at this place."""
    at = bisect_right([part["at"] for part in parts], place)
    return parts[at - 1] if at else None


def occurrences(wanted: str, text: str) -> Iterator[int]:
    """At which words of the text this begins. Texts are long, so the search is left to `str`."""
    at, start = 0, 0
    found = text.find(wanted)
    while found >= 0:
        at += text.count(" ", start, found)
        yield at
        start, found = found, text.find(wanted, found + 1)


class TextWord(NamedTuple):
    """A word of a text: where it stands, and its forms."""

    span: Span
    forms: tuple[str, ...]


class Analysis(NamedTuple):
    """The words of a short text; one that hyphens join as a whole first, then its parts. `forms`:
    of all of them; `folded`: the words as compared, a space before each."""

    words: tuple[tuple[TextWord, ...], ...]
    forms: frozenset[str]
    folded: str


@lru_cache(maxsize=2000)
def analyse_text(text: str, language: str) -> Analysis:
    """Titles and summaries are met again with every search."""
    words = tuple(tuple(matches_in_run(run, language)) for run in pieces(text))
    found = [one.forms for word in words for one in word if one.forms]
    folded = "".join(f" {forms_[0]}" for forms_ in found)
    return Analysis(words, frozenset(form for forms_ in found for form in forms_), folded)


def matches_in_run(run: list[Token], language: str) -> Iterator[TextWord]:
    if len(run) > 1:
        whole = "".join(token.text for token in run)
        yield TextWord((run[0].start, run[-1].end), index_forms(whole, language))
    yield from (TextWord((one.start, one.end), index_forms(one.text, language)) for one in run)


def cut(text: str, start: int, last: int) -> str:
    """The fragment with some words of context, none of them cut in half."""
    left = max(0, start - BEFORE)
    right = min(len(text), max(last + 1, left + SNIPPET))
    left = next_space(text, left, start) if left else 0
    end = len(text) if right >= len(text) else last_space(text, right, last)
    return ("… " if left else "") + text[left:end].strip() + (" …" if end < len(text) else "")


def next_space(text: str, left: int, start: int) -> int:
    """The first word that begins behind `left`, at the latest the one at `start`."""
    found = re.search(r"\s", text[left:start])
    return left + found.end() if found else start


def last_space(text: str, right: int, last: int) -> int:
    """The end of the last whole word before `right`; of the one at `last` at the earliest."""
    before = max(text.rfind(" ", last, right), text.rfind("\n", last, right))
    if before > last:
        return before
    found = re.search(r"\s", text[last:])
    return last + found.start() if found else len(text)


def insert_marks(text: str, spans: list[Span]) -> SafeString:
    """Escape first, mark after: nothing in the text can become markup."""
    found, place = [], 0
    for start, end in spans:
        found += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    found.append(escape(text[place:]))
    return mark_safe("".join(found))  # noqa: S308 - every piece of the text is escaped
