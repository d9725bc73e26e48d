"""Bulk work: Wagtail's search index and reference index are updated once, at its end."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from django_tasks import task
from modelsearch.backends import get_search_backends

from core.db import relaxed_durability, yield_write_lock
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
    with relaxed_durability(), queues.gather() as gathered:
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
    if path == queues.SEARCH_INDEXING:
        return index_together(objects)
    index = import_string(path).func
    count = 0
    with relaxed_durability():
        for label, model, key in objects:
            try:
                index(label, model, key)
            except ObjectDoesNotExist:
                continue
            count += 1
            yield_write_lock()
    return count


def index_together(objects: list[list[str]]) -> int:
    """What Wagtail's task does to each of them, once for all of a model: at each call the backend
    weighs all titles of the index anew."""
    count = 0
    with relaxed_durability():
        for model, keys in by_model(objects).items():
            rows = list(model.get_indexed_objects().filter(pk__in=keys))
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, rows)
            count += len(rows)
            yield_write_lock()
    return count


def by_model(objects: list[list[str]]) -> dict[Any, list[Any]]:
    """The keys of objects, by the model that they are found as; deleted ones are left out."""
    given, found = defaultdict[Any, set[str]](set), defaultdict[Any, list[Any]](list)
    for label, name, key in objects:
        given[apps.get_model(label, name)].add(key)
    for model, keys in given.items():
        for row in model.objects.filter(pk__in=keys):
            indexed = row.get_indexed_instance()
            if indexed is not None:
                found[type(indexed)].append(indexed.pk)
    return found
