"""Learner actions: enrol, complete a lesson, undo it. One transaction each, idempotent."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import BigIntegerField, Case, UUIDField, Value, When
from django.utils import timezone

from core.db import insert_once
from core.l10n import languages
from core.prepared import PreparedQuery
from courses.catalogue.outline import LessonLine, lesson_keys, outline_of
from courses.learning.models import Enrolment, LessonCompletion
from courses.learning.progress import Progress, measure
from courses.quizzes.actions import finish_attempt
from courses.quizzes.attempts import best_marks
from courses.quizzes.conditions import Condition, conditions_of
from courses.quizzes.models import Attempt
from people.models import User


class NoSuchCourse(Exception):
    """There is no course of this key that the learner may see."""


class TaughtElsewhere(Exception):
    """The course is one of others: it is only described here, so nobody can take it here."""


class NotEnrolled(Exception):
    """The learner is not enrolled on this course."""


@dataclass(frozen=True)
class CompletionResult:
    """Result of completing a lesson."""

    progress: Progress
    is_first_finish: bool


@dataclass(frozen=True)
class QuizDone:
    """Result of finishing a quiz."""

    attempt: Attempt
    is_first_finish: bool


def enrol(*, learner: User, course_key: UUID) -> bool:
    """Enrol on a course. Returns whether this call did it; enrolling again keeps completions, and a
    finished course stays finished.

    Raises NoSuchCourse or TaughtElsewhere.
    """
    course = outline_of(course_key, languages.active(), learner)
    if course is None:
        raise NoSuchCourse
    if course.is_elsewhere:
        raise TaughtElsewhere
    now = timezone.now()
    with transaction.atomic():
        row = Enrolment(learner_id=learner.pk, course_key=course_key, enrolled_at=now)
        if insert_once(row, unique=("learner", "course_key")):
            return True
        withdrawn = Enrolment.objects.on(course_key).filter(
            learner_id=learner.pk, status=Enrolment.Status.WITHDRAWN
        )
        as_it_was = Case(
            When(completed_at=None, then=Value(Enrolment.Status.ACTIVE)),
            default=Value(Enrolment.Status.COMPLETED),
        )
        return bool(withdrawn.update(status=as_it_was))


def complete_lesson(*, learner: User, lesson: LessonLine) -> CompletionResult:
    """Record a lesson as completed, in the language it is shown in; the last one that counts
    completes the course.

    Raises NotEnrolled. All reads that can be done before the transaction are.
    """
    keys = lesson_keys(lesson.course_key)
    asked = conditions_of(lesson.course_key)
    now = timezone.now()
    with transaction.atomic():
        enrolment = open_enrolment(learner, lesson.course_key)
        row = LessonCompletion(
            enrolment=enrolment,
            lesson_key=lesson.key,
            language=lesson.language,
            completed_at=now,
        )
        if not insert_once(row, unique=("enrolment", "lesson_key")):
            undone = enrolment.completions.filter(lesson_key=lesson.key, undone_at__isnull=False)
            undone.update(undone_at=None, completed_at=now)
        progress = measure(keys, [key for (key,) in _completed.rows(enrolment.pk)])
        finished = progress.is_complete and finish_if_earned(enrolment, asked)
    return CompletionResult(progress, finished)


def finish_if_earned(enrolment: Enrolment, asked: Iterable[Condition]) -> bool:
    """Finish a course whose lessons are all completed, if its quizzes are passed, too; whether this
    call did it. The enrolment is locked by the caller."""
    if enrolment.completed_at is not None or open_conditions(enrolment.learner_id, asked):
        return False
    enrolment.status, enrolment.completed_at = Enrolment.Status.COMPLETED, timezone.now()
    enrolment.save(update_fields=["status", "completed_at"])
    return True


def open_conditions(learner_id: int, asked: Iterable[Condition]) -> list[Condition]:
    """The quizzes whose mark this learner has not reached; one query, or none."""
    wanted = list(asked)
    if not wanted:
        return []
    marks = best_marks(learner_id, [one.lesson_key for one in wanted])
    return [one for one in wanted if marks.get(one.lesson_key, 0) < one.mark]


def finish_quiz(*, learner: User, lesson: LessonLine, public_id: UUID) -> QuizDone:
    """Mark an attempt at the lesson's quiz; if that was the last thing the course asks for, the
    course is finished with it.

    Raises what `quizzes.actions.finish_attempt` raises.
    """
    keys, asked = lesson_keys(lesson.course_key), conditions_of(lesson.course_key)
    with transaction.atomic():
        attempt = finish_attempt(learner=learner, lesson_key=lesson.key, public_id=public_id)
        mine = Enrolment.objects.select_for_update().open().on(lesson.course_key)
        enrolment = mine.filter(learner_id=learner.pk).first()
        finished = (
            enrolment is not None
            and enrolment.progress(keys).is_complete
            and finish_if_earned(enrolment, asked)
        )
    return QuizDone(attempt, finished)


def undo_lesson(*, learner: User, lesson: LessonLine) -> None:
    """Undo a completion. The row stays (soft delete); a finished course and its certificate stay
    too.

    Raises NotEnrolled. Undoing what is not completed changes nothing.
    """
    with transaction.atomic():
        enrolment = open_enrolment(learner, lesson.course_key)
        done = enrolment.completions.filter(lesson_key=lesson.key, undone_at=None)
        done.update(undone_at=timezone.now())


def open_enrolment(learner: User, course_key: UUID) -> Enrolment:
    """The learner's open enrolment, locked (SELECT FOR UPDATE) until the transaction ends."""
    for row in _open_enrolment.rows(learner.pk, course_key):
        return Enrolment.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
    raise NotEnrolled


COLUMNS = [field.attname for field in Enrolment._meta.concrete_fields]
_open_enrolment = PreparedQuery(
    lambda learner, course: (
        Enrolment.objects.select_for_update()
        .open()
        .on(course)
        .filter(learner_id=learner)
        .values_list(*COLUMNS)
    ),
    BigIntegerField(),
    UUIDField(),
)
_completed = PreparedQuery(
    lambda enrolment: LessonCompletion.objects.filter(
        enrolment_id=enrolment, undone_at=None
    ).values_list("lesson_key"),
    BigIntegerField(),
)
