"""Compare a version with what its original says now: where it is behind, and since when.

A piece of it is fresh if what it was made from is what the original says now, or differs from that
by nothing but minor edits. Plain functions over plain values, without a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from translations.freshness.pieces import ORDER, Piece, Pieces
from translations.freshness.rules import (
    GONE,
    FollowedPieces,
    OriginalHistory,
    PublishedChange,
    digest,
)

WORDS, VALUES, ADDED, REMOVED = "words", "values", "added", "removed"


@dataclass(frozen=True)
class Comparison:
    """Where a version is behind, what is only a minor edit, and since when it is behind."""

    changes: Mapping[str, str] = field(default_factory=dict)
    minor_changes: Mapping[str, str] = field(default_factory=dict)
    behind_since: datetime | None = None


def compare(original: OriginalHistory, current: FollowedPieces) -> Comparison:
    """Where a version is behind its original."""
    changes, minor_changes = {}, {}
    since: list[datetime] = []
    for path in {**original.pieces, **current.followed}:
        if path not in original.pieces and not is_told_as_gone(path, current):
            continue
        before, now = digest(current.followed, path), digest(original.pieces, path)
        if before == now or not is_a_change(path, original.pieces, current):
            continue
        kind = kind_of(current.followed.get(path), original.pieces.get(path))
        steps = minor_steps(path, original.log)
        if reaches(before, now, steps):
            minor_changes[path] = kind
        else:
            changes[path] = kind
            since.append(behind_since(path, before, original, steps))
    return Comparison(changes, minor_changes, min(since, default=None))


def is_told_as_gone(path: str, current: FollowedPieces) -> bool:
    """Whether it is told that the original no longer has what a version still shows."""
    return path in current.own and path + GONE not in current.followed


def is_a_change(path: str, original: Pieces, current: FollowedPieces) -> bool:
    """The order of a list that is new, or gone, is told by its items."""
    if not path.endswith(ORDER):
        return True
    return path in original and path in current.followed


def kind_of(before: Piece | None, now: Piece | None) -> str:
    if before is None:
        return ADDED
    if now is None:
        return REMOVED
    return WORDS if now.is_words and before.plain != now.plain else VALUES


def minor_steps(path: str, log: Sequence[PublishedChange]) -> list[tuple[str, str]]:
    return [change.changes[path] for change in log if path in change.minor]


def reaches(start: str, goal: str, steps: Sequence[tuple[str, str]]) -> bool:
    """Whether minor edits alone lead from one state of a piece to another."""
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        for before, after in steps:
            if before == here and after not in seen:
                seen.add(after)
                todo.append(after)
    return False


def behind_since(
    path: str, followed: str, original: OriginalHistory, steps: Sequence[tuple[str, str]]
) -> datetime:
    """When the original last left what is followed here, not to come back."""
    log = [one for one in original.log if path in one.changes]
    first = log[0].changes[path][0] if log else digest(original.pieces, path)
    since = None if reaches(followed, first, steps) else original.began_at
    for one in log:
        is_back = reaches(followed, one.changes[path][1], steps)
        since = None if is_back else since or one.at
    return since or original.began_at
