"""Public pages of events: upcoming, past, and time zones."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from core.caching.page_store import HIT
from news import agenda
from news.models import EventIndexPage, EventPage
from tests.factories.core import root_for, translated
from tests.factories.home import event, index_page
from tests.rooms import (
    assert_is_cheap,
    english_in_an_arabic_shell,
    html_of,
    restrict,
    texts,
    words_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def room(home, time_machine):
    time_machine.move_to(NOW, tick=False)
    return index_page(EventIndexPage, "events")


@pytest.mark.database
def test_upcoming_stand_before_past_each_nearest_first():
    event("Long ago", starts_on=date(2020, 1, 1))
    event("Far ahead", starts_on=date(2028, 1, 1))
    event("Of late", starts_on=date(2026, 11, 1))
    event("Soon", starts_on=date(2026, 12, 1))
    event("Some day")

    words = words_of("/en/events/")

    shown = [
        "Upcoming events", "Soon", "Far ahead", "Past events", "Of late", "Long ago",
        "Events with no recorded date", "Some day",
    ]  # fmt: skip
    order = [words.index(one) for one in shown]
    assert order == sorted(order)


def test_event_is_upcoming_until_its_last_day_is_over():
    event("Goes on", starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 23))
    event("Is over", starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 22))

    words = words_of("/en/events/")

    assert words.index("Goes on") < words.index("Past events") < words.index("Is over")


def test_last_day_ends_where_the_event_is(time_machine):
    """At 22:30 in UTC it is the next day in Amman, and still the same one in Lisbon."""
    now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    amman = EventPage(starts_on=date(2026, 11, 23), time_zone="Asia/Amman")
    lisbon = EventPage(starts_on=date(2026, 11, 23), time_zone="Europe/Lisbon")

    assert agenda.day_of(amman, now) == date(2026, 11, 24)
    assert agenda.day_of(lisbon, now) == date(2026, 11, 23)


def test_nothing_planned_is_said():
    assert "No events are planned at the moment." in words_of("/en/events/")


def test_list_with_something_to_come_is_not_cached_past_its_day(time_machine):
    event("Soon", starts_on=date(2026, 11, 24))
    client = Client()
    client.get("/en/events/")
    time_machine.move_to(datetime(2026, 11, 25, 12, tzinfo=UTC))

    words = words_of("/en/events/")

    assert words.index("Past events") < words.index("Soon")


def test_list_of_past_events_alone_is_cached():
    event("Of late", starts_on=date(2026, 11, 1))
    html_of("/en/events/")

    assert Client().get("/en/events/").headers["Cache-Status"] == HIT


def test_hours_are_told_with_their_zone():
    page = event(
        starts_on=date(2027, 3, 4), starts_at=time(10), ends_at=time(13, 30), time_zone="Asia/Amman"
    )

    words = words_of(f"/en/events/{page.slug}/")

    assert "4 March 2027, 10:00 to 13:30" in words
    assert "Time zone: Amman (UTC+03:00)" in words
    assert "Amman (UTC+03:00)" in words_of("/en/events/")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"starts_on": date(2023, 11, 6)}, "6 November 2023"),
        (
            {"starts_on": date(2023, 11, 6), "ends_on": date(2023, 11, 10)},
            "6 November 2023 to 10 November 2023",
        ),
        (
            {"starts_on": date(2023, 11, 6), "starts_at": time(9), "time_zone": "Europe/Madrid"},
            "6 November 2023, 09:00",
        ),
        (
            {
                "starts_on": date(2023, 11, 6),
                "ends_on": date(2023, 11, 7),
                "starts_at": time(9),
                "ends_at": time(14),
                "time_zone": "Europe/Madrid",
            },
            "6 November 2023, 09:00 to 7 November 2023, 14:00",
        ),
        (
            {
                "starts_on": date(2023, 11, 6),
                "ends_on": date(2023, 11, 7),
                "starts_at": time(9),
                "time_zone": "Europe/Madrid",
            },
            "6 November 2023, 09:00 to 7 November 2023",
        ),
        (
            {
                "starts_on": date(2023, 11, 6),
                "starts_at": time(20),
                "ends_at": time(1),
                "time_zone": "Europe/Madrid",
            },
            "6 November 2023, 20:00",
        ),
        ({}, ""),
    ],
)
def test_days_and_hours_as_they_are_known(fields, told):
    assert agenda.format_when(EventPage(**fields)) == told


def test_whole_days_name_no_zone():
    page = event(starts_on=date(2023, 11, 6), time_zone="Europe/Madrid")

    assert "Time zone" not in words_of(f"/en/events/{page.slug}/")


def test_event_says_what_is_not_known():
    words = words_of(f"/en/events/{event().slug}/")

    assert "When date not recorded" in words
    assert "Not known place, host and who took part" in words
    assert "Add to calendar" not in words


def test_event_shows_where_it_is():
    page = event(place="Ramallah, Palestine", lat=31.9, lon=35.2, host="PARC", taking_part="60")

    html = html_of(f"/en/events/{page.slug}/")

    assert re.search(r'role="img" aria-label="[^"]*Ramallah', html)
    assert "Host PARC Who took part 60" in words_of(f"/en/events/{page.slug}/")


def test_event_offers_itself_for_a_calendar():
    page = event(starts_on=date(2027, 3, 4))

    html = html_of(f"/ar/events/{page.slug}/")

    assert f'href="/ar/events/{page.translation_key}/calendar.ics"' in html


@pytest.mark.database
def test_draft_and_restricted_events_are_not_listed():
    event("Half written", starts_on=date(2027, 1, 1)).unpublish()
    restrict(event("For members", starts_on=date(2027, 1, 1)))

    words = words_of("/en/events/")

    assert "Half written" not in words
    assert "For members" not in words


def test_event_in_another_language_keeps_the_language_of_the_shell(room):
    page = event("Round table", starts_on=date(2027, 1, 1))
    root_for("ar")
    translated(room, "ar")

    english_in_an_arabic_shell(f"/ar/events/{page.slug}/")

    assert texts(html_of("/ar/events/"), "h3[lang=en][dir=ltr]") == ["Round table"]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_pages_are_cheap(count):
    for number in range(count):
        page = event(
            f"Event {number}",
            starts_on=date(2025 + number % 3, 1, 1),
            place="Irbid",
            lat=32,
            lon=35,
        )

    assert_is_cheap("/en/events/")
    assert_is_cheap(f"/en/events/{page.slug}/")
