"""Factories of courses with modules and lessons, and of learners who finish them."""

from typing import Any

from core.models import BasePage
from courses.catalogue import outline
from courses.catalogue.outline import LessonLine
from courses.learning import actions
from courses.models import CatalogueIndexPage, CoursePage, Enrolment, LessonPage, ModulePage
from people.models import User
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


def url_of(page: LessonPage, language: str = "en") -> str:
    module = page.get_parent()
    return f"/{language}/courses/{module.get_parent().slug}/{module.slug}/{page.slug}/"


def line_of(page: LessonPage) -> LessonLine:
    """The lesson as somebody who reads this version finds it in its course."""
    found = outline.lesson_of(page.translation_key, page.language)
    assert found is not None
    return found


def finish(page: CoursePage, learner: User) -> Enrolment:
    """Complete every lesson, in English."""
    for one in lessons_of(page):
        actions.complete_lesson(learner=learner, lesson=line_of(one))
    return Enrolment.objects.get(learner=learner, course_key=page.translation_key)
