"""Marks the words of a query in the text as it was written, whatever its script and accents."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Token, Word, forms, runs

Span = tuple[int, int]

SNIPPET = 240
BEFORE = 60
# Beyond this a text is not looked through for a snippet: it is shown by its summary.
LONGEST_TEXT = 40_000


class Highlighter:
    """Finds the words of one query in texts of any language."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        every = [*words, *(part for word in words for part in word.parts if len(part.text) > 2)]
        self.forms = frozenset(form for word in every for form in word.forms)
        self.beginnings = tuple(one for word in every for one in word.beginnings)

    def mark(self, text: str, language: str) -> SafeString:
        """The whole text as safe HTML, its matches in `<mark>`."""
        return marked(text, list(self.spans(text, language)))

    def snippet(self, text: str, language: str) -> SafeString:
        """The line of the text that holds most of the query, cut to size; empty if none does."""
        best: tuple[int, str, list[Span]] = (0, "", [])
        for line in text[:LONGEST_TEXT].splitlines():
            spans = list(self.spans(line, language))
            if spans:
                count, shown, inside = window(line, spans)
                if count > best[0]:
                    best = (count, shown, inside)
        return marked(best[1], best[2])

    def spans(self, text: str, language: str) -> Iterator[Span]:
        """Where the words stand in the text; a joined word, as co-production, may match whole."""
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


def window(line: str, spans: list[Span]) -> tuple[int, str, list[Span]]:
    """The stretch of a line with most different words in it: their number, it, and its spans."""
    best: tuple[int, int, list[Span]] = (0, 0, [])
    for start, end in spans:
        left = max(0, start - BEFORE)
        inside = [one for one in spans if left <= one[0] and one[1] <= left + SNIPPET]
        count = len({line[one[0] : one[1]].casefold() for one in inside}) or 1
        if count > best[0]:
            best = (count, left, inside or [(start, min(end, left + SNIPPET))])
    count, left, inside = best
    left, right = whole_words(line, left, min(len(line), left + SNIPPET), inside)
    before, after = "… " if left else "", " …" if right < len(line) else ""
    shift = left - len(before)
    return count, before + line[left:right] + after, [(a - shift, b - shift) for a, b in inside]


def whole_words(line: str, left: int, right: int, inside: list[Span]) -> Span:
    """The same stretch without the halves of words at its ends; what is marked stays."""
    if left and " " in line[left : inside[0][0]]:
        left = line.index(" ", left) + 1
    if right < len(line) and " " in line[inside[-1][1] : right]:
        right = line.rindex(" ", 0, right)
    return left, right


def marked(text: str, spans: list[Span]) -> SafeString:
    """Escaped first, marked after: nothing in the text can become markup."""
    pieces, place = [], 0
    for start, end in spans:
        pieces += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text is escaped
