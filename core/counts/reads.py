"""Page-view counters of each version of a work: counted in the memory of each process, and
written once a minute, so that no page waits for it. A process that is killed loses a minute of
counts at most."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from threading import Lock, Timer
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.counts import counting
from core.counts.counting import Event
from core.counts.models import DailyCount
from core.days import today

Respond = Callable[[HttpRequest], HttpResponse]
#: Key of the work and language of the version.
Version = tuple[str, str]


class ReadTally:
    """Reads that are not written yet. Where the database refuses them they are tried again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[Event] = Counter()
        self._timer: Timer | None = None

    def add(self, version: Version) -> None:
        key, language = version
        event = Event(today().date, DailyCount.Kind.READ, language, key)
        with self._lock:
            self._counts[event] += 1
            self._wait()

    def _wait(self) -> None:
        """Write in a while, in a thread of its own: it begins with the first read, so that it
        belongs to the process that answers, not to the one that it was forked from."""
        if self._timer is None and settings.READS_WRITTEN_AFTER:
            self._timer = Timer(settings.READS_WRITTEN_AFTER, self._write_and_close_connection)
            self._timer.daemon = True
            self._timer.start()

    def _write_and_close_connection(self) -> None:
        try:
            self.write()
        finally:
            connection.close()

    def write(self) -> None:
        """Add what was counted to the database; called at the end of a process, too."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, Counter(), None
        if counts and not counting.store(counts):
            with self._lock:
                self._counts += counts
                self._wait()


tally = ReadTally()


class CountReads:
    """Count each page of a work that is read, whether rendered or served from the cache: whoever
    answers leaves the version on the request as `read_version`."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        version: Version | None = getattr(request, "read_version", None)
        if version and request.method == "GET" and response.status_code == 200:
            count(version, request.META)
        return response


def count(version: Version, environ: Mapping[str, Any]) -> None:
    """Count that the sender of a request with this WSGI environment (`request.META`) reads this
    version; not if it is a robot."""
    if not counting.is_robot(environ.get("HTTP_USER_AGENT", "")):
        tally.add(version)


def of_last_days(days: int) -> Mapping[tuple[UUID, str], int]:
    """Reads by work and language, of today and the days before; one query."""
    since = timezone.localdate() - timedelta(days=days)
    rows: Iterable[Any] = (
        DailyCount.objects.filter(kind=DailyCount.Kind.READ, day__gt=since)
        .values_list("subject", "language")
        .annotate(total=Sum("count"))
    )
    return {(UUID(subject), language): total for subject, language, total in rows}
