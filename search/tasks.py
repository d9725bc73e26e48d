"""Background indexing tasks. Idempotent."""

from django_tasks import task
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.caching import generation
from core.db import yield_write_lock
from core.models import Topic
from search.documents import index_page
from search.models import SearchFacet
from search.rebuild import rebuild, rebuild_cluster


@task()
def rebuild_library() -> int:
    """Make the whole index anew: after an update that changes its format."""
    count = rebuild()
    rebuild_cluster()
    return count


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
