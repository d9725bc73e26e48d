"""Rows of the anonymous usage counters (`core.counts.counting`)."""

from django.db import models


class DailyCount(models.Model):
    """How often something happened on one day: no address, no person, nothing that leads to one."""

    class Kind(models.TextChoices):
        NOTHING_FOUND = "nothing", "search without result"
        READ = "read", "work read"

    day = models.DateField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=Kind)
    # What was searched for, or the key of a work.
    subject = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "language", "subject"], name="one_count_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.language} {self.subject}: {self.count}"
