"""Work on courses that a request should not wait for."""

import gzip
import re

from django.utils import translation
from django_tasks import task

from core.caching import generation
from core.l10n.numbers import weight
from core.models import PortalRendition
from core.pages.rendering import render_body
from courses.catalogue.models import LessonPage

# The frame round a text, compressed: header, outline, footer. A test holds the sum to a fifth.
FRAME_BYTES = 2_800
SOURCE = re.compile(r'<img[^>]+src="/media/([^"]+)"')


@task()
def weigh_lesson(page_id: int) -> int | None:
    """Store how many bytes a reader on a phone fetches for this lesson: page and pictures.

    The page compressed, and each picture in the smallest size that it is offered in (390 px).
    Safe to repeat. Returns the number, or None for a lesson that is gone.
    """
    page = LessonPage.objects.filter(pk=page_id).select_related("locale").first()
    if page is None:
        return None
    with translation.override(page.language):
        html = render_body(page)
    size = len(gzip.compress(html.encode(), 6)) + FRAME_BYTES + pictures(html)
    LessonPage.objects.filter(pk=page_id).exclude(weight_bytes=size).update(weight_bytes=size)
    if weight(size) != weight(page.weight_bytes):
        # Readers are told kilobytes: a change below that empties no cache.
        generation.bump()
    return size


def pictures(html: str) -> int:
    """Bytes of the pictures in a text, as they stand in their store."""
    names = SOURCE.findall(html)
    files = PortalRendition.objects.filter(file__in=names)
    return sum(rendition.file.size for rendition in files)
