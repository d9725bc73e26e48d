"""Template tags of the translators' editor."""

from typing import Any

from django import template
from wagtail.models import Page

from core.answer_endpoint import person_of
from core.models import BasePage
from translations.freshness import changes

register = template.Library()


@register.simple_tag(takes_context=True)
def person_on_device(context: dict[str, Any]) -> str:
    """Under which name words of this person wait on their device."""
    return person_of(context["request"])


@register.simple_tag
def changed_in_original(version: Page) -> list[changes.ChangedPiece]:
    """What the original says otherwise since this published version was made from it, minor edits
    among it."""
    page = version.specific if version.live else None
    return changes.changes_of(page, with_minor=True) if isinstance(page, BasePage) else []
