"""Background tasks of the catalogue."""

import re

from django.utils import translation
from django_tasks import task

from core.caching import generation
from core.compression import compress
from core.l10n.numbers import format_file_size
from core.models import PortalRendition
from core.pages.rendering import render_body
from courses.catalogue.models import LessonPage

# Compressed size of the page frame: header, outline, footer. A test checks the sum to a fifth.
FRAME_BYTES = 2_800
SOURCE = re.compile(r'<img[^>]+src="/media/([^"]+)"')


@task()
def measure_lesson_size(page_id: int) -> int | None:
    """Measure and store the transfer size of a lesson: compressed page and images.

    Each image counts in its smallest rendition (390 px). Idempotent. Returns the number, or None
    for a lesson that was deleted.
    """
    page = LessonPage.objects.filter(pk=page_id).select_related("locale").first()
    if page is None:
        return None
    with translation.override(page.language):
        html = render_body(page)
    size = len(compress(html.encode())) + FRAME_BYTES + total_image_size(html)
    LessonPage.objects.filter(pk=page_id).exclude(weight_bytes=size).update(weight_bytes=size)
    if format_file_size(size) != format_file_size(page.weight_bytes):
        # Readers are told kilobytes: a change below that empties no cache.
        generation.bump()
    return size


def total_image_size(html: str) -> int:
    """Total size of the images in a text, as stored."""
    names = SOURCE.findall(html)
    files = PortalRendition.objects.filter(file__in=names)
    return sum(rendition.file.size for rendition in files)
