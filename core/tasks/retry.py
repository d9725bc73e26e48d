"""Deferred tasks without duplicates: a retry is queued once, however many ask for it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def enqueue_once(task: Any, after: timedelta) -> None:
    """Queue the task to run after this time, unless it is to run by itself within that already."""
    now = timezone.now()
    queued = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY,
        task_path=task.module_path,
        run_after__range=(now, now + after),
    )
    if not queued.exists():
        task.using(run_after=now + after).enqueue()
