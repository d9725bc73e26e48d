"""`manage.py worker`: runs queued tasks and says every 30 seconds that it lives.

It puts back what a killed worker left half done: tasks here are safe to repeat. And it publishes
and takes down what editors have given a time, and once a day deletes what has been kept long
enough: no timer beside the portal is needed for either.
"""

import logging
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as StockWorker
from django_tasks_db.models import DBTaskResult

from core.models import WorkerHeartbeat
from core.tasks import cleanup

log = logging.getLogger("portal.worker")
BEAT_SECONDS = 30
LEASE = timedelta(minutes=5)
PAUSE = 5


def requeue_stale_tasks(*, older_than: timedelta) -> int:
    """Make tasks ready again that were begun longer ago than this and never ended."""
    left = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - older_than
    )
    return left.update(status=TaskResultStatus.READY, started_at=None)


def publish_due() -> None:
    """Publish what is due. A page that cannot be published is told, and asked again."""
    try:
        call_command("publish_scheduled", verbosity=0)
    except Error:
        raise
    except Exception:
        log.exception("a page with a time could not be published")


def tell(error: Error) -> None:
    """One line: the database's own words may fill several."""
    print(f"worker: the database did not answer: {str(error).splitlines()[0]}", flush=True)


def heartbeat_loop(stop: threading.Event) -> None:
    """Say that the worker lives; a database that does not answer is asked again."""
    clean_at = timezone.now()
    while True:
        try:
            WorkerHeartbeat.beat()
            requeue_stale_tasks(older_than=LEASE)
            publish_due()
            if timezone.now() >= clean_at:
                clean_at = timezone.now() + cleanup.EVERY
                cleanup.clean()
        except Error as error:
            tell(error)
        finally:
            connection.close()
        if stop.wait(BEAT_SECONDS):
            return


class Command(StockWorker):
    help = "Run queued tasks; /readyz knows from it that a worker lives."

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        threading.Thread(target=heartbeat_loop, args=(stop,), daemon=True).start()
        try:
            self.work(**options)
        finally:
            stop.set()

    def work(self, **options: Any) -> None:
        """As the stock worker, but that a database which goes away for a while (restarted, or
        held by another process) does not end it."""
        while True:
            try:
                super().handle(**options)
                return
            except (OperationalError, InterfaceError) as error:
                if options["batch"]:
                    raise
                tell(error)
                connection.close()
                time.sleep(PAUSE)
