"""Highlighting and snippets: marks query words in the original text, in any script."""

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Token, Word, forms, runs

Span = tuple[int, int]

SNIPPET = 240
BEFORE = 60
REACH = SNIPPET - BEFORE
AFTER_SENTENCE = re.compile(r"(?<=[.!?:;؟…])\n")
# Longer texts get no snippet: their summary is shown.
MAX_TEXT_LENGTH = 40_000


class Stretch(NamedTuple):
    """A part of a text, and how many different query words it contains."""

    words: int = 0
    start: int = 0
    end: int = 0


class Highlighter:
    """Finds the words of one query in texts of any language."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        every = [*words, *(part for word in words for part in word.parts if len(part.text) > 2)]
        self.forms = frozenset(form for word in every for form in word.forms)
        self.wanted = max(1, len(words))
        self.beginnings = tuple(one for word in every for one in word.beginnings)

    def mark(self, text: str, language: str) -> SafeString:
        """The whole text as safe HTML, matches in `<mark>`."""
        return marked(text, list(self.spans(text, language)))

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self.forms)

    def finds(self, text: str, language: str) -> bool:
        """Whether any word of the query occurs in the text."""
        return next(self.spans(text, language), None) is not None

    def snippet(self, text: str, language: str) -> SafeString:
        """The passage with most words of the query, marked; empty if none occurs."""
        flowing = AFTER_SENTENCE.sub(" ", text[:MAX_TEXT_LENGTH]).replace("\n", " · ")
        stretch = self.stretch(flowing, language)
        return self.mark(cut(flowing, stretch), language) if stretch.words else SafeString("")

    def stretch(self, text: str, language: str) -> "Stretch":
        """The passage where most different query words are close together.

        It ends with the first place that has them all: texts are long.
        """
        best = Stretch()
        near: deque[tuple[int, str]] = deque()
        for start, end in self.spans(text, language):
            near.append((start, text[start:end].casefold()))
            while len(near) > 1 and near[0][0] < end - REACH:
                near.popleft()
            count = len({word for _start, word in near})
            if count > best.words:
                best = Stretch(count, near[0][0], end)
            if count >= self.wanted:
                break
        return best

    def spans(self, text: str, language: str) -> Iterator[Span]:
        """Offsets of matching words; a hyphenated word, as co-production, may match as a whole."""
        for run in runs(text):
            joined = "".join(token.text for token in run)
            if len(run) > 1 and self.meets(joined, language):
                yield run[0].start, run[-1].end
            else:
                yield from (span(token) for token in run if self.meets(token.text, language))

    def meets(self, word: str, language: str) -> bool:
        found = forms(word, language)
        return not self.forms.isdisjoint(found) or (
            bool(self.beginnings) and bool(found) and found[0].startswith(self.beginnings)
        )


def span(token: Token) -> Span:
    return token.start, token.end


def cut(text: str, stretch: Stretch) -> str:
    """The passage with some words of context, none of them cut in half."""
    left = max(0, stretch.start - BEFORE)
    right = max(stretch.end, min(len(text), left + SNIPPET))
    if left and " " in text[left : stretch.start]:
        left = text.index(" ", left) + 1
    if right < len(text) and " " in text[stretch.end : right]:
        right = text.rindex(" ", 0, right)
    return ("… " if left else "") + text[left:right] + (" …" if right < len(text) else "")


def marked(text: str, spans: list[Span]) -> SafeString:
    """Escape first, mark after: nothing in the text can become markup."""
    pieces, place = [], 0
    for start, end in spans:
        pieces += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text is escaped
