"""Upcoming and past events, and an event's localised dates and times with their zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.translation import pgettext

from core.l10n import dates, languages
from core.works.listings import ListedWork
from news.models import EventPage
from news.models.events import is_zone
from people import time_zones


@dataclass(frozen=True)
class Agenda:
    """Events by date: upcoming (next first), past (latest first), undated."""

    upcoming: list[ListedWork] = field(default_factory=list)
    past: list[ListedWork] = field(default_factory=list)
    undated: list[ListedWork] = field(default_factory=list)


def split_by_date(entries: Iterable[ListedWork], now: datetime) -> Agenda:
    """Split events by date. An event is past when its last day is over in its own time zone."""
    found = Agenda()
    for entry in entries:
        last = last_day(event_of(entry))
        if last is None:
            found.undated.append(entry)
        elif last >= day_of(event_of(entry), now):
            found.upcoming.append(entry)
        else:
            found.past.append(entry)
    found.upcoming.sort(key=order)
    found.past.sort(key=order, reverse=True)
    return found


def event_of(entry: ListedWork) -> EventPage:
    return cast(EventPage, entry.page)


def last_day(page: EventPage) -> date | None:
    return page.ends_on or page.starts_on


def day_of(page: EventPage, now: datetime) -> date:
    zone = ZoneInfo(page.time_zone) if is_zone(page.time_zone) else None
    return timezone.localtime(now, zone).date()


def order(entry: ListedWork) -> tuple[date, str]:
    page = event_of(entry)
    return page.starts_on or date.max, f"{page.starts_at or ''}"


def format_when(page: EventPage) -> str:
    """An event's localised dates, with times where known, in its own time zone."""
    if page.begins is None:
        return page.when
    begins = page.begins.astimezone(ZoneInfo(page.time_zone))
    start = formatted(begins, get_format("DATETIME_FORMAT"))
    end = format_end(page, begins)
    if not end:
        return str(start)
    return pgettext("dates", "%(start)s to %(end)s") % {"start": start, "end": end}


def format_end(page: EventPage, begins: datetime) -> str:
    """The end as far as known; "" where unknown, or before the beginning."""
    if page.finishes is None or page.begins is None or page.finishes <= page.begins:
        is_later = page.ends_on is not None and page.ends_on != page.starts_on
        return dates.format_date(page.ends_on.isoformat()) if is_later and page.ends_on else ""
    finishes = page.finishes.astimezone(begins.tzinfo)
    is_same_day = finishes.date() == begins.date()
    return str(formatted(finishes, "H:i" if is_same_day else get_format("DATETIME_FORMAT")))


def format_zone(page: EventPage) -> str:
    """The time zone's city and UTC offset at that time; "" for an event without times."""
    if page.begins is None:
        return ""
    offset = page.begins.astimezone(ZoneInfo(page.time_zone)).strftime("%z")
    city = time_zones.city(page.time_zone, languages.active())
    return f"{city} (UTC{offset[:3]}:{offset[3:]})"
