"""Wagtail hooks of search: indexing at publishing (see `core.publishing`)."""

from django.db import DatabaseError
from wagtail import hooks
from wagtail.models import Page

from core import extensions
from search import health, library
from search.documents import index_page


@hooks.register(extensions.PAGE_PUBLISHED, order=10)
def index_published_page(page: Page) -> None:
    """Index in the transaction of the publish: found at once, or not published at all."""
    index_page(page)


@hooks.register(extensions.HEALTH_CHECK)
def search() -> str:
    """Whether the index answers, and finds what it should; readers have all else without it."""
    try:
        if health.is_noted() or not health.is_sound():
            return "damaged: results come from titles only. Run: manage.py rebuild_library"
        library.probe()
    except DatabaseError as error:
        return f"does not answer: {str(error).splitlines()[0]}. Run: manage.py rebuild_library"
    return "ok"
