"""A worker process: threads that run tasks, a heartbeat for their leases, a scheduler and a page
warmer. Each survives a temporary loss of the database."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from core.caching import generation, page_store, warming
from core.db import yield_write_lock
from core.tasks import cleanup, leases
from core.tasks.models import LEASE, WorkerHeartbeat

log = logging.getLogger("portal.worker")
HEARTBEAT_SECONDS = 30
RETRY_PAUSE = 5


def log_error(error: Error) -> None:
    """Log in one line: the database's own message may fill several."""
    print(f"worker: the database did not answer: {str(error).splitlines()[0]}", flush=True)  # noqa: T201 - the worker's terminal


class FairWorker(Worker):
    """The stock worker, which gives way to requests between two tasks."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        yield_write_lock()


class TaskThread(threading.Thread):
    """Runs the tasks of its queues one after the other."""

    def __init__(
        self,
        *,
        queues: Sequence[str],
        excluded: Sequence[str] = (),
        interval: float = 1,
        backend: str = "default",
        batch: bool = False,
        max_tasks: int | None = None,
    ) -> None:
        super().__init__(daemon=True, name=f"tasks of {','.join(queues)}")
        self.options: dict[str, Any] = {
            "queue_names": list(queues),
            "excluded_queue_names": list(excluded),
            "interval": interval,
            "backend_name": backend,
            "batch": batch,
            "max_tasks": max_tasks,
            "startup_delay": False,
        }
        self.worker = self.next_worker()
        self.is_stopped = False
        self.is_done = False

    def next_worker(self) -> Worker:
        """A worker under a new name, so that this one's lease does not cover a task of the previous
        one whose end the database did not record."""
        return FairWorker(**self.options, worker_id=get_random_string(32))

    def run(self) -> None:
        """Until it is stopped or, in a batch, nothing waits. Raises what is no fault of the
        database."""
        while not self.is_stopped:
            try:
                WorkerHeartbeat.beat([self.worker.worker_id])
                self.worker.run()
                break
            except (OperationalError, InterfaceError) as error:
                if self.worker.batch:
                    raise
                log_error(error)
                connection.close()
                time.sleep(RETRY_PAUSE)
                self.worker = self.next_worker()
        self.is_done = True
        connection.close()

    def stop(self) -> None:
        """End after the task that runs."""
        self.is_stopped = True
        self.worker.running = False


class Periodic(threading.Thread):
    """Runs `turn` every so many seconds; survives a temporary loss of the database."""

    seconds: float

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True, name=name)
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.turn()
            except Error as error:
                log_error(error)
            except OSError as error:
                log.warning("%s: %s", self.name, error)
            finally:
                connection.close()
            self.stopped.wait(self.seconds)

    def turn(self) -> None:
        raise NotImplementedError


class Heartbeat(Periodic):
    """Renews the leases of the threads, and requeues the tasks of dead workers."""

    def __init__(self, threads: Sequence[TaskThread]) -> None:
        super().__init__("heartbeat")
        self.seconds = HEARTBEAT_SECONDS
        self.threads = threads
        self.renewed_at = timezone.now()

    def turn(self) -> None:
        """After a long pause (database unavailable, machine asleep) the others' leases are not
        checked: their heartbeats were missing as well."""
        WorkerHeartbeat.beat([thread.worker.worker_id for thread in self.threads])
        now = timezone.now()
        if now - self.renewed_at < LEASE / 2:
            leases.requeue_lost_tasks()
        self.renewed_at = now

    def stop(self) -> None:
        """Give the leases back, so that nobody waits for them to end."""
        self.stopped.set()
        ended = [thread.worker.worker_id for thread in self.threads if not thread.is_alive()]
        WorkerHeartbeat.objects.filter(worker__in=ended).delete()


class Timetable(Periodic):
    """Publishes and unpublishes scheduled pages; runs the daily cleanup."""

    seconds = HEARTBEAT_SECONDS

    def __init__(self) -> None:
        super().__init__("timetable")
        self.clean_at = timezone.now()

    def turn(self) -> None:
        publish_due()
        if timezone.now() >= self.clean_at:
            self.clean_at = timezone.now() + cleanup.INTERVAL
            cleanup.clean()


class PageWarmer(Periodic):
    """Warms the page cache once what was published last has stood for a moment: while a tree is
    published or a demonstration loads, each page would be outdated as soon as it is rendered."""

    seconds = 1

    def __init__(self) -> None:
        super().__init__("page warmer")
        self.warmer = warming.Warmer()
        self.seen = self.warmed = 0

    def turn(self) -> None:
        if page_store.is_empty():
            return
        before, self.seen = self.seen, generation.current()
        if self.seen == before and self.seen != self.warmed:
            self.warmer.warm()
            self.warmed = self.seen


def publish_due() -> None:
    """Publish what is due. A page that cannot be published is logged, and tried again."""
    try:
        call_command("publish_scheduled", verbosity=0)
    except Error:
        raise
    except Exception:
        log.exception("a page with a time could not be published")


def run_together(threads: Sequence[TaskThread], stop: threading.Event, grace: timedelta) -> bool:
    """Run the threads until `stop` is set or one has ended; False if one ended with an error."""
    heartbeat = Heartbeat(threads)
    others = [Timetable(), PageWarmer()]
    for thread in [*threads, heartbeat, *others]:
        thread.start()
    while not stop.wait(0.2) and all(thread.is_alive() for thread in threads):
        pass
    is_sound = stop.is_set() or all(thread.is_done for thread in threads)
    for other in others:
        other.stopped.set()
    for thread in threads:
        thread.stop()
    until = time.monotonic() + grace.total_seconds()
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    heartbeat.stop()
    return is_sound
