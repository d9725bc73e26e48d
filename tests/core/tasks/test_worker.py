"""The worker survives a database that goes away, and requeues interrupted tasks, only those."""

import os
import signal
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from core import mail
from core.models import WorkerHeartbeat
from core.tasks import leases, models, worker
from core.tasks.models import LEASE
from portal.settings import base
from tests.core.tasks.work import note, slow
from tests.factories.core import standard_page
from tests.workers import crew, wait_until

pytestmark = pytest.mark.database

BULK_TASKS = 10_000
LONGEST = 5


class FailingWorker(worker.Worker):
    """The stock worker's loop, in which the database goes away twice."""

    errors: list[Exception]

    def run(self) -> None:
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture
def failing(db, monkeypatch):
    FailingWorker.errors = [
        OperationalError("connection refused\n\tIs it running?"),
        InterfaceError("closed"),
    ]
    monkeypatch.setattr(worker, "FairWorker", FailingWorker)
    monkeypatch.setattr(worker, "RETRY_PAUSE", 0)
    # The thread's body is run in the test's own thread, which goes on to need its connection.
    monkeypatch.setattr(connection, "close", lambda: None)


@pytest.fixture
def queue(settings):
    settings.TASKS = base.TASKS


# A database that goes away ---------------------------------------------------------------------


def test_a_database_that_goes_away_does_not_end_the_worker(failing, capsys):
    thread = worker.TaskThread(queues=["*"])
    name = thread.worker.worker_id

    thread.run()

    assert thread.is_done
    assert thread.worker.worker_id != name
    assert capsys.readouterr().out.splitlines() == [
        "worker: the database did not answer: connection refused",
        "worker: the database did not answer: closed",
    ]


def test_a_batch_says_that_it_could_not_be_done(failing):
    with pytest.raises(OperationalError):
        worker.TaskThread(queues=["*"], batch=True).run()


# Leases ----------------------------------------------------------------------------------------


def test_what_was_cut_short_is_done_again(db):
    WorkerHeartbeat.beat(["living"])
    WorkerHeartbeat.objects.create(worker="dead", last_seen_at=timezone.now() - 2 * LEASE)
    cut, unknown = begun("dead"), begun("never seen")
    busy = begun("living", ago=timedelta(hours=1))

    returned = leases.requeue_lost_tasks()

    assert returned == 2
    assert {status_of(cut), status_of(unknown)} == {TaskResultStatus.READY}
    assert status_of(busy) == TaskResultStatus.RUNNING


def test_a_task_that_ends_every_worker_is_given_up(db):
    task = begun(*[f"dead {number}" for number in range(leases.MOST_STARTS)])

    assert leases.requeue_lost_tasks() == 0
    assert status_of(task) == TaskResultStatus.FAILED


def test_after_a_long_silence_the_leases_of_others_are_not_judged(db):
    thread = worker.TaskThread(queues=["*"])
    heartbeat = worker.Heartbeat([thread])
    task = begun("asleep as well")

    with time_machine.travel(timezone.now() + 2 * LEASE, tick=False):
        heartbeat.turn()
        after_the_silence = status_of(task)
        heartbeat.turn()

    assert after_the_silence == TaskResultStatus.RUNNING
    assert status_of(task) == TaskResultStatus.READY


@pytest.mark.slow
def test_a_lease_is_renewed_for_as_long_as_a_task_runs(committed_db, queue, monkeypatch, tmp_path):
    """A task that takes longer than a lease is not begun again beside itself."""
    marks = tmp_path / "marks"
    monkeypatch.setattr(models, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(worker, "HEARTBEAT_SECONDS", 0.1)
    note.enqueue(str(marks), 2)
    thread = worker.TaskThread(queues=["*"], interval=0, batch=True)
    heartbeat = worker.Heartbeat([thread])

    for one in (heartbeat, thread):
        one.start()
    wait_until(marks.exists)
    returned = []
    while thread.is_alive():
        returned.append(leases.requeue_lost_tasks())
        time.sleep(0.1)
    heartbeat.stop()
    heartbeat.join()

    assert set(returned) == {0}
    assert len(returned) > 8
    assert marks.read_text().splitlines() == ["begun", "ended"]


def test_what_editors_have_timed_is_published_when_it_is_due(home):
    later = timezone.now() + timedelta(hours=1)
    page = standard_page(home, "Later")
    page.unpublish()
    page.go_live_at = later
    page.save_revision().publish()

    worker.publish_due()
    early = Page.objects.get(pk=page.pk).live
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        worker.publish_due()

    assert not early
    assert Page.objects.get(pk=page.pk).live


# Real workers ----------------------------------------------------------------------------------


@pytest.fixture
def start_worker(committed_db, queue, tmp_path):
    """Starts real workers over the test's database; none outlives its test."""
    with crew(tmp_path) as found:
        yield found.start


@pytest.mark.slow
def test_a_mail_leaves_at_once_with_ten_thousand_bulk_tasks_waiting(start_worker, tmp_path):
    path = f"{slow.func.__module__}.{slow.func.__name__}"
    DBTaskResult.objects.bulk_create(
        [
            DBTaskResult(
                task_path=path,
                backend_name="default",
                args_kwargs={"args": [number], "kwargs": {}},
                run_after=timezone.now(),
            )
            for number in range(BULK_TASKS)
        ]
    )
    process = start_worker()
    wait_until(lambda: DBTaskResult.objects.running().filter(task_path=path).exists())

    began = time.monotonic()
    mail.enqueue(to="salma@example.org", subject="رمز", text="1234-5678")
    wait_until(lambda: any((tmp_path / "mails").glob("*.txt")))
    seconds = time.monotonic() - began
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)

    print(f"\n  mail left after {seconds:.1f} s, {BULK_TASKS:,} bulk tasks waiting")
    assert seconds < LONGEST
    assert process.returncode == 0
    assert not DBTaskResult.objects.running().exists()
    # Leases were given back: nobody waits for them to end.
    assert not WorkerHeartbeat.objects.exists()


@pytest.mark.slow
def test_a_killed_workers_task_is_taken_up_by_the_next_and_a_living_ones_is_not(
    start_worker, tmp_path
):
    marks = tmp_path / "marks"
    note.enqueue(str(marks), 2)
    first = start_worker()
    wait_until(marks.exists)

    leases.requeue_lost_tasks()
    beside = marks.read_text().count("begun"), DBTaskResult.objects.ready().count()
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    WorkerHeartbeat.objects.update(last_seen_at=timezone.now() - 2 * LEASE)
    start_worker()
    wait_until(lambda: "ended" in marks.read_text(), seconds=40)

    assert beside == (1, 0)
    assert marks.read_text().splitlines() == ["begun", "begun", "ended"]


def status_of(task: DBTaskResult) -> str:
    return DBTaskResult.objects.get(pk=task.pk).status


def begun(*workers: str, ago: timedelta = timedelta(0)) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        task_path="core.mail.send",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=now,
        started_at=now - ago,
        worker_ids=list(workers),
    )
