"""Template tags of the catalogue."""

from typing import Any

from django import template

from core.l10n import languages
from courses.catalogue.cards import CourseCard, course_cards

register = template.Library()


@register.simple_tag(takes_context=True)
def listed_courses(context: dict[str, Any]) -> list[CourseCard]:
    """Cards of all courses visible to the user."""
    return course_cards(languages.active(), context["request"].user)
