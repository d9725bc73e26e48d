"""Courses as the catalogue lists them."""

from typing import Any

from django import template

from core.l10n import languages
from courses.catalogue.cards import CourseCard, course_cards

register = template.Library()


@register.simple_tag(takes_context=True)
def courses(context: dict[str, Any]) -> list[CourseCard]:
    """Cards of all courses that the reader may see."""
    return course_cards(languages.active(), context["request"].user)
