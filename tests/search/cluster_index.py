"""An index of the cluster, empty at the beginning of each test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.settings import base
from search import outbox
from tests.database import WORKER
from tests.elastic import HANDLE

# What a reader waits is not what these tests are about, and the machine may be busy.
PATIENT = 20.0


def is_on_cluster() -> bool:
    """Whether the run has started a cluster for its tests."""
    return HANDLE in os.environ


@contextmanager
def index_of_its_own(settings: Any) -> Iterator[None]:
    """What changes waits in the queue, as on a real portal, until `fed`."""
    from search.engines.elasticsearch import indexes  # noqa: PLC0415 - only where there is a cluster

    settings.TASKS = base.TASKS
    settings.ELASTICSEARCH = {
        **settings.ELASTICSEARCH,
        "PREFIX": f"test-{WORKER}",
        "TIMEOUT": PATIENT,
    }
    if not is_emptied(indexes.existing_indexes()):
        indexes.remove_all()
        indexes.begin_next()
        indexes.swap(indexes.existing_indexes())
    yield


def is_emptied(found: Any) -> bool:
    """Take all works out of the index that an earlier test has used: to make another takes half a
    second. Not where there is none, or one that is being filled beside it."""
    from search.engines.elasticsearch import indexes  # noqa: PLC0415 - only where there is a cluster
    from search.engines.elasticsearch.sending import IndexChange, send  # noqa: PLC0415 - the same

    if not found.current or found.next:
        return False
    gone = [IndexChange(one.key, one.version + 1) for one in indexes.iter_works(found.current)]
    sent = send(gone, {})
    assert not sent.refused
    assert not sent.again
    indexes.refresh()
    return True


def fed() -> None:
    """What has changed can be found: on a cluster, once it has been sent there."""
    if not is_on_cluster():
        return
    from search.engines.elasticsearch import indexes  # noqa: PLC0415 - only where there is a cluster

    outbox.drain()
    indexes.refresh()
