"""Signal receivers that remove public renditions of images that are no longer public."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from core.access.models import PublicCollection
from core.caching import generation
from core.media.models import PortalImage, PortalRendition
from core.media.tasks import withdraw_exposed


@receiver([post_save, post_delete], sender=Collection)
@receiver([post_save, post_delete], sender=CollectionViewRestriction)
@receiver([post_save, post_delete], sender=PublicCollection)
@receiver(m2m_changed, sender=CollectionViewRestriction.groups.through)
@receiver(post_save, sender=PortalImage)
def withdraw_renditions(**kwargs: Any) -> None:
    """Delete renditions in the public storage whose image is no longer public; the next use
    generates them again. After the commit, because a collection is moved after it was saved; where
    that is cut short, by a storage that is down or a server that ends, a task finishes it."""
    generation.bump()
    withdraw_exposed.enqueue()
    transaction.on_commit(lambda: PortalRendition.objects.exposed().delete())


@receiver(post_delete, sender=PortalRendition)
def bump_for_rendition(**kwargs: Any) -> None:
    """Cached texts contain the rendition's URL. A new one is in none of them, and raises
    nothing."""
    generation.bump()
