"""Background translation tasks."""

from django.contrib.auth import get_user_model
from django_tasks import task
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from core.db import yield_write_lock
from core.tasks import bulk, queues
from translations.freshness import derived, ledger


@task(priority=queues.BULK)
def begin_ledger() -> None:
    """Keep what each version follows, of works that were published before there was a ledger.
    Idempotent."""
    with bulk.load():
        for key in derived.unknown_keys():
            ledger.catch_up(key)
            yield_write_lock()


@task(priority=queues.BULK)
def translate_tree(page_id: int, locale_ids: list[int], user_id: int | None) -> None:
    """Translate all pages below a page, each in its own transaction. Idempotent.

    Existing versions are left alone: wagtail-localize would overwrite them with the source's text,
    and readers would see it at once, also where only a draft was asked for.
    """
    user = get_user_model().objects.filter(pk=user_id).first() if user_id else None
    locales = list(Locale.objects.filter(pk__in=locale_ids))
    top = Page.objects.get(pk=page_id)
    with bulk.load():
        for page in top.get_descendants().order_by("path").specific().iterator():
            there = set(page.get_translations(inclusive=True).values_list("locale_id", flat=True))
            missing = [locale for locale in locales if locale.pk not in there]
            if missing:
                translate_object(page, missing, user=user)
                yield_write_lock()
