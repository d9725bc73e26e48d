"""Work on translations that takes too long for a request."""

from django.contrib.auth import get_user_model
from django_tasks import task
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from core.tasks import bulk, queues


@task(priority=queues.BULK)
def translate_tree(page_id: int, locale_ids: list[int], user_id: int | None) -> None:
    """Translate all pages below a page; each in its own transaction, so it may be repeated."""
    user = get_user_model().objects.filter(pk=user_id).first() if user_id else None
    locales = list(Locale.objects.filter(pk__in=locale_ids))
    top = Page.objects.get(pk=page_id)
    with bulk.load():
        for page in top.get_descendants().order_by("path").specific().iterator():
            translate_object(page, locales, user=user)
