"""Index of the cluster: bulk indexing, full rebuild, consistency check.

Imported where there is a cluster only: it needs the client.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from core.caching import generation
from core.db import yield_write_lock
from search import outbox
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import indexes
from search.engines.elasticsearch.sending import IndexChange, SendOutcome
from search.engines.elasticsearch.sending import send as send_serialised
from search.models import SearchWork, WorkChange
from search.serialisation import findable_rows, serialise

__all__ = [
    "Differences",
    "IndexChange",
    "SendOutcome",
    "check",
    "is_resumed",
    "lacks_index",
    "rebuild",
    "send",
]

BATCH = 200
Progress = Callable[[int, int], None]


def send(changes: Sequence[IndexChange]) -> SendOutcome:
    """Bring these works of the index to the state that the database has now. Idempotent.

    One request, so a few hundred at most. Outside a transaction. Raises `EngineUnavailable` where
    nothing is known of any of them.
    """
    return send_serialised(changes, serialise([one.key for one in changes]))


@dataclass(frozen=True)
class Differences:
    """Works by which index and database differ: not in the index, there though they are gone or
    hidden, or there in another state."""

    missing: tuple[UUID, ...] = ()
    gone: tuple[UUID, ...] = ()
    other: tuple[UUID, ...] = ()
    #: The versions of those that are there.
    versions: Mapping[UUID, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.missing or self.gone or self.other)

    @property
    def keys(self) -> tuple[UUID, ...]:
        return (*self.missing, *self.gone, *self.other)


def compare(index: str) -> Differences:
    """Index and database, work by work."""
    there = {one.key: one for one in indexes.iter_works(index)}
    versions = {key: one.version for key, one in there.items()}
    missing, other = list[UUID](), list[UUID]()
    for key, digest in digests():
        known = there.pop(key, None)
        if known is None:
            missing.append(key)
        elif known.digest != digest:
            other.append(key)
    differing = (*there, *other)
    return Differences(
        tuple(missing), tuple(there), tuple(other), {key: versions[key] for key in differing}
    )


def repair(found: Differences) -> None:
    """Repair the index: send what differs. An index may know a newer version than a database that
    was restored from a backup: the next one is newer than both."""
    outbox.note(*found.keys)
    for key, version in found.versions.items():
        behind = WorkChange.objects.filter(key=key, version__lte=version)
        behind.update(version=version + 1)
    outbox.drain()


def digests() -> Iterator[tuple[UUID, str]]:
    """(key, digest) of every work of which something may be found."""
    keys = list(SearchWork.objects.order_by("pk").values_list("translation_key", flat=True))
    for start in range(0, len(keys), BATCH):
        for row in findable_rows(keys[start : start + BATCH]):
            yield row.key, row.digest
        yield_write_lock()


def check() -> Differences:
    """What differs, once what waits has been sent; it is sent again. Nothing where all is well.

    Raises `EngineUnavailable`, also where there is no index to compare with.
    """
    outbox.drain()
    index = indexes.existing_indexes().current
    if not index:
        raise EngineUnavailable(indexes.MISSING)
    found = outbox.with_retries(partial(compare, index))
    if found:
        repair(found)
        generation.bump()
    return found


def lacks_index() -> bool:
    """Whether there is none of this format, so that the database answers until it is made."""
    return not indexes.existing_indexes().current


def is_resumed() -> bool:
    """Whether an index was being filled, and a rebuild will go on with it."""
    return indexes.existing_indexes().is_noted


def rebuild(progress: Progress) -> None:
    """Fill an index beside the one in use, and swap. Stopped half-way, it goes on when called
    again; workers help, and changes meanwhile reach both. Not inside a transaction."""
    if not is_resumed():
        if not indexes.existing_indexes().next:
            indexes.begin_next()
        outbox.note_all()
        indexes.mark_noted(indexes.existing_indexes().next)
    outbox.drain(progress=progress)
    following = indexes.existing_indexes().next
    if lacking := outbox.with_retries(partial(compare, following)):
        repair(lacking)
    outbox.with_retries(lambda: indexes.swap(indexes.existing_indexes()))
    generation.bump()
