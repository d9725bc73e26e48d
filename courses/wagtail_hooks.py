"""What this room does when a page is published: see `core.publishing`."""

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from courses.catalogue.tasks import measure_lesson_size
from courses.models import LessonPage


@hooks.register(extensions.PAGE_PUBLISHED, order=20)
def measure_published_lesson(page: Page) -> None:
    """How many bytes a lesson costs is measured by the worker: no editor waits for it."""
    if isinstance(page, LessonPage):
        measure_lesson_size.enqueue(page.pk)
