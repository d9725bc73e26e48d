"""The index in use and the one that is being filled beside it: made, swapped, read through.

Readers ask an alias, so that a swap is one step for all of them. `PREFIX.v1` is the index in use of
format 1, `PREFIX.v1.next` the one that is being filled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.client import client_for_request, next_alias, read_alias
from search.engines.elasticsearch.documents import index_body

# Work behind the scenes is not hurried.
PATIENT = 60.0
BATCH = 1000
KEPT = "2m"
MISSING = "there is no index in the cluster: run manage.py rebuild_library"


@dataclass(frozen=True)
class Indexes:
    """Names of the index in use and of the next one; empty where there is none."""

    current: str = ""
    next: str = ""
    #: Whether all works have been noted for the next one.
    is_noted: bool = False

    @property
    def aliases(self) -> list[str]:
        """By which a change reaches all of them."""
        pairs = ((read_alias(), self.current), (next_alias(), self.next))
        return [name for name, index in pairs if index]


def existing_indexes() -> Indexes:
    """What there is of this format."""
    with client_for_request(PATIENT) as client:
        found = client.indices.get(
            index=f"{read_alias()}.*", allow_no_indices=True, features=["aliases", "mappings"]
        )
    current = next_ = ""
    is_noted = False
    for name, one in found.body.items():
        if read_alias() in one["aliases"]:
            current = name
        if next_alias() in one["aliases"]:
            next_, is_noted = name, one["mappings"].get("_meta", {}).get("noted", False)
    return Indexes(current, next_, is_noted)


def begin_next() -> None:
    """An empty index beside the one in use."""
    name = f"{read_alias()}.{timezone.now():%Y%m%d%H%M%S%f}"
    with client_for_request(PATIENT) as client:
        client.indices.create(index=name, aliases={next_alias(): {}}, **index_body())


def mark_noted(index: str) -> None:
    """All works have been noted to be sent to this index: a rebuild may be resumed."""
    with client_for_request(PATIENT) as client:
        client.indices.put_mapping(index=index, meta={"noted": True})


def swap(found: Indexes) -> None:
    """Readers ask the next index from now on; older ones, also of older formats, are removed."""
    everything = f"{settings.ELASTICSEARCH['PREFIX']}.v*"
    with client_for_request(PATIENT) as client:
        client.cluster.health(index=found.next, wait_for_status="yellow", timeout="30s")
        client.indices.refresh(index=found.next)
        old = [name for name in client.indices.get(index=everything).body if name != found.next]
        actions: list[dict[str, Any]] = [
            {"remove": {"index": found.next, "alias": next_alias()}},
            {"add": {"index": found.next, "alias": read_alias()}},
            *({"remove_index": {"index": name}} for name in old),
        ]
        client.indices.update_aliases(actions=actions)


def remove_all() -> None:
    """Remove every index with our prefix."""
    with client_for_request(PATIENT) as client:
        names = list(client.indices.get(index=f"{settings.ELASTICSEARCH['PREFIX']}.v*").body)
        if names:
            client.indices.delete(index=names)


def refresh() -> None:
    """What was sent can be found from now on, without waiting a second."""
    with client_for_request(PATIENT) as client:
        client.indices.refresh(index=f"{read_alias()}.*")


class IndexedWork(NamedTuple):
    """A work of an index: its digest, and the version of the change that brought it there."""

    key: UUID
    digest: str
    version: int


def iter_works(index: str) -> Iterator[IndexedWork]:
    """Every work of an index, as it is now."""
    refresh()
    for hit in iter_hits(index, {"docvalue_fields": ["digest"], "version": True}):
        yield IndexedWork(UUID(hit["_id"]), hit["fields"]["digest"][0], hit["_version"])


def iter_hits(
    index: str, body: dict[str, Any], seconds: float | None = PATIENT
) -> Iterator[dict[str, Any]]:
    """All hits of a search, however many, of one moment: from a point in time, one batch after the
    other. Each request may take so many seconds, or what `time_limit` leaves where that is None."""
    with client_for_request(seconds) as client:
        place = client.open_point_in_time(index=index, keep_alive=KEPT)["id"]
    try:
        after: list[Any] = []
        while True:
            hits, place = batch_after(place, body, after, seconds)
            yield from hits
            if len(hits) < BATCH:
                return
            after = hits[-1]["sort"]
    finally:
        close(place, seconds and 1.0)


def batch_after(
    place: str, body: dict[str, Any], after: list[Any], seconds: float | None
) -> tuple[list[dict[str, Any]], str]:
    more = {"search_after": after} if after else {}
    with client_for_request(seconds) as client:
        answer = client.search(
            pit={"id": place, "keep_alive": KEPT},
            size=BATCH,
            source=False,
            track_total_hits=False,
            allow_partial_search_results=False,
            **{"sort": ["_shard_doc"], **body, **more},
        )
    return answer["hits"]["hits"], answer["pit_id"]


def close(place: str, seconds: float | None) -> None:
    """A point in time that cannot be closed closes itself after a while."""
    try:
        with client_for_request(seconds) as client:
            client.close_point_in_time(id=place)
    except EngineUnavailable:
        return
