"""Renditions in the background: retried once the file storage answers, and withdrawn where an image
is no longer public."""

from datetime import timedelta

from django.apps import apps
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.caching import generation
from core.media.storage import PrivateStorage
from core.outage import Unavailable
from core.tasks.retry import enqueue_once

RETRY = timedelta(minutes=1)
ANY_NAME = "images/probe"


def is_waiting() -> bool:
    """Whether pages lack pictures because the storage did not answer, to whichever process."""
    waiting = DBTaskResult.objects.filter(task_path=draw_again.module_path)
    return waiting.filter(status=TaskResultStatus.READY).exists()


@task()
def draw_again() -> bool:
    """Pages were cached without their pictures: as soon as the storage answers, they are rendered
    anew. Returns whether it does."""
    try:
        PrivateStorage().exists(ANY_NAME)
    except Unavailable:
        enqueue_once(draw_again, RETRY)
        return False
    generation.bump()
    return True


@task()
def withdraw_exposed() -> int:
    """Delete renditions in the public storage whose image is no longer public; returns how many.
    The request of the person who closed it does so, too: this is for one that was cut short."""
    # The models of media import this module.
    renditions = apps.get_model("core", "PortalRendition").objects
    _all, deleted = renditions.exposed().delete()
    return deleted.get("core.PortalRendition", 0)
