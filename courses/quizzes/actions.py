"""Quiz actions: answer, finish. One transaction each, idempotent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import CharField, UUIDField
from django.utils import timezone

from core.answer_endpoint import SentAnswer
from core.caching.generation import GenerationCache
from core.db import insert_once
from core.prepared import PreparedQuery
from courses.quizzes import content, grading
from courses.quizzes.attempts import (
    COLUMNS,
    CurrentAnswer,
    answers_of,
    quiz_in,
    tries_of,
    values_of,
)
from courses.quizzes.models import Answer, Attempt, QuizSnapshot
from courses.quizzes.published import quiz_of
from people.models import User

IDEMPOTENCY_KEY = re.compile(r"[\w.:-]{8,64}", re.ASCII)
HIGHEST_COUNTER = 2**31 - 1


class NotYours(Exception):
    """The attempt is another person's, or none that this person can have."""


class NoQuiz(Exception):
    """The lesson has no questions that count."""


class NotInQuiz(Exception):
    """The quiz of this attempt does not have the question."""


class AttemptFinished(Exception):
    """The attempt is finished: it takes no more answers."""


class NothingAnswered(Exception):
    """There is no answer in the attempt, so there is nothing to mark."""


class MalformedAnswer(Exception):
    """Counter or idempotency key are none."""


@dataclass(frozen=True)
class AnswerResult:
    """The attempt after an answer, with all that holds in it."""

    attempt: Attempt
    answers: Mapping[str, CurrentAnswer]


@transaction.atomic
def keep_answer(
    *,
    learner: User,
    lesson_key: UUID,
    sent: SentAnswer,
    language: str,
    may_begin: Callable[[], bool],
) -> AnswerResult:
    """Keep an answer; the first one begins the attempt. Repeated with the same idempotency key it
    changes nothing.

    Raises NotYours, NoQuiz, NotInQuiz, Finished, Malformed or `grading.BadValue`. `may_begin` is
    asked whether this person may begin an attempt: one that has begun goes on whatever happens to
    the course.
    """
    check_form(sent)
    attempt = lock_or_begin_attempt(learner, lesson_key, sent.attempt, may_begin)
    question = quiz_in(attempt.snapshot_id).find(sent.question)
    if question is None:
        raise NotInQuiz
    value = grading.parse_answer_value(question, sent.value)
    if attempt.finished_at:
        if not attempt.answers.filter(idempotency_key=sent.idempotency_key).exists():
            raise AttemptFinished
    else:
        row = Answer(
            attempt=attempt,
            question=question.id,
            value=value,
            counter=sent.counter,
            idempotency_key=sent.idempotency_key,
            language=language,
        )
        insert_once(row, unique=("attempt", "idempotency_key"))
    return AnswerResult(attempt, answers_of(attempt))


@transaction.atomic
def keep_form(
    *,
    learner: User,
    lesson_key: UUID,
    public_id: UUID,
    values: Mapping[str, Any],
    seen: int,
    language: str,
    may_begin: Callable[[], bool],
) -> None:
    """Keep what was changed in a form that shows all questions. `seen` is the counter that stood
    in it: what equals the answer of then was left alone, and yields to other devices.

    Raises as `keep_answer` does.
    """
    if not any(values.values()) and lock_attempt(learner, lesson_key, public_id) is None:
        return
    attempt = lock_or_begin_attempt(learner, lesson_key, public_id, may_begin)
    if attempt.finished_at:
        raise AttemptFinished
    now, then = answers_of(attempt), answers_of(attempt, up_to=seen)
    counter = max((kept.counter for kept in now.values()), default=0) + 1
    for question in quiz_in(attempt.snapshot_id).questions:
        if question.id not in values:
            continue
        value = grading.parse_answer_value(question, values[question.id])
        if value in (answer_value(then, question.id, value), answer_value(now, question.id, value)):
            continue
        Answer.objects.create(
            attempt=attempt,
            question=question.id,
            value=value,
            counter=counter,
            idempotency_key=uuid4().hex,
            language=language,
        )


def answer_value(
    answers: Mapping[str, CurrentAnswer], question_id: str, like: grading.Value
) -> grading.Value:
    """The answer, or an empty one of the same type."""
    kept = answers.get(question_id)
    return kept.value if kept else type(like)()


def lock_or_begin_attempt(
    learner: User, lesson_key: UUID, public_id: UUID, may_begin: Callable[[], bool]
) -> Attempt:
    """The attempt, locked; begun now where it has not been."""
    attempt = lock_attempt(learner, lesson_key, public_id)
    if attempt is None and not may_begin():
        raise NotYours
    return attempt or begin(learner, lesson_key, public_id)


def check_form(sent: SentAnswer) -> None:
    if not 0 < sent.counter <= HIGHEST_COUNTER:
        raise MalformedAnswer
    if not IDEMPOTENCY_KEY.fullmatch(sent.idempotency_key):
        raise MalformedAnswer


def lock_attempt(learner: User, lesson_key: UUID, public_id: UUID) -> Attempt | None:
    """The attempt, locked until the transaction ends; None where it has not begun."""
    for row in _attempt.rows(public_id):
        attempt = Attempt.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
        if (attempt.learner_id, attempt.lesson_key) != (learner.pk, lesson_key):
            raise NotYours
        return attempt
    return None


_attempt = PreparedQuery(
    lambda name: Attempt.objects.select_for_update().filter(public_id=name).values_list(*COLUMNS),
    UUIDField(),
)


def begin(learner: User, lesson_key: UUID, public_id: UUID) -> Attempt:
    """Begin the next attempt with a snapshot of the quiz as it is published. If another device
    begins it at the same moment, it is theirs, and the same."""
    tries = tries_of(learner, lesson_key)
    if tries.public_id != public_id:
        raise NotYours
    row = Attempt(
        learner_id=learner.pk,
        lesson_key=lesson_key,
        number=tries.number,
        public_id=public_id,
        snapshot_id=snapshot_of(lesson_key),
    )
    insert_once(row, unique=("public_id",))
    found = lock_attempt(learner, lesson_key, public_id)
    if found is None:  # Withdrawn between the two statements, with its learner.
        raise NotYours
    return found


_digests: GenerationCache[str] = GenerationCache(size=600)


def snapshot_of(lesson_key: UUID) -> str:
    """The digest of the snapshot of the quiz as it is published now, made once for all who
    begin."""
    quiz = quiz_of(lesson_key)
    if not quiz.questions:
        raise NoQuiz
    digest = _digests.get(lesson_key, lambda: content.digest(content.quiz_to_data(quiz)))
    if not _snapshot.rows(digest):
        QuizSnapshot.objects.get_or_create(
            digest=digest,
            defaults={
                "lesson_key": lesson_key,
                "revision": quiz.revision,
                "content": content.quiz_to_data(quiz),
            },
        )
    return digest


_snapshot = PreparedQuery(
    lambda digest: QuizSnapshot.objects.filter(pk=digest).values_list("revision"), CharField()
)


@transaction.atomic
def finish_attempt(*, learner: User, lesson_key: UUID, public_id: UUID) -> Attempt:
    """Mark the attempt, once: later calls return the same result. Raises NotYours or
    NothingAnswered."""
    attempt = lock_attempt(learner, lesson_key, public_id)
    if attempt is None:
        raise NothingAnswered
    if attempt.finished_at is None:
        values = values_of(answers_of(attempt))
        if not any(values.values()):
            raise NothingAnswered
        quiz = quiz_in(attempt.snapshot_id)
        attempt.percent = grading.percent(quiz.questions, values)
        attempt.finished_at = timezone.now()
        attempt.save(update_fields=["percent", "finished_at"])
    return attempt
