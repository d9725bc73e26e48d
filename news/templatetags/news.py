"""Template tags of news and events."""

from typing import Any, cast

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from core.ui.cards import CardFact
from core.works import listings
from core.works.listings import ListedWork
from news.agenda import Agenda, format_when, format_zone, split_by_date
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage

register = template.Library()
register.filter("event_when", format_when)
register.filter("event_zone", format_zone)


@register.simple_tag(takes_context=True)
def listed_news(context: dict[str, Any], page: NewsIndexPage) -> list[ListedWork]:
    """News visible to the user, newest first; undated items last."""
    entries = listings.works_below(page, context["request"].user, model=NewsPage)
    return sorted(entries, key=news_day, reverse=True)


def news_day(entry: ListedWork) -> str:
    return cast(NewsPage, entry.page).dated


@register.simple_tag(takes_context=True)
def listed_events(context: dict[str, Any], page: EventIndexPage) -> Agenda:
    """Events visible to the user, split into upcoming and past."""
    request = context["request"]
    entries = listings.works_below(page, request.user, model=EventPage)
    found = split_by_date(entries, timezone.now())
    if found.upcoming:
        # Tomorrow they may be past without any publish, so the page is not cached.
        request.is_publicly_cacheable = False
    return found


@register.filter
def event_facts(entry: ListedWork) -> list[CardFact]:
    """Place and host, for a row; unknown ones are shown as such."""
    page = cast(EventPage, entry.page)
    foreign = entry.foreign, entry.foreign_direction
    items = [CardFact(page.place, "place", *foreign)] if page.place else []
    if page.online and not page.place:
        items.append(CardFact(_("Online"), "globe"))
    if not items:
        items.append(CardFact(_("place not recorded"), "place"))
    if page.host:
        items.append(CardFact(page.host, "home", *foreign))
    return items
