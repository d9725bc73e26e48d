"""Factories of study visits with lessons learned."""

from typing import Any

from tests.factories.core import add, root_for
from visits.models import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage


def visit_index(**fields: Any) -> StudyVisitIndexPage:
    root = root_for("en")
    found = StudyVisitIndexPage.objects.child_of(root).first()
    return found or add(root, StudyVisitIndexPage(title="Study visits", slug="visits"), **fields)


def visit(title: str = "Visit to Seville", **fields: Any) -> StudyVisitPage:
    return add(visit_index(), StudyVisitPage(title=title, **fields))


def lesson_learned(
    page: StudyVisitPage, title: str = "Agree on words first", **fields: Any
) -> LessonLearnedPage:
    return add(page, LessonLearnedPage(title=title, **fields))
