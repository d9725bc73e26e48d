"""What this room does when a page is published: see `core.publishing`."""

from wagtail import hooks
from wagtail.models import Page

from core import extensions
from courses.catalogue.tasks import weigh_lesson
from courses.models import LessonPage


@hooks.register(extensions.PAGE_PUBLISHED, order=20)
def weigh_published_lesson(page: Page) -> None:
    """How many bytes a lesson costs is measured by the worker: no editor waits for it."""
    if isinstance(page, LessonPage):
        weigh_lesson.enqueue(page.pk)
