"""What a quiz consists of: questions with their key, and their words by language. No database.

The same shape is read from the published pages and from the snapshot of an attempt.
"""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.l10n import languages
from courses.catalogue.questions import Kind


@dataclass(frozen=True)
class KeyedOption:
    """An option and its part of the key."""

    id: str
    right: bool = False
    place: int = 0


@dataclass(frozen=True)
class KeyedQuestion:
    """A question and its key, without words."""

    id: str
    kind: str
    points: int = 1
    options: tuple[KeyedOption, ...] = ()
    accepted: tuple[str, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def right_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.right)

    @property
    def right_order(self) -> list[str]:
        return [one.id for one in sorted(self.options, key=lambda one: one.place)]


@dataclass(frozen=True)
class OptionWords:
    text: str
    why: str


@dataclass(frozen=True)
class QuestionWords:
    """A question in one language."""

    language: str
    text: str
    feedback: str
    options: dict[str, OptionWords]

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True)
class Quiz:
    """Questions in their order; words by language and question; the original's language and
    published revision."""

    questions: tuple[KeyedQuestion, ...] = ()
    words: dict[str, dict[str, QuestionWords]] | None = None
    language: str = ""
    revision: int = 0

    def find(self, question_id: str) -> KeyedQuestion | None:
        return next((one for one in self.questions if one.id == question_id), None)

    def words_of(self, question: KeyedQuestion, language: str) -> QuestionWords:
        """The question for a reader of `language`; in the original's words where theirs lack it or
        one of its options."""
        by_language = self.words or {}
        found = by_language.get(language, {}).get(question.id)
        if found is not None and set(question.option_ids) <= found.options.keys():
            return found
        return by_language[self.language][question.id]

    @property
    def points(self) -> int:
        return sum(question.points for question in self.questions)


def quiz_to_data(quiz: Quiz) -> dict[str, Any]:
    """JSON data of the quiz; numbers as text, which loses no digit."""
    return {
        "language": quiz.language,
        "revision": quiz.revision,
        "questions": [
            {
                "id": one.id,
                "kind": one.kind,
                "points": one.points,
                "options": [[option.id, option.right, option.place] for option in one.options],
                "accepted": list(one.accepted),
                "number": None if one.number is None else str(one.number),
                "tolerance": str(one.tolerance),
            }
            for one in quiz.questions
        ],
        "words": {
            language: {
                key: [
                    words.text,
                    words.feedback,
                    {option: [w.text, w.why] for option, w in words.options.items()},
                ]
                for key, words in by_question.items()
            }
            for language, by_question in (quiz.words or {}).items()
        },
    }


def quiz_from_data(data: dict[str, Any]) -> Quiz:
    """The quiz that `quiz_to_data` was given."""
    questions = tuple(
        KeyedQuestion(
            id=one["id"],
            kind=one["kind"],
            points=one["points"],
            options=tuple(KeyedOption(*option) for option in one["options"]),
            accepted=tuple(one["accepted"]),
            number=None if one["number"] is None else Decimal(one["number"]),
            tolerance=Decimal(one["tolerance"]),
        )
        for one in data["questions"]
    )
    words = {
        language: {
            key: QuestionWords(
                language, text, feedback, {o: OptionWords(*w) for o, w in options.items()}
            )
            for key, (text, feedback, options) in by_question.items()
        }
        for language, by_question in data["words"].items()
    }
    return Quiz(questions, words, data["language"], data["revision"])


def digest(data: dict[str, Any]) -> str:
    """A name for exactly this content."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_chosen(kind: str) -> bool:
    """Whether the question is answered by choosing one option."""
    return kind in {Kind.SINGLE, Kind.TRUE_FALSE}
