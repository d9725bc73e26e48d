"""What the front page shows of the rooms below it."""

from typing import Any

from django import template

from core import languages
from courses.cards import course_cards

register = template.Library()


@register.simple_tag
def newest() -> list[dict[str, Any]]:
    """Cards of the courses, newest first; at most three."""
    return course_cards(languages.active())[:3]


@register.simple_tag
def first_course() -> dict[str, Any] | None:
    """The course a stranger is led to."""
    cards = course_cards(languages.active())
    return cards[0] if cards else None
