"""The circuit breaker of the search cluster: while it fails, nobody waits for it.

Its state is a row, so that all processes of all machines share it. After a failure it is
left alone for a while; then one search, or one try of the worker, asks it, and the others go on
without it until that one has succeeded.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from search.engines.base import EngineUnavailable
from search.models import ClusterFailure

logger = logging.getLogger("portal.search")
# For how long it is left alone after the first failure, the second one in a row, …
PAUSES = [timedelta(seconds=seconds) for seconds in (2, 5, 10, 20)]
# Within this time the one that asks has an answer, or another one asks.
PROBE = timedelta(seconds=15)


@dataclass(frozen=True)
class BreakerState:
    """What is known of the cluster: how often it has failed in a row, and whether we may ask it."""

    failures: int = 0
    may_ask: bool = True


def lasting_failure() -> ClusterFailure | None:
    """The failure that lasts, if there is one; one small query."""
    return ClusterFailure.objects.filter(pk=1).first()


def breaker_state() -> BreakerState:
    """Whether to ask the cluster now. Where it has failed, one of all who call may."""
    known = lasting_failure()
    if known is None:
        return BreakerState()
    now = timezone.now()
    is_ours = known.ask_again_at <= now and ClusterFailure.objects.filter(
        pk=1, ask_again_at=known.ask_again_at
    ).update(ask_again_at=now + PROBE)
    return BreakerState(known.failures, bool(is_ours))


@contextmanager
def record_outcome(known: BreakerState) -> Iterator[None]:
    """Something is asked of the cluster: what comes of it is noted for all. Re-raises
    `EngineUnavailable`."""
    try:
        yield
    except EngineUnavailable as error:
        note_failure(known, str(error))
        raise
    if known.failures:
        ClusterFailure.objects.all().delete()
        logger.warning("the search cluster answers again")


def note_failure(known: BreakerState, words: str) -> None:
    """Leave it alone, for longer each time. Of several that fail at once, one counts."""
    count = known.failures + 1
    pause = PAUSES[min(count, len(PAUSES)) - 1]
    ClusterFailure.objects.update_or_create(
        pk=1,
        defaults={
            "failures": count,
            "ask_again_at": timezone.now() + pause,
            "words": words[:200],
        },
    )
    logger.warning("the search cluster fails (%s); next try in %s", words, pause)
