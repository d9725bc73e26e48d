"""Answers to Wagtail's signals: the generation is raised, access is kept true."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import generation
from core.models import PortalImage, SiteIdentity, Topic, TopicLabel, WorkAccess

WATCHED = (
    Site, Locale, PageViewRestriction, SiteIdentity, Topic, TopicLabel, PortalImage, WorkAccess,
)  # fmt: skip


@receiver([page_published, page_unpublished, post_page_move, page_slug_changed])
def bump_for_page(**kwargs: Any) -> None:
    """What readers see of a page has changed."""
    generation.bump()


@receiver([post_save, post_delete])
def bump_for_row(sender: type, **kwargs: Any) -> None:
    """A row that many pages show has changed; or a page was added or removed by itself."""
    if sender in WATCHED:
        generation.bump()
    elif issubclass(sender, Page) and not kwargs.get("update_fields"):
        generation.bump()
