"""Priority classes of background tasks: what a person waits for never waits behind bulk work.

1. Somebody waits (mail): the queue `URGENT`, which has a thread of its own in every worker.
2. Readers see it next (an index, a size): what a task is that says nothing. Wagtail's are such.
3. Bulk (a load, a tree of translations): priority `BULK`, after all else. What says that it is
   done has `LAST`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

URGENT = "urgent"
BULK = -50
LAST = -100
# Wagtail queues these two at each save of anything that its admin finds or counts.
SEARCH_INDEXING = "modelsearch.tasks.insert_or_update_object_task"
INDEXING = frozenset({SEARCH_INDEXING, "wagtail.tasks.update_reference_index_task"})

# Arguments of INDEXING tasks, by task. None: outside of bulk work.
Serialised = dict[str, set[tuple[str, ...]]]
_gathered: ContextVar[Serialised | None] = ContextVar("gathered", default=None)


@contextmanager
def gather() -> Iterator[Serialised]:
    """Tasks queued inside are bulk work; indexing on save is collected instead of queued."""
    gathered: Serialised = {path: set() for path in INDEXING}
    token = _gathered.set(gathered)
    try:
        yield gathered
    finally:
        _gathered.reset(token)


def is_gathering() -> bool:
    """Whether bulk work is in progress here."""
    return _gathered.get() is not None


def is_gathered(path: str, args: Sequence[Any]) -> bool:
    """Whether this is indexing that bulk work does at its end; it is then noted."""
    gathered = _gathered.get()
    if gathered is None or path not in INDEXING:
        return False
    gathered[path].add(tuple(args))
    return True


def priority_here(queue: str, priority: int) -> int:
    """The priority that a task has if it is queued now."""
    is_bulk = is_gathering() and queue != URGENT
    return min(priority, BULK) if is_bulk else priority
