"""Tags for cards, rows, chips and metadata of works."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from core import extensions, works
from core.pages.base import BasePage
from core.ui import cards
from core.ui.cards import CardFact, Chip, WorkCard
from core.works.listings import ListedWork

register = template.Library()
register.simple_tag(cards.facts_line)
register.simple_tag(cards.chip_list, name="language_chips")


@register.simple_tag
def chip(one: Chip) -> SafeString:
    return one.html()


@register.simple_tag
def work_languages(page: BasePage) -> SafeString:
    """The languages of a page's work, and what rooms above know of each."""
    work = works.public(page.translation_key)
    if work is None:
        return cards.chip_list([])
    notes: dict[str, str] = {}
    for more in extensions.call(extensions.LANGUAGE_NOTES, work):
        notes |= more
    return cards.chip_list(cards.language_chips(work, notes))


@register.inclusion_tag("components/card.html")
def work_card(card: WorkCard, *, heading: int = 3, spot: str = "c") -> dict[str, object]:
    """A work in a grid. `spot` keeps ids unique when one work appears twice on a page."""
    return {"card": card, "heading": heading, "spot": spot}


@register.inclusion_tag("components/card.html")
def entry_card(entry: ListedWork, facts: Iterable[CardFact] = ()) -> dict[str, object]:
    """A listed work as a card. `facts`: facts to show on it."""
    return {"card": cards.card_of(entry, facts), "heading": 3, "spot": "c"}
