"""Certificate requirements of a course besides all lessons: marks in some of its quizzes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core import works
from core.caching.generation import GenerationCache
from courses.catalogue.models import CoursePage
from courses.catalogue.outline import lesson_keys
from courses.quizzes.published import quiz_of


@dataclass(frozen=True)
class Condition:
    """A quiz, by its lesson, and the mark to reach in per cent."""

    lesson_key: UUID
    mark: int


_conditions: GenerationCache[tuple[Condition, ...]] = GenerationCache(size=300)


def conditions_of(course_key: UUID) -> tuple[Condition, ...]:
    """As the original's published version says; a quiz that is not open to learners is not asked
    for."""
    return _conditions.get(course_key, lambda: tuple(_read(course_key)))


def _read(course_key: UUID) -> list[Condition]:
    original = works.original_language(course_key)
    page = CoursePage.objects.filter(
        translation_key=course_key, locale__language_code=original, live=True
    ).first()
    if page is None:
        return []
    found = [condition_from(child.value) for child in page.quizzes if child.value["lesson"]]
    counting = set(lesson_keys(course_key)) if found else set()
    return [
        one for one in found if one.lesson_key in counting and quiz_of(one.lesson_key).questions
    ]


def condition_from(value: Any) -> Condition:
    return Condition(value["lesson"].translation_key, value["mark"])
