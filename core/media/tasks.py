"""Retry of renditions that could not be made while the file storage was down."""

from datetime import timedelta

from django_tasks import task

from core.caching import generation
from core.media.storage import PrivateStorage
from core.outage import Unavailable
from core.tasks.retry import enqueue_once

RETRY = timedelta(minutes=1)
ANY_NAME = "images/probe"


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
