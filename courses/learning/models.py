"""Learning records. They refer to works, never to one language's page row."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.http import Reader
from courses.learning.progress import Progress, measure


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> "EnrolmentQuerySet":
        return self.exclude(status=Enrolment.Status.WITHDRAWN)

    def on(self, course_key: UUID) -> "EnrolmentQuerySet":
        return self.filter(course_key=course_key)

    def visible_to(self, user: Reader) -> "EnrolmentQuerySet":
        """The user's own."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()


class Enrolment(models.Model):
    """A learner's enrolment on a course; one a learner and course, in whatever language."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    course_key = models.UUIDField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course_key"], name="enrolled_once"),
            models.CheckConstraint(
                condition=~models.Q(status="completed") | models.Q(completed_at__isnull=False),
                name="completed_only_when_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_key}: {self.status}"

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None

    def completed_keys(self) -> list[UUID]:
        """Keys of the completed lessons; one query."""
        rows = self.completions.filter(undone_at=None)
        return list(rows.values_list("lesson_key", flat=True))

    def progress(self, lesson_keys: Sequence[UUID]) -> Progress:
        return measure(lesson_keys, self.completed_keys())


class LessonCompletion(models.Model):
    """The completion of a lesson. Undoing it keeps the row (soft delete)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="completions")
    lesson_key = models.UUIDField()
    language = models.CharField(max_length=10, blank=True)  # of the version that was read
    completed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="completed_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.lesson_key}"
