"""Signal receivers of the editing of courses."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move

from courses.catalogue.models import LessonPage, ModulePage
from courses.editing import moves


@receiver(post_page_move)
def translations_follow(instance: Page, **kwargs: Any) -> None:
    """However a module or lesson is moved, its translations keep to the order."""
    page = instance.specific
    if isinstance(page, ModulePage | LessonPage):
        moves.follow(Page.objects.get(pk=page.pk))
