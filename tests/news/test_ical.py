"""iCalendar files, parsed by another library."""

from datetime import UTC, date, datetime, time
from unicodedata import category

import pytest
import vobject
from django.test import Client
from wagtail.models import Locale

from core.caching import generation
from news.ical import ExportedEvent, calendar
from news.models import EventPage
from tests.factories.core import root_for, translated
from tests.factories.home import case, event
from tests.rooms import MOST_QUERIES, queries, reader, restrict

pytestmark = pytest.mark.django_db
ALL = "/en/events/calendar.ics"
# The time of a talk in Amman, where clocks are three hours ahead of UTC all year.
HOURS = {
    "starts_on": date(2027, 3, 4),
    "starts_at": time(10),
    "ends_at": time(13, 30),
    "time_zone": "Asia/Amman",
}


@pytest.fixture(autouse=True)
def english(home):
    return home


def address(page, language="en") -> str:
    return f"/{language}/events/{page.translation_key}/calendar.ics"


def text(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def events(path: str, client: Client | None = None) -> list:
    return list(vobject.readOne(text(path, client)).contents.get("vevent", []))


def titles(path: str, client: Client | None = None) -> list[str]:
    return [one.summary.value for one in events(path, client)]


def test_whole_days_end_on_the_day_after_the_last():
    page = event(starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 10))

    (read,) = events(address(page))

    assert (read.dtstart.value, read.dtend.value) == (date(2023, 11, 6), date(2023, 11, 11))
    assert read.dtstart.params["VALUE"] == ["DATE"]


def test_one_day_ends_on_the_next():
    (read,) = events(address(event(starts_on=date(2023, 12, 31))))

    assert (read.dtstart.value, read.dtend.value) == (date(2023, 12, 31), date(2024, 1, 1))


def test_hours_are_moments_in_utc():
    (read,) = events(address(event(**HOURS)))

    assert read.dtstart.value == datetime(2027, 3, 4, 7, tzinfo=UTC)
    assert read.dtend.value == datetime(2027, 3, 4, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hour"), [(date(2027, 1, 15), 9), (date(2027, 7, 15), 8)])
def test_summer_time_is_kept(day, hour):
    page = event(starts_on=day, starts_at=time(10), ends_at=time(11), time_zone="Europe/Madrid")

    (read,) = events(address(page))

    assert read.dtstart.value == datetime.combine(day, time(hour), UTC)


def test_beginning_without_an_end_has_none():
    (read,) = events(address(event(**{**HOURS, "ends_at": None})))

    assert read.dtstart.value == datetime(2027, 3, 4, 7, tzinfo=UTC)
    assert not hasattr(read, "dtend")


def test_days_with_an_hour_on_the_first_alone_are_whole():
    page = event(**{**HOURS, "ends_at": None, "ends_on": date(2027, 3, 5)})

    (read,) = events(address(page))

    assert (read.dtstart.value, read.dtend.value) == (date(2027, 3, 4), date(2027, 3, 6))


def test_signs_that_mean_something_come_back_as_they_were():
    title = 'Talk; with commas, a \\ and "quotes"'
    summary = "First line,\nsecond; line: " + "long " * 30
    page = event(title, summary=summary.strip(), place="Room 1, Town hall", **HOURS)

    (read,) = events(address(page))

    assert read.summary.value == title
    assert read.description.value.startswith(summary.strip())
    assert read.location.value == "Room 1, Town hall"


HOSTILE = [
    'commas, semi; colons: back\\ "quotes"',
    "two\r\nEND:VCALENDAR\r\nlines",
    "old\rline\u2028breaks",
    "vertical\x0btab and form\x0cfeed",
    "null\x07bell\x1b[31m\x7f\x9f",
    "مائدة، مستديرة؛ \u202e",
]


def kept(words: str) -> str:
    """What is left of it in a calendar: line breaks of any kind, and no other control."""
    lines = "\n".join(words.splitlines())
    return "".join(sign for sign in lines if sign in "\n\t" or category(sign) != "Cc")


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_every_property_is_escaped(words):
    page = ExportedEvent(
        EventPage(
            title=words, summary=words, place=words, date_note=words, host=words,
            starts_on=date(2027, 3, 4), locale_id=Locale.objects.get(language_code="en").pk,
        ),
        "https://example.org/",
    )  # fmt: skip
    content = calendar([page], name=words, language="en").decode()
    read = vobject.readOne(content)
    read_event = read.vevent

    assert content.splitlines().count("END:VCALENDAR") == 1
    assert {sign for sign in content if category(sign) == "Cc"} == {"\r", "\n"}
    one = kept(words).strip()
    values = [read.contents[name][0].value for name in ("name", "x-wr-calname")]
    values += [read_event.summary.value, read_event.location.value]
    assert values == [one] * 4
    assert read_event.description.value == "\n\n".join([one] * 3)


def test_lines_are_no_longer_than_allowed():
    page = event("مائدة مستديرة " * 15, summary="كلام " * 50, **HOURS)

    lines = Client().get(address(page)).content.split(b"\r\n")

    assert max(map(len, lines)) <= 75


def test_arabic_reader_gets_the_arabic_version_under_the_same_name():
    root_for("ar")
    page = event("Round table", place="Irbid", **HOURS)
    translated(page, "ar", title="مائدة مستديرة", place="إربد، الأردن")

    (english,), (arabic,) = events(address(page)), events(address(page, "ar"))

    assert arabic.summary.value == "مائدة مستديرة"
    assert arabic.summary.params["LANGUAGE"] == ["ar"]
    assert arabic.location.value == "إربد، الأردن"
    assert arabic.url.value == f"http://testserver/ar/events/{page.slug}/"
    assert english.uid.value == arabic.uid.value == str(page.translation_key)


def test_event_in_another_language_says_which():
    event("Round table", **HOURS)

    (read,) = events("/fr/events/calendar.ics")

    assert read.summary.params["LANGUAGE"] == ["en"]
    assert read.url.value.startswith("http://testserver/fr/events/")


def test_new_version_replaces_the_old_one():
    page = event("Round table", **HOURS)
    (before,) = events(address(page))
    page.title = "Round table, moved"
    page.save_revision().publish()
    (after,) = events(address(page))

    assert after.uid.value == before.uid.value
    assert after.dtstamp.value >= before.dtstamp.value


def test_event_put_live_without_being_published_is_told():
    page = event("Round table", **HOURS)
    EventPage.objects.update(last_published_at=None)
    generation.bump()

    assert titles(address(page)) == ["Round table"]


@pytest.mark.database
def test_all_events_in_the_order_of_their_days():
    event("Later", starts_on=date(2028, 1, 1))
    event("Sooner", starts_on=date(2027, 1, 1))
    event("Some day")

    assert titles(ALL) == ["Sooner", "Later"]


@pytest.mark.database
def test_draft_and_restricted_events_are_in_no_calendar():
    draft = event("Half written", **HOURS)
    draft.unpublish()
    hidden = event("For members", **HOURS)
    restrict(hidden)

    assert titles(ALL) == []
    assert titles(ALL, reader()) == []
    assert Client().get(address(draft)).status_code == 410
    assert Client().get(address(hidden)).status_code == 404
    assert titles(address(hidden), reader()) == ["For members"]


def test_own_calendar_of_a_restricted_event_is_never_cached():
    hidden = event("For members", **HOURS)
    restrict(hidden)

    assert "no-store" in reader().get(address(hidden)).headers["Cache-Control"]


def test_what_is_no_event_or_has_no_day_has_no_calendar():
    other, undated = case(), event("Some day")

    assert Client().get(address(other)).status_code == 404
    assert Client().get(address(undated)).status_code == 404


def test_file_is_named_and_typed_as_a_calendar():
    page = event("Round table", **HOURS)

    one, everything = Client().get(address(page)), Client().get(ALL)

    assert one.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert one.headers["Content-Disposition"] == 'attachment; filename="Round table.ics"'
    assert everything.headers["Content-Disposition"] == (
        'attachment; filename="MedTOWN events.ics"'
    )
    assert "X-WR-CALNAME:MedTOWN: events" in everything.content.decode()


def test_nobody_writes_to_a_calendar():
    assert Client().post(ALL).status_code == 405


@pytest.mark.slow
def test_calendar_is_cheap():
    for number in range(20):
        page = event(f"Event {number}", **HOURS)
    client = reader()
    for path in (ALL, address(page)):
        text(path, client)
        assert queries(client, path) <= MOST_QUERIES
