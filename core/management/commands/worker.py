"""`manage.py worker`: runs queued tasks, e-mails in a thread of their own, with a heartbeat.

It requeues tasks that a killed worker left running (tasks are idempotent), publishes and
unpublishes scheduled pages, and runs the daily cleanup: no cron job is needed for either.
"""

import signal
import threading
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import CommandError
from django.utils.autoreload import run_with_reloader
from django_tasks_db.management.commands.db_worker import Command as StockWorker

from core.tasks import leases, queues
from core.tasks.worker import TaskThread, run_together

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
# `make run` waits for fifteen seconds, systemd and containers for ten or more.
GRACE = timedelta(seconds=9)


class Command(StockWorker):
    help = "Run queued tasks; /readyz knows from it that a worker lives."

    def handle(self, **options: Any) -> None:
        self.configure_logging(options["verbosity"])
        names = options["queue_name"].split(",")
        excluded = [name for name in options["exclude_queues"].split(",") if name]
        if excluded and "*" not in names:
            raise CommandError("--exclude-queues can only be used with --queue-name=*")
        if options["batch"] or options["max_tasks"]:
            self.work_off(names, excluded, options)
        elif options["reload"]:
            run_with_reloader(self.work, names, excluded, options)
        else:
            self.work(names, excluded, options)

    def work_off(self, names: list[str], excluded: list[str], options: dict[str, Any]) -> None:
        """All that waits, or so many tasks, in this thread; then end."""
        leases.requeue_lost_tasks()
        thread = task_thread(names, excluded, options)
        thread.worker.configure_signals()
        thread.run()

    def work(self, names: list[str], excluded: list[str], options: dict[str, Any]) -> None:
        """Until a signal asks to end; what runs then may end, for some seconds."""
        stop = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            for number in ENDINGS:
                signal.signal(number, end)
        threads = [task_thread(names, excluded, options)]
        if "*" in names and queues.URGENT not in excluded:
            threads = [
                task_thread([queues.URGENT], [], options),
                task_thread(names, [*excluded, queues.URGENT], options),
            ]
        if not run_together(threads, stop, GRACE):
            raise CommandError("a thread of the worker ended; its words stand above")


def task_thread(names: list[str], excluded: list[str], options: dict[str, Any]) -> TaskThread:
    return TaskThread(
        queues=names,
        excluded=excluded,
        interval=options["interval"],
        backend=options["backend_name"],
        batch=options["batch"],
        max_tasks=options["max_tasks"],
    )
