"""The worker survives a database that goes away, and requeues interrupted tasks."""

from datetime import timedelta

import pytest
import time_machine
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from core.management.commands import worker
from tests.factories.core import standard_page

pytestmark = pytest.mark.database


@pytest.fixture
def failing(monkeypatch):
    """The stock worker's loop, in which the database goes away twice."""
    errors = [OperationalError("connection refused\n\tIs it running?"), InterfaceError("closed")]

    def handle(self: object, **options: object) -> None:
        if errors:
            raise errors.pop(0)

    monkeypatch.setattr(worker.StockWorker, "handle", handle)
    monkeypatch.setattr(worker, "RETRY_PAUSE", 0)
    return errors


def test_a_database_that_goes_away_does_not_end_the_worker(failing, capsys):
    worker.Command().work(batch=False)

    assert failing == []
    assert capsys.readouterr().out.splitlines() == [
        "worker: the database did not answer: connection refused",
        "worker: the database did not answer: closed",
    ]


def test_a_batch_says_that_it_could_not_be_done(failing):
    with pytest.raises(OperationalError):
        worker.Command().work(batch=True)


def test_what_was_cut_short_is_done_again(db):
    cut, busy = begun(timedelta(minutes=6)), begun(timedelta(minutes=4))

    returned = worker.requeue_stale_tasks(older_than=worker.LEASE)

    assert returned == 1
    assert DBTaskResult.objects.get(pk=cut.pk).status == TaskResultStatus.READY
    assert DBTaskResult.objects.get(pk=busy.pk).status == TaskResultStatus.RUNNING


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


def begun(ago: timedelta) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        task_path="core.mail.send",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=now,
        started_at=now - ago,
    )
