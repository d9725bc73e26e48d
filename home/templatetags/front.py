"""Template tags of the front page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.works import listings
from core.works.listings import ListedWork
from courses.catalogue.cards import CourseCard, course_cards
from courses.learning.learner_state import enrolment_records
from news.models import NewsIndexPage, NewsPage

register = template.Library()
SHOWN = 3


@register.simple_tag
def newest() -> list[CourseCard]:
    """Cards of the newest courses; at most three."""
    return course_cards(languages.active())[:SHOWN]


@dataclass(frozen=True)
class Latest:
    """The latest news, and the URL of all of them."""

    entries: tuple[ListedWork, ...]
    url: str


_news: GenerationCache[Latest] = GenerationCache(size=20)


@register.simple_tag
def latest_news() -> Latest:
    """The newest public news, first of all those in the reader's language; undated ones last."""
    language = languages.active()
    return _news.get(language, lambda: _read_news(language))


def _read_news(language: str) -> Latest:
    # As `NewsPage.dated`.
    dated = Coalesce(NullIf("happened_on", Value("")), "published_on")
    rows = NewsPage.objects.visible_to(None).annotate(dated_on=dated).order_by("-dated_on", "pk")
    found = list(rows.values_list("translation_key", "locale__language_code"))
    own = [key for key, code in found if code == language]
    # Each work once, at its first place.
    keys = dict.fromkeys([*own, *(key for key, _code in found)])
    index = NewsIndexPage.objects.visible_to(None).first()
    listed = works.public(index.translation_key) if index else None
    entries = listings.entries(list(keys)[:SHOWN], language, None)
    return Latest(entries, listed.url(language) if listed else "")


@register.simple_tag(takes_context=True)
def first_course(context: dict[str, Any]) -> CourseCard | None:
    """The course recommended to the reader: the portal's own, not enrolled yet, preferably in their
    own language, the oldest first."""
    taken = enrolment_records(context["request"].user)
    cards = [
        card
        for card in reversed(course_cards(languages.active()))
        if card.key not in taken and not card.is_elsewhere
    ]
    return min(cards, key=lambda card: bool(card.lang), default=None)
