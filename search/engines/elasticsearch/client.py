"""The connection to the cluster: one a process. Whatever fails there is `EngineUnavailable`."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineBusy, EngineUnavailable
from search.engines.elasticsearch.transport import ATTEMPTS, DeadlineTransport

P = ParamSpec("P")
T = TypeVar("T")
# Less than this is no time to answer in.
SHORTEST = 0.05
# Of the documents: one of another format is never searched.
FORMAT = 1
# Too busy, or not there at this moment.
BUSY = (429, 502, 503, 504)

_until: ContextVar[float | None] = ContextVar("cluster_until", default=None)


@cache
def connection() -> Elasticsearch:
    """The client of this process. It sends no request by itself."""
    given = settings.ELASTICSEARCH
    more: dict[str, Any] = {}
    if given["USER"]:
        more["basic_auth"] = (given["USER"], given["PASSWORD"])
    if given["API_KEY"]:
        more["api_key"] = given["API_KEY"]
    if given["CA_FILE"]:
        more["ca_certs"] = given["CA_FILE"]
    return Elasticsearch(
        given["URLS"],
        max_retries=ATTEMPTS - 1,
        retry_on_timeout=True,
        retry_on_status=BUSY,
        transport_class=DeadlineTransport,
        **more,
    )


# A process that is forked opens connections of its own.
os.register_at_fork(after_in_child=connection.cache_clear)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """All that this thread asks the cluster inside shares so many seconds; when they are over,
    `EngineUnavailable` is raised."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def client_for_request(seconds: float | None = None) -> Iterator[Elasticsearch]:
    """The client, for one request: within so many seconds, or what `time_limit` leaves."""
    left = seconds or settings.ELASTICSEARCH["TIMEOUT"]
    if seconds is None and (until := _until.get()) is not None:
        left = until - time.monotonic()
    if left < SHORTEST:
        raise EngineUnavailable("the cluster took too long")
    try:
        yield connection().options(request_timeout=left / ATTEMPTS)
    except (TransportError, ApiError) as error:
        busy = isinstance(error, ApiError) and error.status_code == HTTPStatus.TOO_MANY_REQUESTS
        kind = EngineBusy if busy else EngineUnavailable
        raise kind(f"{type(error).__name__}: {error}"[:300]) from error


def answers_checked(method: Callable[P, T]) -> Callable[P, T]:
    """What reads the cluster's answers: one that is not as it was asked for is `EngineUnavailable`,
    such as that of another server behind the same address."""

    @wraps(method)
    def read(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except (LookupError, TypeError, ValueError) as error:
            raise EngineUnavailable(f"an answer that is not understood: {error!r}") from error

    return read


def is_alive() -> bool:
    """Whether the index answers within a second; never raises."""
    try:
        with client_for_request(1.0) as client:
            client.search(index=read_alias(), size=0, track_total_hits=False)
    except EngineUnavailable:
        return False
    return True


def is_reachable() -> bool:
    """Whether the cluster answers within a second, with or without an index; never raises."""
    try:
        with client_for_request(1.0) as client:
            client.cluster.health(timeout="500ms")
    except EngineUnavailable:
        return False
    return True


def read_alias() -> str:
    """What readers ask: the index in use, of this format. After an update that changes the format
    there is none until it has been rebuilt."""
    return f"{settings.ELASTICSEARCH['PREFIX']}.v{FORMAT}"


def next_alias() -> str:
    """The index that is being filled beside it."""
    return f"{read_alias()}.next"
