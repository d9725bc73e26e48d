"""Presenters of questions: to be answered, or answered, with what may be told of them.

Nothing here tells what is right about a question without an answer, and about an answered one only
of what was answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.questions import Kind
from courses.quizzes import grading
from courses.quizzes.content import KeyedQuestion, QuestionWords, Quiz, is_chosen
from courses.quizzes.grading import Value

# How each kind is answered and marked, in words.
RULES: dict[str, str | Promise] = {
    Kind.SINGLE: _("Choose one answer."),
    Kind.TRUE_FALSE: _("Choose one answer."),
    Kind.MULTIPLE: _(
        "Choose all that are correct. Each correct choice counts; each wrong one is deducted, but"
        " the result never falls below zero."
    ),
    Kind.TEXT: _("Write a word or a few words. Capitals and accents do not matter."),
    Kind.NUMBER: _("Write a number."),
    Kind.ORDER: _(
        "Use the buttons to put these into the correct order. Only a completely correct order"
        " counts."
    ),
}
RIGHT = pgettext_lazy("result of a question", "Correct")
PARTLY = pgettext_lazy("result of a question", "Partly correct")
WRONG = pgettext_lazy("result of a question", "Not correct")
UNANSWERED = pgettext_lazy("result of a question", "Not answered")


@dataclass(frozen=True)
class ShownOption:
    """An option; `is_right` and `why` only where the reader chose it and has been marked."""

    id: str
    text: str
    is_chosen: bool
    is_right: bool | None = None
    why: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    """A question in one reader's language, with their answer."""

    id: str
    number: int
    kind: str
    text: str
    language: str
    direction: str
    points: int
    options: tuple[ShownOption, ...]
    value: Value
    is_marked: bool = False
    share: Fraction | None = None
    feedback: str = ""

    @property
    def rule(self) -> str | Promise:
        return RULES[self.kind]

    @property
    def control(self) -> str:
        """How it is answered: radio, checkbox, order or text."""
        if is_chosen(self.kind):
            return "radio"
        return {Kind.MULTIPLE: "checkbox", Kind.ORDER: "order"}.get(Kind(self.kind), "text")

    @property
    def is_answered(self) -> bool:
        return bool(self.value)

    @property
    def verdict(self) -> str:
        """right, partly, wrong or none, once it is marked."""
        if not self.is_marked or self.share is None:
            return "none"
        return "right" if self.share == 1 else "partly" if self.share else "wrong"

    @property
    def verdict_words(self) -> str | Promise:
        words = {"right": RIGHT, "partly": PARTLY, "wrong": WRONG}
        return words.get(self.verdict, UNANSWERED)

    @property
    def complaint(self) -> str | Promise:
        """What keeps the answer from being marked as meant; "" for nothing."""
        if self.kind != Kind.NUMBER or not self.value or grading.numbers_of(str(self.value)):
            return ""
        return _("This is not a number. Write it in figures, such as 12 or 3.5.")


def present_quiz(
    quiz: Quiz, answers: Mapping[str, Value], language: str, *, is_marked: bool = False
) -> list[ShownQuestion]:
    """All questions of a quiz for a reader. `is_marked` tells of each answer whether it is
    right."""
    return [
        present_question(question, number, quiz.words_of(question, language), answers, is_marked)
        for number, question in enumerate(quiz.questions, 1)
    ]


def present_question(
    question: KeyedQuestion,
    number: int,
    words: QuestionWords,
    answers: Mapping[str, Value],
    is_marked: bool,
) -> ShownQuestion:
    value = answers.get(question.id) or ""
    tells = is_marked and bool(value)
    return ShownQuestion(
        id=question.id,
        number=number,
        kind=question.kind,
        text=words.text,
        language=words.language,
        direction=words.direction,
        points=question.points,
        options=tuple(present_options(question, words, value, tells)),
        value=value,
        is_marked=is_marked,
        share=grading.share(question, value) if tells else None,
        feedback=words.feedback if tells else "",
    )


def present_options(
    question: KeyedQuestion, words: QuestionWords, value: Value, tells: bool
) -> Iterable[ShownOption]:
    """In the editor's order; where the order is the answer, in the reader's."""
    is_order = question.kind == Kind.ORDER
    ids = tuple(value) if is_order and value else question.option_ids
    chosen = {value} if isinstance(value, str) else set(value)
    for place, option_id in enumerate(ids):
        told = tells and option_id in chosen
        right = question.right_order[place] == option_id if is_order else None
        yield ShownOption(
            id=option_id,
            text=words.options[option_id].text,
            is_chosen=option_id in chosen,
            is_right=(right if is_order else option_id in question.right_ids) if told else None,
            why=words.options[option_id].why if told else "",
        )


def parse_posted(quiz: Quiz, fields: QueryDict) -> dict[str, Value]:
    """What a form without scripts says, by question; `move` is the button that was pressed."""
    found: dict[str, Value] = {}
    for question in quiz.questions:
        if question.kind in {Kind.MULTIPLE, Kind.ORDER}:
            found[question.id] = [str(one) for one in fields.getlist(question.id)]
        elif question.id in fields:
            found[question.id] = str(fields[question.id])
    return move_option(quiz, found, fields.get("move", ""))


def move_option(quiz: Quiz, values: dict[str, Value], move: str) -> dict[str, Value]:
    """The values after one option of a question went up or down: `question:option:up`.

    An order that nobody has touched is no answer.
    """
    question_id, _colon, rest = move.partition(":")
    option_id, _colon, way = rest.partition(":")
    question = quiz.find(question_id)
    given = values.get(question_id)
    order = list(given or (question.option_ids if question else ()))
    if question is None or option_id not in order or way not in {"up", "down"}:
        return values
    place = order.index(option_id)
    other = place + (1 if way == "down" else -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return {**values, question_id: order}
