"""The workers' heartbeats."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone

# A worker that gave no sign for so long is gone, and what it had begun is begun again.
LEASE = timedelta(minutes=2)


class WorkerHeartbeat(models.Model):
    """Heartbeat of one thread of a worker: the lease on the task that it runs.

    `worker` is the name under which it takes tasks (`DBTaskResult.worker_ids`).
    """

    worker = models.CharField(max_length=64, unique=True)
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} {self.last_seen_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, workers: Iterable[str] = ("worker",)) -> None:
        """Renew the leases of these workers."""
        now = timezone.now()
        WorkerHeartbeat.objects.bulk_create(
            [WorkerHeartbeat(worker=worker, last_seen_at=now) for worker in workers],
            update_conflicts=True,
            unique_fields=["worker"],
            update_fields=["last_seen_at"],
        )

    @classmethod
    def alive(cls) -> set[str]:
        """The workers whose lease has not ended."""
        living = cls.objects.filter(last_seen_at__gt=timezone.now() - LEASE)
        return set(living.values_list("worker", flat=True))

    @classmethod
    def was_seen_within(cls, span: timedelta) -> bool:
        """Whether some worker has sent a heartbeat within this time."""
        return cls.objects.filter(last_seen_at__gt=timezone.now() - span).exists()
