"""A learner's attempts, read; computed from answers, never stored twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, Max, UUIDField

from core.http import Reader
from core.prepared import PreparedQuery
from courses.quizzes.content import Quiz, quiz_from_data
from courses.quizzes.grading import Value
from courses.quizzes.models import Answer, Attempt, QuizSnapshot, name_of


@dataclass(frozen=True)
class CurrentAnswer:
    """The answer that holds for a question."""

    value: Value
    counter: int
    order: int
    received_at: datetime

    @property
    def rank(self) -> tuple[int, int]:
        """By counter, then by the server's order; never by a clock of a device."""
        return self.counter, self.order


@dataclass(frozen=True)
class LearnerAttempts:
    """All tries of a learner at one quiz: the open one, or the next."""

    public_id: UUID
    number: int
    open: Attempt | None = None
    answers: Mapping[str, CurrentAnswer] = field(default_factory=dict)
    finished: tuple[Attempt, ...] = ()

    @property
    def counter(self) -> int:
        """The highest counter that the server has seen in this attempt."""
        return max((kept.counter for kept in self.answers.values()), default=0)

    @property
    def best(self) -> int | None:
        """The best result in per cent; None before the first."""
        return max((one.percent or 0 for one in self.finished), default=None)

    @property
    def last_kept_at(self) -> datetime | None:
        return max((kept.received_at for kept in self.answers.values()), default=None)


def tries_of(learner: Reader, lesson_key: UUID) -> LearnerAttempts:
    """One query, and one more while an attempt is open."""
    rows = [
        Attempt.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
        for row in _attempts.rows(learner.pk, lesson_key)
    ]
    finished = tuple(one for one in rows if one.finished_at)
    current = next((one for one in rows if one.finished_at is None), None)
    if current is None:
        number = rows[0].number + 1 if rows else 1
        return LearnerAttempts(name_of(learner, lesson_key, number), number, finished=finished)
    return LearnerAttempts(
        current.public_id, current.number, current, answers_of(current), finished
    )


COLUMNS = [field.attname for field in Attempt._meta.concrete_fields]
_attempts = PreparedQuery(
    lambda learner, lesson: (
        Attempt.objects.filter(learner_id=learner, lesson_key=lesson)
        .order_by("-number")
        .values_list(*COLUMNS)
    ),
    BigIntegerField(),
    UUIDField(),
)


def answers_of(attempt: Attempt, *, up_to: int | None = None) -> dict[str, CurrentAnswer]:
    """The answer that holds for each question; `up_to` a counter, the one that held then."""
    found: dict[str, CurrentAnswer] = {}
    for question, value, counter, order, received_at in _answers.rows(attempt.pk):
        kept = CurrentAnswer(value, counter, order, received_at)
        if up_to is not None and counter > up_to:
            continue
        if question not in found or found[question].rank < kept.rank:
            found[question] = kept
    return found


_answers = PreparedQuery(
    lambda attempt: Answer.objects.filter(attempt_id=attempt).values_list(
        "question", "value", "counter", "pk", "received_at"
    ),
    BigIntegerField(),
)


def values_of(answers: Mapping[str, CurrentAnswer]) -> dict[str, Value]:
    return {question: kept.value for question, kept in answers.items()}


@lru_cache(maxsize=300)
def quiz_in(digest: str) -> Quiz:
    """The quiz of a snapshot; a snapshot never changes, so it is read once a process."""
    return quiz_from_data(QuizSnapshot.objects.get(pk=digest).content)


def best_marks(learner_id: int, lesson_keys: Iterable[UUID]) -> dict[UUID, int]:
    """The best result by lesson, where there is one; one query."""
    finished = Attempt.objects.filter(
        learner_id=learner_id, lesson_key__in=list(lesson_keys), finished_at__isnull=False
    )
    rows = finished.values_list("lesson_key").annotate(best=Max("percent"))
    return dict(rows)
