"""The row behind the generation counter."""

from django.db import models


class Generation(models.Model):
    """The generation counter: one row, raised when readers see something new. See
    `core.caching.generation`."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="generation_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class Counter(models.Model):
    """How often something was tried in a span of time. See `core.caching.counters`."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveBigIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
