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
    """The course that a reader is led to: of ours, not taken yet, best in their own language, the
    eldest first."""
    taken = records(context["request"].user)
    cards = [
        card
        for card in reversed(course_cards(languages.active()))
        if card["key"] not in taken and not card["is_elsewhere"]
    ]
    return min(cards, key=lambda card: bool(card["lang"]), default=None)
