"""Tasks for tests of the queue."""

import time
from pathlib import Path

from django_tasks import task

from core.tasks import queues


@task(priority=queues.BULK)
def slow(number: int) -> None:
    """Bulk work that takes its time."""
    time.sleep(3)


@task()
def note(path: str, seconds: float) -> None:
    """Leaves a mark for each time that it is begun, and then works for a while."""
    with Path(path).open("a", encoding="ascii") as file:
        file.write("begun\n")
    time.sleep(seconds)
    with Path(path).open("a", encoding="ascii") as file:
        file.write("ended\n")
