"""Counts without identity: how often something happened on a day, in a language.

Nothing of who did it is kept or even looked at, but the name that a robot gives itself: robots are
left out. A count is never worth an error: while the database refuses it, it is lost, and logged.
"""

import logging
import re
from datetime import timedelta
from typing import Any

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
INSERT INTO core_dailycount (day, kind, language, subject, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (day, kind, language, subject) DO UPDATE SET count = core_dailycount.count + 1"""


def is_robot(user_agent: str) -> bool:
    """Whether a program says that it is one; also one that does not say what it is."""
    return not user_agent or bool(ROBOT.search(user_agent))


def add(kind: str, *, language: str, subject: str, user_agent: str) -> None:
    """Count one event of today, unless a robot caused it."""
    if is_robot(user_agent) or not subject:
        return
    values: list[Any] = [timezone.localdate(), kind, language, subject[:200]]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RAISE, values)
    except DatabaseError:
        log.warning("an event was not counted: %s", kind, exc_info=True)


def delete_old() -> None:
    """Counts of more than a year ago."""
    DailyCount.objects.filter(day__lt=timezone.localdate() - RETENTION).delete()
