"""Sending works to the index in use, and to the one that is being filled beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from search.engines.base import EngineUnavailable, SerialisedWork
from search.engines.elasticsearch.client import BUSY, answers_checked, client_for_request
from search.engines.elasticsearch.documents import document_of
from search.engines.elasticsearch.indexes import MISSING, PATIENT, existing_indexes

# There already, or something newer; or gone already.
KNOWN = (404, 409)
MISSING_INDEX = "index_not_found_exception"


@dataclass(frozen=True)
class IndexChange:
    """A work that changed. Its version grows with each change, in the order of their commits."""

    key: UUID
    version: int


@dataclass(frozen=True)
class SendOutcome:
    """What became of changes: there, or to be sent again, or refused and why."""

    done: frozenset[UUID] = frozenset()
    again: frozenset[UUID] = frozenset()
    refused: Mapping[UUID, str] = field(default_factory=dict)


@answers_checked
def send(changes: Sequence[IndexChange], found: Mapping[UUID, SerialisedWork]) -> SendOutcome:
    """Index these works as they were found, and delete those that were not; one request.

    A version that is not newer than that of the index changes nothing there, and is done.
    """
    if not changes:
        return SendOutcome()
    known = existing_indexes()
    if not known.aliases:
        raise EngineUnavailable(MISSING)
    lines = [
        line
        for name in known.aliases
        for change in changes
        for line in lines_of(name, change, found.get(change.key))
    ]
    with client_for_request(PATIENT) as client:
        # What is done can be found, and what is gone cannot: searches believe that. While an index
        # is being filled, a second more or less does not matter.
        answer = client.bulk(operations=lines, require_alias=True, refresh=not known.next)
    return outcome([next(iter(item.values())) for item in answer["items"]])


def lines_of(
    name: str, change: IndexChange, found: SerialisedWork | None
) -> Iterator[dict[str, Any]]:
    """One change in the language of `_bulk`."""
    about = {
        "_index": name,
        "_id": str(change.key),
        "version": change.version,
        "version_type": "external",
    }
    if found is None:
        yield {"delete": about}
    else:
        yield {"index": about}
        yield document_of(found)


def outcome(items: Sequence[Mapping[str, Any]]) -> SendOutcome:
    """What became of each work in all indexes: the worst counts."""
    done, again = set[UUID](), set[UUID]()
    refused: dict[UUID, str] = {}
    for item in items:
        key, status = UUID(item["_id"]), item["status"]
        error = item.get("error", {})
        if error.get("type") == MISSING_INDEX or status in BUSY:
            again.add(key)
        elif status < 300 or status in KNOWN:
            done.add(key)
        else:
            refused[key] = str(error.get("reason", status))
    again -= refused.keys()
    return SendOutcome(frozenset(done - again - refused.keys()), frozenset(again), refused)
