"""What this room does when a page is published: see `core.publishing`."""

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from search.documents import index_page


@hooks.register(extensions.PAGE_PUBLISHED, order=10)
def index_published_page(page: Page) -> None:
    """In the transaction of the publishing itself: found at once, or not published at all."""
    index_page(page)
