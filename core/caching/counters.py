"""Rate limiting: atomic counters, so that no two requests read the same count.

One statement raises a counter and reads it, so that of many requests at once exactly as many pass
as may. (The cache's `incr` reads, then writes.)
"""

import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.caching.models import Counter

RAISE = """
INSERT INTO core_counter (key, count, ends_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET count = core_counter.count + excluded.count RETURNING count"""


def add(name: str, *, per: timedelta, amount: int = 1) -> int:
    """Add to what was counted under this name in the span that runs; returns the new count.

    The name, which may hold somebody's address, is not kept: only a hash of it.
    """
    seconds = int(per.total_seconds())
    span = int(time.time() // seconds)
    key = salted_hmac("core.counters", f"{seconds}:{span}:{name}", algorithm="sha256").hexdigest()
    ends_at = connection.ops.adapt_datetimefield_value(timezone.now() + per)
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [key, amount, ends_at])
        return int(cursor.fetchall()[0][0])


def delete_expired() -> None:
    """Counters whose span is over."""
    Counter.objects.filter(ends_at__lt=timezone.now()).delete()
