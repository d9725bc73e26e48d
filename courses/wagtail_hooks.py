"""Wagtail hooks of courses: derived data at publishing (see `core.publishing`)."""

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from courses.catalogue.tasks import measure_lesson_size
from courses.models import LessonPage


@hooks.register(extensions.PAGE_PUBLISHED, order=20)
def measure_published_lesson(page: Page) -> None:
    """Queue the measurement of a lesson's transfer size, so that no editor waits for it."""
    if isinstance(page, LessonPage):
        measure_lesson_size.enqueue(page.pk)
