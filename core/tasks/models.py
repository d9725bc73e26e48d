"""The worker's heartbeat."""

from django.db import models
from django.utils import timezone


class WorkerHeartbeat(models.Model):
    """Heartbeat of the background worker: one row with the time of the last one."""

    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.last_seen_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls) -> None:
        """Record a heartbeat now."""
        cls.objects.update_or_create(pk=1, defaults={"last_seen_at": timezone.now()})
