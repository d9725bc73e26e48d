"""Wagtail's own search over the documents of `tests.bench.corpus`, to compare with: the same
titles, summaries and texts in its index, asked for the number and the first twenty results. It has
no facets, passages or works to find in many languages, so it does less."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from search.models import SearchDocument

BATCH = 1000
RESULTS = 20


def fill() -> None:
    """Put every document into Wagtail's index, as its database backend does."""
    IndexEntry.objects.all().delete()
    kind = ContentType.objects.get_for_model(Page)
    rows = SearchDocument.objects.values_list("page_id", "title", "summary", "body")
    IndexEntry.objects.bulk_create(
        (
            IndexEntry(
                content_type=kind,
                object_id=str(page_id),
                title=title,
                body=f"{summary} {body}",
                autocomplete=title,
            )
            for page_id, title, summary, body in rows.iterator(BATCH)
        ),
        batch_size=BATCH,
    )


def ask(q: str) -> int:
    """Search, read the first twenty pages, and say how many there are."""
    results = get_search_backend().search(q, Page.objects.live())
    list(results[:RESULTS])
    return int(results.count())
