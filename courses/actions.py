"""What people do in courses. Each action is one transaction and safe to repeat."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from core import languages
from core.models import SiteIdentity
from core.records import insert_once
from courses import outline as outlines
from courses.certificates.codes import new_code, new_number
from courses.models import Certificate, Enrolment, LessonCompletion
from courses.progress import Progress


class NotEnrolled(Exception):
    """The learner does not take this course."""


class NotFinished(Exception):
    """A certificate is for a finished course only."""


class NoName(Exception):
    """A certificate needs the name that it is printed for."""


@dataclass(frozen=True)
class Done:
    """What marking a lesson came to."""

    progress: Progress
    is_first_finish: bool


def enrol(*, learner: Any, course_key: UUID) -> bool:
    """Take a course. Returns whether this call did it; taking it up again keeps what was done,
    and a finished course finished."""
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
    """Record a lesson as done; the last one that counts completes the course.

    `language` is that of the version read. Raises NotEnrolled. Whatever can be known before the
    transaction is read before it.
    """
    course_key = outlines.course_key_of(lesson_key)
    if course_key is None:
        raise NotEnrolled
    keys = outlines.lesson_keys(course_key)
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
    """Take back a "done". The row stays (D7); a finished course and its certificate stay too.

    Raises NotEnrolled. Undoing what is not done changes nothing.
    """
    course_key = outlines.course_key_of(lesson_key)
    if course_key is None:
        raise NotEnrolled
    with transaction.atomic():
        enrolment = open_enrolment(learner, course_key)
        done = enrolment.completions.filter(lesson_key=lesson_key, undone_at=None)
        done.update(undone_at=timezone.now())


def open_enrolment(learner: Any, course_key: UUID) -> Enrolment:
    """The learner's place on the course, locked until the transaction ends."""
    mine = Enrolment.objects.select_for_update().open().on(course_key)
    enrolment = mine.filter(learner_id=learner.pk).first()
    if enrolment is None:
        raise NotEnrolled
    return enrolment


def issue_certificate(
    *, enrolment: Enrolment, name: str, name_other: str = "", language: str
) -> Certificate:
    """Freeze what was proved, once: the same certificate comes back however often it is asked.

    Raises NoName for a blank name, NotFinished where the course is not finished.
    """
    if not name.strip():
        raise NoName
    with transaction.atomic():
        mine = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if mine.completed_at is None:
            raise NotFinished
        known = Certificate.objects.filter(enrolment=mine).first()
        if known is not None:
            return known
        return write_certificate(mine, name.strip(), name_other.strip(), language)


def write_certificate(mine: Enrolment, name: str, name_other: str, language: str) -> Certificate:
    """The frozen record; a number that is taken by chance is drawn again."""
    outline = outlines.outline(mine.course_key, language, mine.learner)
    if outline is None:
        raise NotFinished
    identity = SiteIdentity.of(language)
    facts = {
        "enrolment": mine,
        "name": name,
        "name_other": name_other,
        "course_key": mine.course_key,
        "course_title": outline.title,
        "title_language": outline.language,
        "language": language,
        "lesson_languages": lesson_languages(mine),
        "lesson_count": len(outline.lessons),
        "minutes": outline.minutes,
        "issuer": identity.issuer,
        "statement": identity.statement,
        "site_name": identity.site_name,
        "tagline": identity.tagline,
        "issued_on": timezone.localdate(mine.completed_at),
    }
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Certificate.objects.create(number=new_number(), code=new_code(), **facts)
        except IntegrityError:
            if Certificate.objects.filter(enrolment=mine).exists():
                raise
    raise RuntimeError("five certificate numbers in a row were taken")


def lesson_languages(mine: Enrolment) -> list[str]:
    """Languages in which the learner read the lessons, in the portal's order."""
    read = set(mine.completions.filter(undone_at=None).values_list("language", flat=True))
    return [code for code in languages.CODES if code in read]
