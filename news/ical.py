"""iCalendar (RFC 5545) export of events. Pure: no database, no request."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

from core.text import strip_controls
from news.models import EventPage

PRODUCT = "-//Peer portal//Events//EN"


@dataclass(frozen=True)
class ExportedEvent:
    """An event in the version to export, and its absolute URL."""

    page: EventPage
    url: str


def calendar(events: list[ExportedEvent], *, name: str, language: str) -> bytes:
    """A calendar file. Events without a known date are left out."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", escape_text(name, language))
    # Its older name, which most calendar clients still read.
    made.add("x-wr-calname", escape_text(name))
    for listed in events:
        if first := listed.page.starts_on:
            made.add_component(event(listed, first))
    return made.to_ical()


def event(listed: ExportedEvent, first: date) -> Event:
    """A VEVENT with the work's key as UID, so that a new version replaces the old one."""
    page = listed.page
    made = Event()
    made.add("uid", str(page.translation_key))
    made.add("dtstamp", last_modified(page))
    made.add("last-modified", last_modified(page))
    start, end = start_and_end(page, first)
    made.add("dtstart", start)
    if end is not None:
        made.add("dtend", end)
    made.add("summary", escape_text(page.title, page.language))
    if words := description(page):
        made.add("description", escape_text(words, page.language))
    if page.place:
        made.add("location", escape_text(page.place, page.language))
    if page.points:
        made.add("geo", (page.lat, page.lon))
    made.add("url", listed.url)
    return made


def escape_text(words: str, language: str = "") -> vText:
    """A TEXT value for any property: the library escapes only properties that it knows, and does
    not remove control characters, which RFC 5545 forbids."""
    params = {"LANGUAGE": language} if language else {}
    return vText("\n".join(map(strip_controls, words.splitlines())), params=params)


def last_modified(page: EventPage) -> datetime:
    """LAST-MODIFIED of the event. A page set live without being published has no date: then the
    oldest."""
    moment: datetime = page.last_published_at or datetime.fromtimestamp(0, UTC)
    return moment


def start_and_end(page: EventPage, first: date) -> tuple[date, date | None]:
    """DTSTART and DTEND: moments in UTC, else whole days, the end exclusive.

    A start time without an end time on another day is ambiguous: then whole days, too.
    """
    last = page.ends_on or first
    if page.begins is not None and page.finishes is not None and page.finishes > page.begins:
        return page.begins, page.finishes
    if page.begins is not None and last == first:
        return page.begins, None
    return first, last + timedelta(days=1)


def description(page: EventPage) -> str:
    return "\n\n".join(filter(None, [page.summary, page.date_note, page.host]))
