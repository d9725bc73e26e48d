"""Work that is too long for a request. Each may run twice without harm."""

from django_tasks import task
from wagtail.models import Page

from search.documents import index_page
from search.models import SearchFacet


@task()
def index_works_of_topic(topic_id: int) -> None:
    """Index again every page whose work has this topic."""
    tagged = SearchFacet.objects.filter(name=SearchFacet.Name.TOPIC, value=str(topic_id))
    pages = Page.objects.filter(translation_key__in=tagged.values("work__translation_key"))
    for page_id in list(pages.live().values_list("pk", flat=True)):
        index_page(Page.objects.get(pk=page_id))
