"""django-tasks and django-tasks-db: rows of the queue, and the command that works through them.

Our worker is theirs with a heartbeat; it makes tasks ready again that a killed worker had begun.
If a field or a state is named otherwise: follow it in core's worker command, and mend this file.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as StockWorker
from django_tasks_db.models import DBTaskResult

from core import mail
from core.management.commands import worker
from tests.contract import parameters, where

pytestmark = pytest.mark.database

DONE: list[str] = []


@task()
def note(word: str) -> None:
    DONE.append(word)


@task()
def fail() -> None:
    raise OSError("refused")


@pytest.fixture
def queue(committed_db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    DONE.clear()


def work() -> None:
    call_command(StockWorker(), batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.mark.sqlite
def test_a_row_of_the_queue_holds_what_we_look_at(queue):
    note.enqueue("one")
    row = DBTaskResult.objects.get()

    assert row.args_kwargs == {"args": ["one"], "kwargs": {}}, where(mail.enqueue)
    assert row.status == TaskResultStatus.READY, where(worker.requeue_stale_tasks)
    assert row.started_at is None, where(worker.requeue_stale_tasks)


@pytest.mark.sqlite
def test_a_task_that_was_cut_short_runs_again_once_it_is_made_ready(queue):
    note.enqueue("one")
    begun = timezone.now() - worker.LEASE - timedelta(seconds=1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=begun)
    work()
    assert DONE == []

    worker.requeue_stale_tasks(older_than=worker.LEASE)
    work()

    assert DONE == ["one"], where(worker.requeue_stale_tasks)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.sqlite
def test_a_task_of_later_waits(queue):
    note.using(run_after=timezone.now() + timedelta(minutes=1)).enqueue("later")

    work()

    assert DONE == [], where(mail.send.func)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.sqlite
def test_a_task_that_raises_stands_as_failed_and_the_next_one_runs(queue):
    fail.enqueue()
    note.enqueue("next")

    work()

    assert DONE == ["next"], where(mail.send.func)
    states = set(DBTaskResult.objects.values_list("status", flat=True))
    assert states == {TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL}


def test_the_stock_worker_is_told_to_end_after_a_batch_by_this_option():
    assert "batch" in parameters(StockWorker.handle), where(worker.Command.work)
