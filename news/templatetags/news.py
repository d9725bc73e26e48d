"""What templates ask about news and events."""

from typing import Any, cast

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from core.ui.cards import Meta
from core.works import listings
from core.works.listings import ListedWork
from news import agenda as agendas
from news.agenda import Agenda
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage

register = template.Library()
register.filter("event_when", agendas.told)
register.filter("event_zone", agendas.told_zone)


@register.simple_tag(takes_context=True)
def news(context: dict[str, Any], shelf: NewsIndexPage) -> list[ListedWork]:
    """The news that the reader may see, newest first; what has no day comes last."""
    entries = listings.below(shelf, context["request"].user, model=NewsPage)
    return sorted(entries, key=news_day, reverse=True)


def news_day(entry: ListedWork) -> str:
    return cast(NewsPage, entry.page).dated


@register.simple_tag(takes_context=True)
def agenda(context: dict[str, Any], shelf: EventIndexPage) -> Agenda:
    """The events that the reader may see, split by today."""
    request = context["request"]
    entries = listings.below(shelf, request.user, model=EventPage)
    found = agendas.agenda(entries, timezone.now())
    if found.upcoming:
        # Tomorrow they may be past, and nobody publishes anything: see core.caching.page_cache.
        request.may_be_kept = False
    return found


@register.filter
def event_meta(entry: ListedWork) -> list[Meta]:
    """Where and by whom, for a row; what is not known is said."""
    page = cast(EventPage, entry.page)
    foreign = entry.foreign, entry.foreign_direction
    items = [Meta(page.place, "place", *foreign)] if page.place else []
    if page.online and not page.place:
        items.append(Meta(_("Online"), "globe"))
    if not items:
        items.append(Meta(_("place not recorded"), "place"))
    if page.host:
        items.append(Meta(page.host, "home", *foreign))
    return items
