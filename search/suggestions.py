"""Spelling suggestions for a query without results ("did you mean")."""

from dataclasses import dataclass, replace
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.text import fold
from search.analysis import read_query, tokens
from search.engines.base import Engine, Question
from search.models import SearchWord

MAX_CORRECTIONS = 3
MAX_CANDIDATES = 3
MIN_LENGTH = 4


@dataclass(frozen=True)
class Suggestion:
    """A corrected query, and its number of results for this reader."""

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
        corrected = replaced(q, {typed[word]: one.word for word, one in pairs})
        words = tuple(replace(word, beginnings=()) for word in read_query(corrected))
        total = engine.count(replace(question, words=words, filters={})).total if words else 0
        if total:
            return Suggestion(corrected, total)
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
