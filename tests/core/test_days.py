"""The local date changes at midnight of the portal's own time zone, whatever was asked before."""

from datetime import UTC, date, datetime

import pytest

from core.days import today


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", "2026-12-01 23:59:59", date(2026, 12, 1)),
        ("UTC", "2026-12-02 00:00:00", date(2026, 12, 2)),
        ("Asia/Amman", "2026-12-01 20:59:59", date(2026, 12, 1)),
        ("Asia/Amman", "2026-12-01 21:00:00", date(2026, 12, 2)),
        # Midnight that does not exist: clocks go from 23:59 to 1:00.
        ("Asia/Beirut", "2026-03-28 22:00:00", date(2026, 3, 29)),
    ],
)
def test_a_day_begins_at_midnight_of_the_portals_zone(settings, time_machine, zone, moment, day):
    settings.TIME_ZONE = zone
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    time_machine.move_to(now, tick=False)

    found = today()

    assert found.date == day
    assert found.contains(now.timestamp())
    assert 23 * 3600 <= found.ends - found.begins <= 25 * 3600


def test_it_follows_the_clock(settings, time_machine):
    settings.TIME_ZONE = "Europe/Athens"
    time_machine.move_to(datetime(2026, 6, 1, 20, 59, tzinfo=UTC), tick=False)
    before = today().date

    time_machine.shift(120)

    assert (before, today().date) == (date(2026, 6, 1), date(2026, 6, 2))
