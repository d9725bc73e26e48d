"""Idempotent inserts (`INSERT ... ON CONFLICT DO NOTHING`), fairness between writers, relaxed
durability, and the causes of database errors."""

import errno
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection, connections, models, router

from core.outage import Unavailable

# A writer that waits for SQLite's one write lock polls for it at least every 100 ms.
POLL_SECONDS = 0.12
WRITE_SECONDS = 0.5
_last_pause = threading.local()


def insert_once(row: models.Model, *, unique: tuple[str, ...]) -> bool:
    """Insert the row unless one with the same `unique` fields exists; return whether it was
    inserted.

    `unique` names the fields of a unique constraint. One statement, `ON CONFLICT (…) DO NOTHING`:
    no savepoint, no second query, and every other integrity error is still raised. The row's own
    primary key is not filled in.
    """
    model = type(row)
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    by_name = {f.name: str(f.column) for f in fields}
    columns = ", ".join(quote(column) for column in by_name.values())
    target = ", ".join(quote(by_name[name]) for name in unique)
    marks = ", ".join(["%s"] * len(fields))
    # Names come from the model, values are parameters.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    values = [f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ON CONFLICT ({target}) DO NOTHING", values)
        return bool(cursor.rowcount == 1)


def yield_write_lock() -> None:
    """Pause, twice a second at most, for as long as it takes other writers to get the write lock.

    For loops of bulk work, between their transactions. SQLite has one writer and no queue: a loop
    that takes the lock again at once starves requests, which poll for it, until they time out.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    now = time.monotonic()
    if now - getattr(_last_pause, "at", 0.0) > WRITE_SECONDS:
        time.sleep(POLL_SECONDS)
        _last_pause.at = time.monotonic()


@contextmanager
def relaxed_durability() -> Iterator[None]:
    """Relaxed durability (PRAGMA synchronous=NORMAL) for work that is repeated after a power
    failure.

    Its commits do not wait for SQLite's log to be on the disk. The database stays whole, and a
    commit of any other connection brings what was committed before it to the disk as well.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        # A connection that is opened anew waits, as the settings say.
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")


# What a database says that is there, but not for us.
BROKEN = ("no such", "malformed")
# What a request ends with that met a service which is down.
AWAY = (OperationalError, InterfaceError, Unavailable, ConnectionError, TimeoutError)
# Redis's client has errors of its own, and need not be installed.
CACHE_CLIENT = "redis."
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_disk_full(error: BaseException) -> bool:
    """Whether this error, or one that led to it, says that a disk has no room left."""
    return any(
        (isinstance(one, OSError) and one.errno in FULL)
        or (isinstance(one, OperationalError) and "is full" in str(one))
        or getattr(one, "sqlstate", None) == "53100"
        for one in exception_chain(error)
    )


def is_unavailable(error: BaseException) -> bool:
    """Whether this error, or one that led to it, says that the database, or another service,
    cannot be used just now: it is stopped, locked by another process, or has no room."""
    return any(
        isinstance(one, AWAY) and not any(words in str(one) for words in BROKEN)
        for one in exception_chain(error)
    ) or any(type(one).__module__.startswith(CACHE_CLIENT) for one in exception_chain(error))


def exception_chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
