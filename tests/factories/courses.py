"""Factories of courses with modules and lessons."""

from typing import Any

from core.models import BasePage
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from tests.factories.core import add, root_for


def catalogue(language: str = "en") -> CatalogueIndexPage:
    root = root_for(language)
    found = CatalogueIndexPage.objects.child_of(root).first()
    return found or add(root, CatalogueIndexPage(title="Courses", slug="courses"))


def course(title: str = "Co-producing", lessons: int = 2, **fields: Any) -> CoursePage:
    """A live course with one module and so many lessons."""
    page = add(catalogue(), CoursePage(title=title, **fields))
    module = add(page, ModulePage(title="Understand"))
    for number in range(1, lessons + 1):
        lesson(module, f"Lesson {number}")
    return CoursePage.objects.get(pk=page.pk)


def lesson(module: BasePage, title: str = "A lesson", **fields: Any) -> LessonPage:
    return add(module, LessonPage(title=title, **{"minutes": 10, **fields}))


def lessons_of(page: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(page).order_by("path"))
