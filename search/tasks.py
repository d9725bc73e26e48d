"""Background indexing tasks. Idempotent."""

import logging
from datetime import timedelta

from django_tasks import task
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.caching import generation
from core.db import yield_write_lock
from core.models import Topic
from core.tasks.retry import enqueue_once
from search.documents import index_page
from search.engines.base import EngineUnavailable
from search.models import SearchFacet
from search.rebuild import AlreadyRunning, rebuild_cluster, rebuild_index

logger = logging.getLogger("portal.search")
AGAIN = timedelta(minutes=1)


@task()
def rebuild_library() -> int:
    """Make the whole index anew: after an update that changes its format. Returns the number of
    documents; 0 where another process is at it."""
    try:
        count = rebuild_index()
    except AlreadyRunning:
        return 0
    fill_cluster.call()
    return count


@task()
def fill_cluster() -> None:
    """Make the index of the cluster anew, if there is one; where it does not answer, again in a
    minute, going on where it stopped."""
    try:
        rebuild_cluster()
    except AlreadyRunning:
        logger.info("the index of the cluster is being made by another process")
    except EngineUnavailable as error:
        logger.warning("the index of the cluster is made later: %s", error)
        enqueue_once(fill_cluster, AGAIN)


@task()
def index_works_of_topic(topic_id: int) -> None:
    """Reindex every page whose work has this topic."""
    slug = Topic.objects.filter(pk=topic_id).values("slug")
    tagged = SearchFacet.objects.filter(name=SearchFacet.Name.TOPIC, value__in=slug)
    index_again(Page.objects.filter(translation_key__in=tagged.values("work__translation_key")))


@task()
def index_tree(page_id: int) -> None:
    """Reindex a page and all below it; a page deleted meanwhile is ignored."""
    if page := Page.objects.filter(pk=page_id).first():
        index_again(page.get_descendants(inclusive=True))


def index_again(pages: PageQuerySet) -> None:
    for page_id in list(pages.live().values_list("pk", flat=True)):
        if page := Page.objects.filter(pk=page_id).first():
            index_page(page)
            yield_write_lock()
    generation.bump()
