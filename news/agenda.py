"""Which events are to come, and when an event is, told with its zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.translation import pgettext

from core.l10n import dates
from core.works.listings import ListedWork
from news.models import EventPage
from news.models.events import is_zone


@dataclass(frozen=True)
class Agenda:
    """Events by when they are: the next first, then the last first, then those of no known day."""

    upcoming: list[ListedWork] = field(default_factory=list)
    past: list[ListedWork] = field(default_factory=list)
    undated: list[ListedWork] = field(default_factory=list)


def agenda(entries: Iterable[ListedWork], now: datetime) -> Agenda:
    """An event is past when its last day is over where it takes place."""
    found = Agenda()
    for entry in entries:
        last = last_day(event_of(entry))
        if last is None:
            found.undated.append(entry)
        elif last >= today(event_of(entry), now):
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


def today(page: EventPage, now: datetime) -> date:
    zone = ZoneInfo(page.time_zone) if is_zone(page.time_zone) else None
    return timezone.localtime(now, zone).date()


def order(entry: ListedWork) -> tuple[date, str]:
    page = event_of(entry)
    return page.starts_on or date.max, f"{page.starts_at or ''}"


def told(page: EventPage) -> str:
    """Its days, with its hours where they are known, as the clocks of the place show them."""
    if page.begins is None:
        return page.when
    begins = page.begins.astimezone(ZoneInfo(page.time_zone))
    start = formatted(begins, get_format("DATETIME_FORMAT"))
    end = told_end(page, begins)
    if not end:
        return str(start)
    return pgettext("dates", "%(start)s to %(end)s") % {"start": start, "end": end}


def told_end(page: EventPage, begins: datetime) -> str:
    """The end as it is known; "" where it is not, or lies before the beginning."""
    if page.finishes is None or page.begins is None or page.finishes <= page.begins:
        is_later = page.ends_on is not None and page.ends_on != page.starts_on
        return dates.told(page.ends_on.isoformat()) if is_later and page.ends_on else ""
    finishes = page.finishes.astimezone(begins.tzinfo)
    is_same_day = finishes.date() == begins.date()
    return str(formatted(finishes, "H:i" if is_same_day else get_format("DATETIME_FORMAT")))


def told_zone(page: EventPage) -> str:
    """The zone of its hours, by name and by how far it was from UTC then; "" for no hours."""
    if page.begins is None:
        return ""
    offset = page.begins.astimezone(ZoneInfo(page.time_zone)).strftime("%z")
    return f"{page.time_zone}, UTC{offset[:3]}:{offset[3:]}"
