"""`manage.py worker`: runs queued tasks and writes a heartbeat every 30 seconds.

It requeues tasks that a killed worker left running (tasks are idempotent), publishes and
unpublishes scheduled pages, and runs the daily cleanup: no cron job is needed for either.
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
HEARTBEAT_SECONDS = 30
LEASE = timedelta(minutes=5)
RETRY_PAUSE = 5


def requeue_stale_tasks(*, older_than: timedelta) -> int:
    """Requeue tasks that were started longer ago than this and never finished."""
    left = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - older_than
    )
    return left.update(status=TaskResultStatus.READY, started_at=None)


def publish_due() -> None:
    """Publish and unpublish scheduled pages. A page that fails is logged, and tried again."""
    try:
        call_command("publish_scheduled", verbosity=0)
    except Error:
        raise
    except Exception:
        log.exception("a page with a time could not be published")


def log_error(error: Error) -> None:
    """Log in one line: the database's own message may fill several."""
    print(f"worker: the database did not answer: {str(error).splitlines()[0]}", flush=True)


def heartbeat_loop(stop: threading.Event) -> None:
    """Write the heartbeat until stopped; retry where the database does not answer."""
    clean_at = timezone.now()
    while True:
        try:
            WorkerHeartbeat.beat()
            requeue_stale_tasks(older_than=LEASE)
            publish_due()
            if timezone.now() >= clean_at:
                clean_at = timezone.now() + cleanup.INTERVAL
                cleanup.clean()
        except Error as error:
            log_error(error)
        finally:
            connection.close()
        if stop.wait(HEARTBEAT_SECONDS):
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
        """Like the stock worker, but it survives a database that goes away for a while (restarted,
        or locked by another process)."""
        while True:
            try:
                super().handle(**options)
                return
            except (OperationalError, InterfaceError) as error:
                if options["batch"]:
                    raise
                log_error(error)
                connection.close()
                time.sleep(RETRY_PAUSE)
