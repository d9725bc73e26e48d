"""Learner actions: enrol, complete a lesson, undo it. One transaction each, idempotent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from core.db import insert_once
from courses.catalogue.outline import course_key_of, lesson_keys
from courses.learning.models import Enrolment, LessonCompletion
from courses.learning.progress import Progress


class NotEnrolled(Exception):
    """The learner is not enrolled on this course."""


@dataclass(frozen=True)
class Done:
    """Result of completing a lesson."""

    progress: Progress
    is_first_finish: bool


def enrol(*, learner: Any, course_key: UUID) -> bool:
    """Enrol on a course. Returns whether this call did it; enrolling again keeps completions, and a
    finished course stays finished."""
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


def complete_lesson(*, learner: Any, lesson_key: UUID, language: str = "") -> Done:
    """Record a lesson as completed; the last one that counts completes the course.

    `language` is that of the version read. Raises NotEnrolled. All reads that can be done before
    the transaction are.
    """
    course_key = course_key_of(lesson_key)
    if course_key is None:
        raise NotEnrolled
    keys = lesson_keys(course_key)
    now = timezone.now()
    with transaction.atomic():
        enrolment = open_enrolment(learner, course_key)
        row = LessonCompletion(
            enrolment=enrolment, lesson_key=lesson_key, language=language, completed_at=now
        )
        if not insert_once(row, unique=("enrolment", "lesson_key")):
            undone = enrolment.completions.filter(lesson_key=lesson_key, undone_at__isnull=False)
            undone.update(undone_at=None, completed_at=now)
        counted = enrolment.completions.filter(undone_at=None, lesson_key__in=keys).count()
        progress = Progress(done=counted, total=len(keys))
        finished = progress.is_complete and enrolment.completed_at is None
        if finished:
            enrolment.status, enrolment.completed_at = Enrolment.Status.COMPLETED, now
            enrolment.save(update_fields=["status", "completed_at"])
    return Done(progress, finished)


def undo_lesson(*, learner: Any, lesson_key: UUID) -> None:
    """Undo a completion. The row stays (soft delete); a finished course and its certificate stay
    too.

    Raises NotEnrolled. Undoing what is not completed changes nothing.
    """
    course_key = course_key_of(lesson_key)
    if course_key is None:
        raise NotEnrolled
    with transaction.atomic():
        enrolment = open_enrolment(learner, course_key)
        done = enrolment.completions.filter(lesson_key=lesson_key, undone_at=None)
        done.update(undone_at=timezone.now())


def open_enrolment(learner: Any, course_key: UUID) -> Enrolment:
    """The learner's open enrolment, locked (SELECT FOR UPDATE) until the transaction ends."""
    mine = Enrolment.objects.select_for_update().open().on(course_key)
    enrolment = mine.filter(learner_id=learner.pk).first()
    if enrolment is None:
        raise NotEnrolled
    return enrolment
