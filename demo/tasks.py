"""Background loading of the demonstration."""

import logging

from django.db.models import QuerySet
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from demo import loader, manifest

logger = logging.getLogger("portal.demo")


@task()
def load_work(name: str) -> str:
    """Load one work, and log it. Idempotent."""
    line = loader.load(manifest.by_name()[name])
    logger.info("demo: %s (%s to go)", line or f"{name}: as it was", works_to_load() - 1)
    return line


@task()
def resolve_pending_links() -> str:
    """Resolve links to works that were loaded later. Queued after all works."""
    tied = [item.name for item in manifest.works() if loader.is_waiting(item) and loader.load(item)]
    logger.info("demo: links of %s works set", len(tied))
    return " ".join(tied)


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
