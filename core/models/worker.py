from django.db import models
from django.utils import timezone


class WorkerSign(models.Model):
    """One row: when a background worker last said that it lives."""

    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls) -> None:
        """Say: a worker lives, now."""
        cls.objects.update_or_create(pk=1, defaults={"seen_at": timezone.now()})
