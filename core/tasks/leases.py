"""Retry of tasks whose worker is gone: each is restarted, a few times."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.tasks.models import WorkerHeartbeat

log = logging.getLogger("portal.worker")
# A task that ended its worker so often (no memory left) would end every one after it.
MOST_STARTS = 5
RETENTION = timedelta(days=1)


def requeue_lost_tasks() -> int:
    """Put back the tasks that are marked as running and whose worker is no longer alive.

    Safe beside busy workers: a task is theirs as long as they renew their lease. Returns how many
    were put back.
    """
    alive = WorkerHeartbeat.alive()
    running = DBTaskResult.objects.running().only("pk", "worker_ids", "task_path")
    return sum(requeue(task) for task in running if not alive.intersection(task.worker_ids[-1:]))


def requeue(task: DBTaskResult) -> bool:
    """Make it ready again, or failed if it was started too often; False if it has just finished."""
    still = DBTaskResult.objects.filter(
        pk=task.pk, status=TaskResultStatus.RUNNING, worker_ids=task.worker_ids
    )
    if len(task.worker_ids) < MOST_STARTS:
        return bool(still.update(status=TaskResultStatus.READY, started_at=None))
    words = f"begun {len(task.worker_ids)} times, and its worker ended each time"
    log.error("%s failed: %s", task.task_path, words)
    still.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=f"{__name__}.WorkerLost",
        traceback=words,
    )
    return False


def delete_old_heartbeats() -> None:
    """Heartbeats of workers that ended long ago."""
    WorkerHeartbeat.objects.filter(last_seen_at__lt=timezone.now() - RETENTION).delete()
