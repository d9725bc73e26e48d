"""The publish pipeline: what happens when a page is published, in this order.

All of it takes part in the transaction of the publish, and raises the generation counter once:

1. Wagtail writes the page; `core.access.receivers` derives who may see it.
2. Links between works are stored (`core.works.related`).
3. Functions registered as `PAGE_PUBLISHED` run, by their `order`: what this version follows of its
   original, or what changed in it (5), the search index (10), the size of a lesson, measured later
   by the worker (20), what is not words taken over by the translations (30), which publishes those
   that it changes, and rights over a new list (90).
4. The transaction is committed: cached values of the old generation are never used again.

Unpublishing, moving and deleting have no such order: each room has receivers of its own
(`receivers.py`), and none of them reads what another one writes. The counter is raised here, and
for other rows that many pages show.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import extensions, works
from core.caching import generation
from core.models import (
    BasePage,
    PortalDocument,
    PortalImage,
    PublicCollection,
    SiteIdentity,
    Topic,
    TopicLabel,
)
from core.works import redirects, related

WATCHED = (
    Site, Locale, PageViewRestriction, SiteIdentity, Topic, TopicLabel, PortalImage,
    PortalDocument, Collection, CollectionViewRestriction, PublicCollection, Group, Redirect,
)  # fmt: skip


@receiver(page_published)
def derive(instance: Page, **kwargs: Any) -> None:
    """Steps 2 and 3; raises the counter also for pages that are not published by
    `BasePage.publish`."""
    with works.originals_looked_up_once():
        if isinstance(instance, BasePage):
            related.update_links(instance)
        extensions.call(extensions.PAGE_PUBLISHED, instance)
    generation.bump()


@receiver([page_unpublished, post_page_move, page_slug_changed])
def bump_for_page(**kwargs: Any) -> None:
    """What readers see of a page has changed."""
    generation.bump()


@receiver([post_save, post_delete])
def bump_for_row(sender: type, **kwargs: Any) -> None:
    """A row that many pages show has changed; or a page was added or removed outside a publish."""
    if sender in WATCHED or (issubclass(sender, Page) and not kwargs.get("update_fields")):
        generation.bump()


@receiver(pre_delete, sender=Page)
def keep_addresses_of_deleted_page(instance: Page, **kwargs: Any) -> None:
    """Old links to it are answered: redirected to another version, or told that it is gone."""
    redirects.keep_addresses(instance)


@receiver(post_delete, sender=Page)
def delete_links_of_deleted_work(instance: Page, **kwargs: Any) -> None:
    """The last version of a work was deleted: delete the links that start from it."""
    if not Page.objects.filter(translation_key=instance.translation_key).exists():
        related.delete_links(instance.translation_key)
