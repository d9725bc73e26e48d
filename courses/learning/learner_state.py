"""A learner's state on a course: outline plus completions, read in one query, computed, not
stored."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, UUIDField

from core.http import Reader
from core.l10n import languages
from core.prepared import PreparedQuery
from core.ui.outline_lines import OutlineLine, OutlinePart
from courses.catalogue.outline import LessonLine, Outline
from courses.learning.models import Enrolment, EnrolmentQuerySet
from courses.learning.progress import Progress, measure, next_lesson


@dataclass(frozen=True)
class LearnerRecord:
    """An enrolment with its completions."""

    enrolment_id: int
    course_key: UUID
    completed_at: datetime | None
    certificate_id: int | None
    done: frozenset[UUID] = frozenset()
    # Ever completed, including what was undone since.
    ever_done: frozenset[UUID] = frozenset()
    last_changed: UUID | None = None


@dataclass(frozen=True)
class LearnerState:
    """A course as seen by one user. Anonymous or not enrolled: `record` is None."""

    outline: Outline
    record: LearnerRecord | None
    is_signed_in: bool
    here: UUID | None = None

    @property
    def fingerprint(self) -> Hashable:
        """What decides all that is said of this state: the same for learners who have come equally
        far, until they finish."""
        own: Hashable = self.record
        if self.record is not None and self.record.completed_at is None:
            own = self.record.done, self.record.last_changed
        return self.outline.identity, self.is_signed_in, self.here, own

    @property
    def is_enrolled(self) -> bool:
        return self.record is not None

    @cached_property
    def progress(self) -> Progress:
        return measure(self.outline.lesson_keys, self.record.done if self.record else ())

    @property
    def lesson(self) -> LessonLine | None:
        """The lesson of the current page."""
        return self.outline.find(self.here) if self.here else None

    @property
    def following(self) -> LessonLine | None:
        return self.outline.after(self.here) if self.here else None

    @property
    def is_done(self) -> bool:
        """Whether the lesson of the current page is completed."""
        return bool(self.record and self.here in self.record.done)

    @property
    def is_finished(self) -> bool:
        return bool(self.record and self.record.completed_at)

    @property
    def added_since(self) -> int:
        """Lessons that count now and that a learner who finished the course never completed."""
        if self.record is None or not self.is_finished:
            return 0
        return len(set(self.outline.lesson_keys) - self.record.ever_done)

    @property
    def resume(self) -> LessonLine | None:
        """The lesson to continue with; None when all are completed."""
        done = self.record.done if self.record else ()
        last = self.record.last_changed if self.record else None
        key = next_lesson(self.outline.lesson_keys, done, last)
        return self.outline.find(key) if key else None

    @property
    def modules(self) -> list[OutlinePart]:
        """The outline with the learner's state, as the outline component expects it."""
        resume = self.resume if self.record else None
        return [
            OutlinePart(
                title=module.title,
                lessons=tuple(self._line(lesson, resume) for lesson in module.lessons),
                lang=module.language,
                dir=module.direction,
            )
            for module in self.outline.modules
        ]

    def _line(self, lesson: LessonLine, resume: LessonLine | None) -> OutlineLine:
        is_done = self.record is not None and lesson.key in self.record.done
        is_next = resume is not None and lesson.key == resume.key
        # A lesson has no state for users who are not enrolled.
        state = "done" if is_done else "current" if is_next else "todo" if self.record else ""
        return OutlineLine(
            number=lesson.number,
            title=lesson.title,
            url=lesson.url,
            minutes=lesson.minutes,
            lang=lesson.language,
            dir=lesson.direction,
            language_note=language_note(lesson.language),
            state=state,
            here=lesson.key == self.here,
        )


def language_note(language: str) -> str:
    """A lesson's language, named in itself, where it is not the reader's: shown before the
    click."""
    return "" if language == languages.active() else languages.NAMES[language]


@dataclass
class _Reading:
    head: tuple[Any, ...]
    done: set[UUID] = field(default_factory=set)
    changed: dict[UUID, datetime] = field(default_factory=dict)


def _rows(enrolments: EnrolmentQuerySet) -> QuerySet[Enrolment, Any]:
    return enrolments.order_by("-enrolled_at").values_list(
        "course_key",
        "pk",
        "completed_at",
        "certificate__pk",
        "completions__lesson_key",
        "completions__completed_at",
        "completions__undone_at",
    )


_of_learner = PreparedQuery(
    lambda learner: _rows(Enrolment.objects.open().filter(learner_id=learner)), BigIntegerField()
)
_on_course = PreparedQuery(
    lambda learner, course: _rows(Enrolment.objects.open().filter(learner_id=learner).on(course)),
    BigIntegerField(),
    UUIDField(),
)


def enrolment_records(learner: Reader, course_key: UUID | None = None) -> dict[UUID, LearnerRecord]:
    """The learner's open enrolments by course, with their completions; one query."""
    if not learner.is_authenticated:
        return {}
    if course_key is None:
        rows = _of_learner.rows(learner.pk)
    else:
        rows = _on_course.rows(learner.pk, course_key)
    found: dict[UUID, _Reading] = {}
    for course, pk, completed_at, certificate, lesson, done_at, undone_at in rows:
        reading = found.setdefault(course, _Reading((pk, completed_at, certificate)))
        if lesson is not None:
            reading.changed[lesson] = undone_at or done_at
            if undone_at is None:
                reading.done.add(lesson)
    return {course: _record(course, reading) for course, reading in found.items()}


def _record(course_key: UUID, reading: _Reading) -> LearnerRecord:
    pk, completed_at, certificate = reading.head
    changed = reading.changed
    return LearnerRecord(
        enrolment_id=pk,
        course_key=course_key,
        completed_at=completed_at,
        certificate_id=certificate,
        done=frozenset(reading.done),
        ever_done=frozenset(changed),
        last_changed=max(changed, key=lambda key: changed[key]) if changed else None,
    )
