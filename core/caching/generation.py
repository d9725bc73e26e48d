"""Cache invalidation: one generation counter makes every in-process cache safe across processes.

Every cached value carries the generation it was made in. Whatever changes what readers see raises
the counter, in the same transaction; so a value of an older generation is never used again, in any
process. Rule: read the number *before* the content; raise it *with or after* the change, never
before. `QuerySet.update()`, `bulk_create` and raw SQL send no signal: code that uses them calls
`bump` itself.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

# Room for eight thousand million steps in a column of 63 bits.
MAX_STEP = 2**30

# None: outside a request. UNREAD: inside one that has not read the number yet. Numbers below
# UNREAD are local: they stand for uncommitted changes of a transaction.
UNREAD = -1
_seen: ContextVar[int | None] = ContextVar("generation_seen", default=None)
# Inside `bump_once`: whether the counter has already been raised there. None: outside.
_raised: ContextVar[bool | None] = ContextVar("generation_raised", default=None)
_caches: "list[GenerationCache[object]]" = []


def current() -> int:
    """The current generation; read lazily, once a request."""
    seen = _seen.get()
    if seen is None:
        return _read()
    if seen == UNREAD:
        seen = _read()
        _seen.set(seen)
    return seen


def begin() -> None:
    """Start of a request: after its first read the number is the same for all of it. A request that
    uses no cached value (a static file, a health check) pays nothing."""
    _seen.set(UNREAD)


def end() -> None:
    """End of a request: forget its number."""
    _seen.set(None)


def bump() -> None:
    """Invalidate all caches: readers see something new. Call it in the transaction of the change.

    The step is random: a number that was rolled back is not given again, so values cached under it,
    from rows that were never committed, are not found either.
    """
    if _raised.get():
        _seen.set(_local_number())
        return
    step = secrets.randbelow(MAX_STEP) + 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_generation SET number = number + %s WHERE id = 1", [step])
    if _raised.get() is not None:
        _raised.set(True)
        _seen.set(_local_number())
    elif _seen.get() is not None:
        _seen.set(UNREAD)


@contextmanager
def bump_once() -> Iterator[None]:
    """A transaction that raises the counter at most once, however often `bump` is called in it.

    After the first raise, what is cached inside the block is cached under local numbers, and each
    further `bump` takes a new one: so the block sees its own changes, and nothing made half-way is
    found after it.
    """
    if _raised.get() is not None:
        yield
        return
    before = _seen.get()
    token = _raised.set(False)
    try:
        with transaction.atomic():
            yield
    finally:
        if _raised.get():
            _seen.set(None if before is None else UNREAD)
        _raised.reset(token)


def _local_number() -> int:
    return UNREAD - 1 - secrets.randbelow(MAX_STEP)


def _read() -> int:
    # A bare cursor: 0.04 ms, where the ORM takes half a millisecond to build the same SQL.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_generation WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


class GenerationCache(Generic[T]):
    """Per-process LRU cache whose entries are valid for one generation.

    Cached values are shared by requests and threads: they must not be mutated.
    """

    def __init__(self, size: int = 500) -> None:
        self.size = size
        self._items: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()
        self._lock = threading.Lock()
        _caches.append(self)  # type: ignore[arg-type]  # values of any type

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the cached value of `key`, or make and cache it."""
        number = current()
        with self._lock:
            kept = self._items.get(key)
            if kept is not None and kept[0] == number:
                self._items.move_to_end(key)
                return kept[1]
        value = make()
        self.put(key, value, number)
        return value

    def found(self, key: Hashable, find: Callable[[], T | None]) -> T | None:
        """As `get`, but None is not cached: for keys that anonymous users can make up, which could
        otherwise fill the cache."""
        number = current()
        value = self.peek(key)
        if value is None:
            value = find()
            if value is not None:
                self.put(key, value, number)
        return value

    def many(self, keys: Iterable[K], find: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
        """The values of many keys: those that are not cached are found together. As with `found`,
        keys that `find` does not know are not cached."""
        number = current()
        wanted = list(keys)
        with self._lock:
            kept = {key: self._items[key] for key in wanted if key in self._items}
            found = {key: value for key, (made, value) in kept.items() if made == number}
            for key in found:
                self._items.move_to_end(key)
        if missing := [key for key in wanted if key not in found]:
            more = find(missing)
            for key, value in more.items():
                self.put(key, value, number)
            found |= more
        return found

    def peek(self, key: Hashable) -> T | None:
        """The cached value of this generation, or None."""
        number = current()
        with self._lock:
            kept = self._items.get(key)
            if kept is None or kept[0] != number:
                return None
            self._items.move_to_end(key)
            return kept[1]

    def holds(self, key: Hashable) -> bool:
        """Whether there is a value of any generation; asks no database."""
        return key in self._items

    def peek_at(self, key: Hashable, number: int | None) -> T | None:
        """The value cached in that generation, or None; asks no database."""
        kept = self._items.get(key)
        return kept[1] if kept is not None and kept[0] == number else None

    def put(self, key: Hashable, value: T, number: int) -> None:
        """Cache `value`, which was made from the content of generation `number`."""
        with self._lock:
            self._items[key] = (number, value)
            self._items.move_to_end(key)
            while len(self._items) > self.size:
                self._items.popitem(last=False)

    def clear(self) -> None:
        """Empty the cache: for tests, and after a restore."""
        with self._lock:
            self._items.clear()


def all_caches() -> "list[GenerationCache[object]]":
    """All caches of this process."""
    return _caches
