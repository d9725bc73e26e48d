"""The task queue: django-tasks in the database, without duplicates of waiting work."""

from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend

from core.tasks import queues


class DeduplicatingBackend(DatabaseBackend):
    """Queues a task unless the same function with the same arguments is already waiting.

    Tasks bring things up to date, so a task that has not started does the work of the second, too.
    Exempt is urgent work (two emails are two emails) and what is to run later.
    """

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Its result; None for indexing that bulk work does at its end."""
        if queues.is_gathered(task.module_path, args):
            return None
        task = task.using(priority=queues.priority_here(task.queue_name, task.priority))
        if task.queue_name == queues.URGENT or task.run_after is not None:
            return super().enqueue(task, args, kwargs)
        with transaction.atomic():
            return self._waiting(task, args, kwargs) or self._queue(task, args, kwargs)

    def _waiting(self, task: Any, args: Any, kwargs: Any) -> Any:
        """The same work waiting, locked until our commit: a worker that took it earlier would not
        see what we write. A task that a worker is just taking is skipped."""
        row = same_work(task, args, kwargs).first()
        if row is None:
            return None
        make_urgent(row, task.priority)
        return row.task_result

    def _queue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """A new row. Where several may write at once, another's transaction may hold the same work,
        which nobody sees yet: whoever commits last takes the second row out."""
        result: Any = super().enqueue(task, args, kwargs)
        if connection.features.has_select_for_update:
            transaction.on_commit(partial(keep_first, task, args, kwargs), robust=True)
        return result


def same_work(task: Any, args: Any, kwargs: Any) -> QuerySet[Any]:
    """The same work waiting, oldest first, without rows that a worker is just taking. The rows
    are locked."""
    # The models are not loaded yet when the first tasks are defined.
    from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415

    return (
        DBTaskResult.objects.select_for_update(skip_locked=True)
        .filter(
            status=TaskResultStatus.READY,
            task_path=task.module_path,
            queue_name=task.queue_name,
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
            run_after=get_date_max(),
        )
        .order_by("enqueued_at", "pk")
    )


def make_urgent(row: Any, priority: int) -> None:
    """Raise the priority of a waiting task to the greater of both."""
    if row.priority < priority:
        row.priority = priority
        row.save(update_fields=["priority"])


@transaction.atomic
def keep_first(task: Any, args: Any, kwargs: Any) -> None:
    """Of the same work committed twice, keep the oldest row."""
    first, *others = list(same_work(task, args, kwargs)) or [None]
    for row in others:
        make_urgent(first, row.priority)
        row.delete()
