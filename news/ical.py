"""Events as iCalendar (RFC 5545): what people's own calendars read. No database, no request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vText

from core.text import without_controls
from news.models import EventPage

PRODUCT = "-//Peer portal//Events//EN"


@dataclass(frozen=True)
class Listed:
    """An event in the version to tell it in, and its full address for the reader."""

    page: EventPage
    url: str


def calendar(events: list[Listed], *, name: str, language: str) -> bytes:
    """A calendar file. An event whose day is not known has no place in it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", text(name, language))
    # The older name of the same, which most calendars still read.
    made.add("x-wr-calname", text(name))
    for listed in events:
        if listed.page.starts_on:
            made.add_component(event(listed))
    return made.to_ical()


def event(listed: Listed) -> Event:
    """One event: under the name of its work, so that a new version replaces the old one."""
    page = listed.page
    made = Event()
    made.add("uid", str(page.translation_key))
    made.add("dtstamp", changed(page))
    made.add("last-modified", changed(page))
    start, end = span(page)
    made.add("dtstart", start)
    if end is not None:
        made.add("dtend", end)
    made.add("summary", text(page.title, page.language))
    if words := description(page):
        made.add("description", text(words, page.language))
    if page.place:
        made.add("location", text(page.place, page.language))
    if page.points:
        made.add("geo", (page.lat, page.lon))
    made.add("url", listed.url)
    return made


def text(words: str, language: str = "") -> vText:
    """A value of type TEXT, whichever property it is for: the library escapes only those that it
    knows, and lets control characters pass, which the format forbids."""
    params = {"LANGUAGE": language} if language else {}
    return vText("\n".join(map(without_controls, words.splitlines())), params=params)


def changed(page: EventPage) -> datetime:
    """When readers last got something new of it. A page that was put live without being
    published says no day: then it is older than any other version."""
    moment: datetime = page.last_published_at or datetime.fromtimestamp(0, UTC)
    return moment


def span(page: Any) -> tuple[Any, Any]:
    """Beginning and end: moments in UTC, else whole days, the end being the day after the last.

    An hour without its end on another day says too little: then it is whole days, too.
    """
    last = page.ends_on or page.starts_on
    if page.begins is not None and page.finishes is not None and page.finishes > page.begins:
        return page.begins, page.finishes
    if page.begins is not None and last == page.starts_on:
        return page.begins, None
    return page.starts_on, last + timedelta(days=1)


def description(page: EventPage) -> str:
    return "\n\n".join(filter(None, [page.summary, page.date_note, page.host]))
