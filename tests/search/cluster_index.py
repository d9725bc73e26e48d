"""An index of the cluster for one test, empty at its beginning."""

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
    indexes.remove_all()
    indexes.begin_next()
    indexes.swap(indexes.indexes())
    yield
    indexes.remove_all()


def fed() -> None:
    """What has changed can be found: on a cluster, once it has been sent there."""
    if not is_on_cluster():
        return
    from search.engines.elasticsearch import indexes  # noqa: PLC0415 - only where there is a cluster

    outbox.drain()
    indexes.refresh()
