"""Signal receivers that keep the search index in step with pages and topics."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_unpublished, post_page_move

from core.caching import generation
from core.models import Topic
from search import outbox, tasks
from search.documents import remove_page
from search.engines import uses_cluster
from search.models import Promotion, SearchFacet, SearchWork


@receiver([post_save, post_delete], sender=Promotion)
def renew_promotions(**kwargs: Any) -> None:
    """What editors recommend is read once a generation."""
    generation.bump()


@receiver(page_unpublished)
def remove_unpublished_page(instance: Page, **kwargs: Any) -> None:
    remove_page(instance.pk)
    generation.bump()


# Before, not after: the document is deleted with its page, and its work may be, too.
@receiver(pre_delete, sender=Page)
def remove_deleted_page(instance: Page, **kwargs: Any) -> None:
    remove_page(instance.pk)


@receiver(post_page_move)
def index_moved_pages(instance: Page, **kwargs: Any) -> None:
    """A lesson may have moved to another course, and many pages with it."""
    page_id = instance.pk
    transaction.on_commit(lambda: tasks.index_tree.enqueue(page_id))


@receiver(pre_save, sender=Topic)
def rename_topic(instance: Topic, **kwargs: Any) -> None:
    """Works are filtered by a topic's slug: they follow it to another at once."""
    old = Topic.objects.filter(pk=instance.pk).exclude(slug=instance.slug).values("slug")
    found = facets_of_topic(old)
    with note_works_of(found):
        found.update(value=instance.slug)


@receiver(pre_delete, sender=Topic)
def forget_topic(instance: Topic, **kwargs: Any) -> None:
    found = facets_of_topic([instance.slug])
    with note_works_of(found):
        found.delete()


@contextmanager
def note_works_of(facets: QuerySet[SearchFacet]) -> Iterator[None]:
    """What changes these facets is committed with the note that their works have changed."""
    if not uses_cluster():
        yield
        return
    works = SearchWork.objects.filter(pk__in=facets.values("work_id"))
    with transaction.atomic():
        keys = list(works.values_list("translation_key", flat=True))
        yield
        outbox.note(*keys)


def facets_of_topic(slugs: Iterable[Any]) -> QuerySet[SearchFacet]:
    return SearchFacet.objects.filter(name=SearchFacet.Name.TOPIC, value__in=slugs)


@receiver(post_save, sender=Topic)
def index_works_of_topic(instance: Topic, created: bool, **kwargs: Any) -> None:
    """Works are found by the labels of their topics; there may be hundreds, so the worker
    reindexes."""
    if not created:
        # Queued in the transaction of the change: it is not lost with the process.
        tasks.index_works_of_topic.enqueue(instance.pk)
