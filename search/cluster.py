"""Feeding the cluster: works are sent in the state that the database has when they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Change:
    """A work that changed. Its version grows with each change, in the order of their commits."""

    key: UUID
    version: int


@dataclass(frozen=True)
class Sent:
    """What became of changes: there, or to be sent again, or refused and why."""

    done: frozenset[UUID] = frozenset()
    again: frozenset[UUID] = frozenset()
    refused: Mapping[UUID, str] = field(default_factory=dict)


def send(changes: Sequence[Change]) -> Sent:
    """Bring these works of the index to the state that the database has now. Idempotent.

    Outside a transaction. Raises `EngineUnavailable` where nothing is known of any of them.
    """
    raise NotImplementedError
