"""Background loading of the demonstration."""

import logging

from django.db.models import QuerySet
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.db import yield_write_lock
from core.tasks import bulk, queues
from demo import loader, manifest, stamp

logger = logging.getLogger("portal.demo")


@task(priority=queues.BULK)
def load_work(name: str) -> str:
    """Load one work, and log it. Idempotent."""
    with bulk.load():
        line = loader.load(manifest.by_name()[name])
    logger.info("demo: %s (%s to go)", line or f"{name}: as it was", works_to_load() - 1)
    return line


@task(priority=queues.BULK)
def resolve_pending_links() -> str:
    """Resolve links to works that were loaded later. Queued after all works."""
    with bulk.load():
        waiting = [item for item in manifest.works() if loader.is_waiting(item)]
        tied = []
        for item in waiting:
            if loader.load(item):
                tied.append(item.name)
            yield_write_lock()
    finish.enqueue()
    return " ".join(tied)


@task(priority=queues.LAST)
def finish() -> bool:
    """Says that all is loaded, once nothing else is queued; whether it is."""
    left = [item.name for item in manifest.works() if not loader.is_settled(item)]
    if left:
        logger.warning("demo: not loaded: %s", ", ".join(left))
    else:
        stamp.save_fingerprint()
        logger.info("demo: all %s works are loaded", len(manifest.works()))
    return not left


def works_to_load() -> int:
    """Number of works still queued; one query."""
    return to_load().count()


def names_to_load() -> set[str]:
    """Names of the queued works."""
    return {said["args"][0] for said in to_load().values_list("args_kwargs", flat=True)}


def to_load() -> QuerySet[DBTaskResult]:
    waiting = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    path = f"{load_work.func.__module__}.{load_work.func.__name__}"
    return DBTaskResult.objects.filter(task_path=path, status__in=waiting)
