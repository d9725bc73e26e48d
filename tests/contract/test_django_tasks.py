"""django-tasks and django-tasks-db: rows of the queue, and the command that works through them.

Our worker runs theirs in threads, each with a heartbeat, and makes tasks ready again that a killed
worker had begun; our backend looks for the same task before it queues one. If a field, a state or
an option is named otherwise: follow it in core.tasks and core's worker command, and mend this file.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Command as StockWorker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from core import mail
from core.management.commands import worker
from core.tasks import leases
from core.tasks.backend import DeduplicatingBackend
from core.tasks.worker import TaskThread
from portal.settings import base
from tests.contract import missing, parameters, where

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


@pytest.mark.slow
def test_a_row_of_the_queue_holds_what_we_look_at(queue):
    note.enqueue("one")
    row = DBTaskResult.objects.get()

    assert row.args_kwargs == {"args": ["one"], "kwargs": {}}, where(mail.enqueue)
    assert row.run_after == get_date_max(), where(DeduplicatingBackend)
    assert row.status == TaskResultStatus.READY, where(leases.requeue)
    assert (row.started_at, row.worker_ids) == (None, []), where(leases.requeue)


def test_a_task_that_was_cut_short_runs_again_once_it_is_made_ready(queue):
    note.enqueue("one")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=["dead"]
    )
    work()
    assert DONE == []

    leases.requeue_lost_tasks()
    work()

    row = DBTaskResult.objects.get()
    assert DONE == ["one"], where(leases.requeue_lost_tasks)
    assert row.status == TaskResultStatus.SUCCESSFUL
    assert (row.worker_ids[0], len(row.worker_ids)) == ("dead", 2), where(leases.requeue)


def test_a_task_of_later_waits(queue):
    note.using(run_after=timezone.now() + timedelta(minutes=1)).enqueue("later")

    work()

    assert DONE == [], where(mail.send.func)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_a_task_that_raises_stands_as_failed_and_the_next_one_runs(queue):
    fail.enqueue()
    note.enqueue("next")

    work()

    assert DONE == ["next"], where(mail.send.func)
    states = set(DBTaskResult.objects.values_list("status", flat=True))
    assert states == {TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL}


def test_a_worker_takes_the_options_of_our_threads_and_a_name():
    """And ends when `running` is false: so a thread is stopped."""
    thread = TaskThread(queues=["*"])

    assert {*thread.options, "worker_id"} == {*parameters(Worker)}, where(TaskThread)
    assert thread.worker.running is True, where(TaskThread.stop)
    assert missing(Worker, ["run", "configure_signals"]) == [], where(worker.Command.work_off)


def test_our_command_has_the_options_of_the_stock_one(settings):
    settings.TASKS = base.TASKS
    names = vars(StockWorker().create_parser("manage.py", "worker").parse_args([])).keys()
    read = {"queue_name", "exclude_queues", "batch", "max_tasks", "reload", "interval"}

    assert names >= {*read, "backend_name"}, where(worker.Command)


def test_a_backend_queues_by_this_method():
    assert parameters(DatabaseBackend.enqueue) == ["self", "task", "args", "kwargs"], where(
        DeduplicatingBackend
    )
