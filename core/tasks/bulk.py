"""Bulk work: Wagtail's search index and reference index are updated once, at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from django_tasks import task

from core.db import give_way, repeatable
from core.tasks import queues

OBJECTS_A_TASK = 100


@contextmanager
def load() -> Iterator[None]:
    """Many saves, one update of the indexes. Nested calls join the outer one.

    If the process is killed, the task repeats the load; outside a task, run `manage.py
    update_index` and `rebuild_references_index`.
    """
    if queues.is_gathering():
        yield
        return
    with repeatable(), queues.gather() as gathered:
        try:
            yield
        finally:
            for path, objects in gathered.items():
                waiting = [list(one) for one in sorted(objects)]
                for start in range(0, len(waiting), OBJECTS_A_TASK):
                    feed.enqueue(path, waiting[start : start + OBJECTS_A_TASK])


@task(priority=queues.BULK)
def feed(path: str, objects: list[list[str]]) -> int:
    """Run Wagtail's indexing task `path` for these objects; deleted ones are skipped."""
    index = import_string(path).func
    count = 0
    with repeatable():
        for label, model, key in objects:
            try:
                index(label, model, key)
            except ObjectDoesNotExist:
                continue
            count += 1
            give_way()
    return count
