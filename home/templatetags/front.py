"""What the front page shows of the rooms below it."""

from typing import Any

from django import template

from core import languages
from courses.cards import course_cards
from courses.learning import records

register = template.Library()


@register.simple_tag
def newest() -> list[dict[str, Any]]:
    """Cards of the courses, newest first; at most three."""
    return course_cards(languages.active())[:3]


@register.simple_tag(takes_context=True)
def first_course(context: dict[str, Any]) -> dict[str, Any] | None:
    """The course that a reader is led to: the newest that they have not taken."""
    taken = records(context["request"].user)
    cards = course_cards(languages.active())
    return next((card for card in cards if card["key"] not in taken), None)
