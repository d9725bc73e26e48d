"""Suggestions for a query without results ("did you mean"): spelling, and the glossary's words."""

from dataclasses import dataclass, replace
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import fold, read_query, tokens
from search.engines.base import Engine, Question
from search.models import SearchWord
from translations.glossary import lookup

MAX_CORRECTIONS = 3
MAX_CANDIDATES = 3
MIN_LENGTH = 4


@dataclass(frozen=True)
class Suggestion:
    """A query to try instead, and its number of results for this reader."""

    q: str
    total: int


class Candidate(NamedTuple):
    """A correction candidate; the smaller, the likelier."""

    distance: int
    is_foreign: bool
    starts_otherwise: bool
    folded: str
    word: str


LEFT_OUT = Candidate(3, is_foreign=True, starts_otherwise=True, folded="", word="")


def suggest(q: str, question: Question, engine: Engine) -> Suggestion | None:
    """What finds something that this reader may see: the glossary's word for what was typed, else
    the query with misspelt words corrected."""
    return said_otherwise(q, question, engine) or corrected(q, question, engine)


def said_otherwise(q: str, question: Question, engine: Engine) -> Suggestion | None:
    """A word of another country or trade is in the glossary, beside the one that our texts use."""
    for text in lookup.texts_for(q, question.language):
        if total := found_by(text, question, engine):
            return Suggestion(text, total)
    return None


def found_by(q: str, question: Question, engine: Engine) -> int:
    """The number of results of another query, without filters."""
    words = tuple(replace(word, beginnings=()) for word in read_query(q))
    return engine.count(replace(question, words=words, filters={})).total if words else 0


def corrected(q: str, question: Question, engine: Engine) -> Suggestion | None:
    """The query with misspelt words corrected, if that finds anything this reader may see.

    Words without a near match are dropped, and so are filters. At most four queries.
    """
    typed = {fold(token.text): (token.start, token.end) for token in tokens(q)}
    near = candidates(set(typed), question.language)
    wrong = [word for word in typed if word in near][:MAX_CORRECTIONS]
    if not wrong:
        return None
    choices = product(*(near[word] or [LEFT_OUT] for word in wrong))
    best_first = sorted(choices, key=lambda choice: sum(one.distance for one in choice))
    for choice in islice(best_first, MAX_CANDIDATES):
        pairs = zip(wrong, choice, strict=True)
        text = replaced(q, {typed[word]: one.word for word, one in pairs})
        if total := found_by(text, question, engine):
            return Suggestion(text, total)
    return None


def candidates(typed: set[str], language: str) -> dict[str, list[Candidate]]:
    """For each unknown typed word, its likeliest corrections; may be empty."""
    sizes = {size for word in typed for size in range(len(word) - 2, len(word) + 3)}
    rows = list(SearchWord.objects.filter(size__in=sizes).values_list("folded", "word", "language"))
    known = [folded for folded, _word, _language in rows]
    unknown = {word for word in typed if len(word) >= MIN_LENGTH and word.isalpha()} - set(known)
    found: dict[str, list[Candidate]] = {}
    for one in unknown:
        most = 1 if len(one) <= 5 else 2
        near = process.extract(one, known, scorer=OSA.distance, score_cutoff=most, limit=20)
        likely = sorted(
            Candidate(distance, rows[place][2] != language, folded[0] != one[0], *rows[place][:2])
            for folded, distance, place in near
        )
        unique = {candidate.folded: candidate for candidate in reversed(likely)}
        found[one] = list(unique.values())[::-1][:MAX_CANDIDATES]
    return found


def replaced(text: str, corrections: dict[tuple[int, int], str]) -> str:
    """The text with other words at these offsets."""
    for (start, end), word in sorted(corrections.items(), reverse=True):
        text = text[:start] + word + text[end:]
    return " ".join(text.split())
