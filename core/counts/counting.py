"""Anonymous usage counters: how often something happened on a day, in a language.

Nothing of who did it is kept or even looked at, but the name that a robot gives itself: robots are
left out. A count is never worth an error: while the database refuses it, it is lost, and logged.
"""

import logging
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.counts.models import DailyCount

log = logging.getLogger("portal.counts")
RETENTION = timedelta(days=365)
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|scrap|fetch|archive|monitor|preview|feed|http|python|curl|wget|java/"
    r"|headless",
    re.IGNORECASE,
)
RAISE = """
INSERT INTO core_dailycount (day, kind, language, subject, count) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (day, kind, language, subject)
DO UPDATE SET count = core_dailycount.count + excluded.count"""


class Event(NamedTuple):
    """What is counted: the same event of one day is one row."""

    day: date
    kind: str
    language: str
    subject: str


def is_robot(user_agent: str) -> bool:
    """Whether a program says that it is one; also one that does not say what it is."""
    return not user_agent or bool(ROBOT.search(user_agent))


def add(kind: str, *, language: str, subject: str, user_agent: str) -> None:
    """Count one event of today, unless a robot caused it."""
    if is_robot(user_agent) or not subject:
        return
    store({Event(timezone.localdate(), kind, language, subject[:200]): 1})


def store(counts: Mapping[Event, int]) -> bool:
    """Add to what is stored, all or nothing; returns whether the database took it."""
    # Always in the same order: processes that store at the same time wait for each other.
    rows = [(*event, number) for event, number in sorted(counts.items())]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(RAISE, rows)
    except DatabaseError:
        log.warning("%s events were not counted", sum(counts.values()), exc_info=True)
        return False
    return True


def delete_old() -> None:
    """Counts of more than a year ago."""
    DailyCount.objects.filter(day__lt=timezone.localdate() - RETENTION).delete()
