"""The outbox: changed works on their way to the cluster. Without a cluster it costs no query.

A row says only that a work has changed, and how often; it is raised in the transaction of the
change, deletions and restrictions included. The worker sends what the database has at that moment,
in bulk, and notes which version it read: so the newest state is sent, in order per work, and to
send twice does no harm. While the cluster is down, rows wait.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from core.caching import generation
from core.db import yield_write_lock
from core.tasks import queues
from core.tasks.retry import enqueue_once
from search import breaker
from search.engines import uses_cluster
from search.engines.base import EngineBusy, EngineUnavailable
from search.models import SearchWork, WorkChange

BATCH = 200
# By name: what reads documents and sends them stands above this module.
SEND = "search.cluster.send"
# By name: their package is an extra.
REFRESH = "search.engines.elasticsearch.indexes.refresh"
IS_ALIVE = "search.engines.elasticsearch.client.is_alive"
IS_REACHABLE = "search.engines.elasticsearch.client.is_reachable"
# How soon the worker tries again what is left, and a command what a busy cluster put off.
RETRY = timedelta(seconds=10)
BUSY_SECONDS = 1.0
# Seconds between the attempts of a command whose cluster takes nothing at the moment.
PAUSES = (1, 2, 4, 8, 15, 30, 30, 30)
HIGHEST = 2**63 - 1
RAISE = """
INSERT INTO search_workchange
    (key, version, sent_version, refused_version, refusal, waiting_since, narrows, later)
VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
    version = search_workchange.version + 1,
    waiting_since = CASE WHEN search_workchange.sent_version < search_workchange.version
        AND search_workchange.refused_version < search_workchange.version
        AND NOT search_workchange.later
        THEN search_workchange.waiting_since ELSE excluded.waiting_since END,
    narrows = search_workchange.narrows OR excluded.narrows,
    later = excluded.later"""
ROW = "(%s, 1, 0, 0, '', %s, %s, %s)"
UNSENT = Q(sent_version__lt=F("version"))
PENDING = UNSENT & Q(refused_version__lt=F("version"))
Progress = Callable[[int, int], None]
T = TypeVar("T")


def note(*keys: UUID, narrows: bool = False) -> None:
    """These works have changed: call it in the transaction of the change.

    `narrows`: fewer readers may see them, or fewer of their versions. Until that is sent, the
    cluster is asked without them, or not at all.
    """
    if not keys or not uses_cluster():
        return
    field = WorkChange._meta.get_field("key")
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    # In one order, so that two transactions do not wait for each other.
    wanted = sorted(set(keys), key=str)
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            values: list[Any] = []
            for key in part:
                values += [field.get_db_prep_value(key, connection), now, narrows, False]
            cursor.execute(RAISE.format(rows=", ".join([ROW] * len(part))), values)
        feed.enqueue()


def current_versions(keys: Iterable[UUID]) -> dict[UUID, int]:
    """The present version of each work; one without a row gets its first."""
    wanted = set(keys)
    add_missing(wanted, later=False)
    rows = WorkChange.objects.filter(key__in=wanted)
    return dict(rows.values_list("key", "version"))


def add_missing(keys: Iterable[UUID], *, later: bool) -> None:
    now = timezone.now()
    WorkChange.objects.bulk_create(
        (WorkChange(key=key, waiting_since=now, later=later) for key in keys),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


@transaction.atomic
def note_all(*, later: bool = True) -> int:
    """Every work, and every one that is gone, is to be sent again: for an index that is empty.

    `later`: after what changes meanwhile. Returns how many. Versions are raised, so that what is
    just being sent, perhaps to the former index, does not count.
    """
    keys = SearchWork.objects.values_list("translation_key", flat=True)
    add_missing(keys.exclude(translation_key__in=WorkChange.objects.values("key")), later=later)
    again = {"version": F("version") + 1, "sent_version": 0, "refused_version": 0}
    changed = Q(later=False) & PENDING
    WorkChange.objects.filter(changed).update(**again)
    others = WorkChange.objects.exclude(pk__in=WorkChange.objects.filter(changed).values("pk"))
    others.update(**again, waiting_since=timezone.now(), later=later)
    feed.enqueue()
    return count_pending()


# State of the queue ----------------------------------------------------------------------------


class Queue(NamedTuple):
    """How many works wait, and how long the oldest has waited."""

    size: int
    age: timedelta


def count_pending(*, later: bool | None = None) -> int:
    """How many works wait; `later`: only those of an index that is being filled, or only others."""
    return waiting_changes(later).count()


def waiting_changes(later: bool | None = None) -> QuerySet[WorkChange]:
    rows = WorkChange.objects.filter(PENDING)
    return rows if later is None else rows.filter(later=later)


def queue() -> Queue:
    """The changes that wait, without an index that is being filled; one query."""
    found = waiting_changes(later=False).aggregate(size=Count("pk"), oldest=Min("waiting_since"))
    oldest: datetime | None = found["oldest"]
    age = timezone.now() - oldest if oldest else timedelta(0)
    return Queue(found["size"], max(age, timedelta(0)))


def count_refusals() -> int:
    """How many works the cluster does not take as they are."""
    return WorkChange.objects.filter(UNSENT, refused_version__gte=F("version")).count()


def narrowing(most: int) -> list[UUID]:
    """At most so many works of which the cluster still shows something that fewer readers may see
    by now; asked before each search."""
    rows = WorkChange.objects.filter(UNSENT, narrows=True)
    return list(rows.values_list("key", flat=True)[:most])


# Sending ---------------------------------------------------------------------------------------


@task()
def feed() -> int:
    """Send the changes that wait, as far as the cluster takes them, and try again if something is
    left. What an index that is being filled lacks is shared out.

    Returns how many works were sent. An error that is not the cluster's is raised after the next
    try is queued, so that no row waits for ever.
    """
    if not uses_cluster():
        return 0
    try:
        sent = attempt(distinct_changes())
        if sent:
            # What was made of what the cluster had before is not found any more.
            generation.bump()
        if not breaker.lasting_failure() or is_reachable():
            share()
        return sent
    finally:
        if waiting_changes().exists():
            enqueue_once(feed, RETRY)


def share() -> None:
    """Queue each part of an index that is being filled, for all workers to take. A part that is
    lost with its worker is queued again by `feed`; to send one twice does no harm."""
    for part in sorted(
        {pk // BATCH for pk in waiting_changes(later=True).values_list("pk", flat=True)}
    ):
        fill.enqueue(part)


@task(priority=queues.BULK)
def fill(part: int) -> int:
    """Send a part of an index that is being filled; the command that makes the index begins at the
    other end. Returns how many works were sent."""
    if not uses_cluster():
        return 0
    rows = waiting_changes(later=True).filter(pk__range=(part * BATCH, (part + 1) * BATCH - 1))
    found = list(rows.order_by("pk"))
    try:
        # The breaker is not asked: before the first index is there, every search of a reader fails.
        return send(found) if found else 0
    except EngineUnavailable as error:
        breaker.logger.warning("a part of the index is sent later: %s", error)
        return 0


def is_reachable() -> bool:
    """Whether the cluster answers at all, though it may have no index yet."""
    found: bool = import_string(IS_REACHABLE)()
    return found


def attempt(parts: Iterable[Sequence[WorkChange]]) -> int:
    """Send each of these batches once, if the cluster may be asked; how many works it took."""
    known = breaker.breaker_state()
    try:
        return send_batches(known, parts) if known.may_ask else 0
    except EngineUnavailable:
        return 0  # `breaker` has logged it.


def send_batches(known: breaker.BreakerState, parts: Iterable[Sequence[WorkChange]]) -> int:
    """Raises EngineUnavailable; for readers the cluster counts as down only where it answers no
    search, either."""
    is_alive: Callable[[], bool] = import_string(IS_ALIVE)
    sent = 0
    with breaker.record_outcome(known):
        if known.failures and not is_alive():
            raise EngineUnavailable("it answers no search")
        for rows in parts:
            try:
                sent += send(rows)
            except EngineUnavailable as error:
                if not is_alive():
                    raise
                breaker.logger.warning("the search cluster takes no changes now: %s", error)
                break
            yield_write_lock()
    return sent


def drain(progress: Progress | None = None) -> int:
    """Send until nothing waits; returns how many were sent.

    `progress` is told how many are sent, of how many, by workers as well. Not inside a
    transaction. Raises EngineUnavailable.
    """
    total, sent = count_pending(), 0
    while waiting_changes().exists():
        before = sent
        for rows in chain(distinct_changes(), filling()):
            sent += with_retries(partial(send, rows))
            if progress:
                progress(max(total - count_pending(), 0), total)
        if sent == before:
            time.sleep(BUSY_SECONDS)
    return sent


def with_retries(ask: Callable[[], T]) -> T:
    """What `ask` returns; a cluster that is short of memory gets two minutes, with growing pauses.
    For commands, which somebody has typed."""
    for pause in PAUSES:
        try:
            return ask()
        except EngineBusy as error:
            breaker.logger.warning("the search cluster is busy, again in %s s: %s", pause, error)
        time.sleep(pause)
    return ask()


def distinct_changes() -> Iterator[Sequence[WorkChange]]:
    """The changes that wait now, each once."""
    last = 0
    while rows := list(waiting_changes(later=False).filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        yield rows


def filling() -> Iterator[Sequence[WorkChange]]:
    """What an index that is being filled lacks, each work once, the last ones first."""
    first = HIGHEST
    while rows := list(waiting_changes(later=True).filter(pk__lt=first).order_by("-pk")[:BATCH]):
        first = rows[-1].pk
        yield rows


def send(rows: Sequence[WorkChange]) -> int:
    """One batch; returns how many the cluster has now. What changes meanwhile waits again."""
    changed = import_string(f"{SEND.rpartition('.')[0]}.IndexChange")
    answer = import_string(SEND)([changed(row.key, row.version) for row in rows])
    if not all(row.later for row in rows):
        # Counted as sent when searches find it, not before.
        import_string(REFRESH)()
    by_version: dict[int, list[UUID]] = {}
    for row in rows:
        if row.key in answer.done:
            by_version.setdefault(row.version, []).append(row.key)
    with transaction.atomic():
        for version, keys in sorted(by_version.items()):
            mine = WorkChange.objects.filter(key__in=keys)
            mine.filter(version=version).update(sent_version=version, narrows=False, later=False)
        for row in rows:
            if words := answer.refused.get(row.key):
                note_refusal(row, words)
    return len(answer.done)


def note_refusal(row: WorkChange, words: str) -> None:
    """It is not tried again as it is, so that it holds nothing up; `/readyz` tells."""
    breaker.logger.error("the search cluster refuses the work %s: %s", row.key, words)
    WorkChange.objects.filter(pk=row.pk).update(
        refused_version=row.version, refusal=words[:200], later=False
    )
