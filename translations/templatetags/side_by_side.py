"""Tags of the translators' editor."""

from typing import Any

from django import template

from core.submissions import person_of

register = template.Library()


@register.simple_tag(takes_context=True)
def person_on_device(context: dict[str, Any]) -> str:
    """Under which name words of this person wait on their device."""
    return person_of(context["request"])
