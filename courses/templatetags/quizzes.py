"""Template tags of quizzes."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.utils import timezone

from core.answer_endpoint import person_of
from core.l10n import languages
from courses.catalogue.outline import LessonLine
from courses.learning.learner_state import LearnerState
from courses.models import LessonPage
from courses.quizzes import presenters
from courses.quizzes.attempts import LearnerAttempts, best_marks, quiz_in, tries_of, values_of
from courses.quizzes.conditions import conditions_of
from courses.quizzes.grading import BadValue, Value, parse_answer_value
from courses.quizzes.presenters import ShownQuestion
from courses.quizzes.published import (
    draft_quiz,
    question_from,
    questions_of,
    quiz_of,
    words_from,
)

register = template.Library()


@dataclass(frozen=True)
class QuizOnPage:
    """The quiz of a lesson for one reader. Without `tries` it is only tried: nothing is stored."""

    key: UUID
    questions: list[ShownQuestion]
    tries: LearnerAttempts | None = None
    person: str = ""

    @property
    def kept_at(self) -> datetime | None:
        """When the last answer was stored, in the time zone of the request."""
        kept = self.tries.last_kept_at if self.tries else None
        return timezone.localtime(kept) if kept else None

    @property
    def kept_count(self) -> int:
        """How many questions have an answer on the server."""
        return sum(bool(kept.value) for kept in self.tries.answers.values()) if self.tries else 0


@register.simple_tag(takes_context=True)
def has_quiz(context: dict[str, Any], page: LessonPage) -> bool:
    """Whether the lesson has one, for whomever."""
    is_preview = getattr(context["request"], "is_preview", False)
    published = draft_quiz(page) if is_preview else quiz_of(page.translation_key)
    return bool(published.questions)


@register.simple_tag(takes_context=True)
def quiz(
    context: dict[str, Any], page: LessonPage, state: LearnerState | None
) -> QuizOnPage | None:
    """The quiz of this lesson; None where it has none."""
    key, request, language = page.translation_key, context["request"], languages.active()
    is_preview = getattr(request, "is_preview", False)
    published = draft_quiz(page) if is_preview else quiz_of(key)
    if not published.questions or (state is None and not is_preview):
        return None
    if is_preview or state is None or not state.is_enrolled:
        answers = {} if is_preview else trial_answers(request, key)
        is_marked = "check" in request.GET
        return QuizOnPage(
            key, presenters.present_quiz(published, answers, language, is_marked=is_marked)
        )
    tries = tries_of(request.user, key)
    known = quiz_in(tries.open.snapshot_id) if tries.open else published
    questions = presenters.present_quiz(known, values_of(tries.answers), language)
    return QuizOnPage(key, questions, tries, person_of(request))


def trial_answers(request: HttpRequest, key: UUID) -> dict[str, Value]:
    """Answers in the address, of somebody for whom nothing is stored; what is none is left out."""
    if request.GET.get("quiz") != "1":
        return {}
    published, found = quiz_of(key), {}
    for question_id, raw in presenters.parse_posted(published, request.GET).items():
        question = published.find(question_id)
        try:
            found[question_id] = parse_answer_value(question, raw) if question else ""
        except BadValue:
            continue
    return {question: value for question, value in found.items() if value}


@dataclass(frozen=True)
class ShownCondition:
    """A quiz that the certificate asks for, and how far this reader is."""

    lesson: LessonLine
    mark: int
    best: int | None

    @property
    def is_reached(self) -> bool:
        return self.best is not None and self.best >= self.mark


@register.simple_tag(takes_context=True)
def certificate_conditions(
    context: dict[str, Any], state: LearnerState | None
) -> list[ShownCondition]:
    """The quizzes that the certificate of the course asks for, besides all lessons."""
    asked = conditions_of(state.outline.key) if state else ()
    if state is None or not asked:
        return []
    user, keys = context["request"].user, [one.lesson_key for one in asked]
    marks = best_marks(user.pk, keys) if state.is_enrolled else {}
    return [
        ShownCondition(lesson, one.mark, marks.get(one.lesson_key))
        for one in asked
        if (lesson := state.outline.find(one.lesson_key))
    ]


@register.simple_tag(takes_context=True)
def self_check(context: dict[str, Any], value: Any, question_id: str) -> ShownQuestion:
    """A question that does not count: as it stands in this text, or as this reader has answered it
    in the address, by the key of the original."""
    question = question_from(str(question_id), value)
    words, answers = words_from(value, languages.active()), dict[str, Value]()
    if given := context.get("answers"):
        question = questions_of(context["work"]).find(question.id) or question
        with suppress(BadValue):
            answers[question.id] = parse_answer_value(
                question, given if len(given) > 1 else given[0]
            )
    if not set(question.option_ids) <= words.options.keys():
        question = question_from(question.id, value)
    return presenters.present_question(question, 1, words, answers, bool(answers))
