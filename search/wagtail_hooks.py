"""Wagtail hooks of search: indexing at publishing (see `core.publishing`)."""

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from search.documents import index_page


@hooks.register(extensions.PAGE_PUBLISHED, order=10)
def index_published_page(page: Page) -> None:
    """Index in the transaction of the publish: found at once, or not published at all."""
    index_page(page)
