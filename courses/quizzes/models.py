"""Attempts at quizzes and the answers in them. Personal data: see `people.personal_data`."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.http import Reader

# 36 months, as the privacy notice promises.
RETENTION = timedelta(days=3 * 365)


class QuizSnapshot(models.Model):
    """A quiz as it was published: questions, options, order, key and words. Never changed; shared
    by all attempts that began while it was current."""

    digest = models.CharField(max_length=64, primary_key=True)
    lesson_key = models.UUIDField()
    revision = models.BigIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.lesson_key}: {self.revision}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: Reader) -> "AttemptQuerySet":
        """The user's own."""
        return self.filter(learner_id=user.pk) if user.is_authenticated else self.none()

    def outdated(self) -> "AttemptQuerySet":
        """Past the retention period, from the end, or from the beginning where there is none."""
        limit = timezone.now() - RETENTION
        ended = Coalesce("finished_at", "started_at")
        return self.annotate(ended=ended).filter(ended__lt=limit)


class Attempt(models.Model):
    """A learner's try at the quiz of a lesson, in whatever language; any number of them."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts"
    )
    lesson_key = models.UUIDField()
    number = models.PositiveIntegerField()
    # How forms and devices name it: `name_of`.
    public_id = models.UUIDField(unique=True)
    snapshot = models.ForeignKey(QuizSnapshot, on_delete=models.PROTECT, related_name="attempts")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson_key", "number"], name="attempt_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(percent__lte=100),
                name="attempt_at_most_all",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at=None, percent=None)
                | models.Q(finished_at__isnull=False, percent__isnull=False),
                name="attempt_has_a_result_when_finished",
            ),
        ]
        indexes = [models.Index(fields=["lesson_key", "finished_at"], name="attempt_by_lesson")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_key}: {self.number}"


class Answer(models.Model):
    """An answer as it came in. Rows are only added: the one that holds for a question has the
    highest counter, and of those the highest key, which is the server's order."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=36)
    value = models.JSONField()
    counter = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=64)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "idempotency_key"], name="answer_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.question}: {self.counter}"


def name_of(learner: Reader, lesson_key: UUID, number: int) -> UUID:
    """The name of a try: two devices that begin the same one name it alike, without asking."""
    return uuid5(lesson_key, f"{learner.pk}:{number}")
