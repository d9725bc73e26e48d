"""Bulk work lets requests write: SQLite has one writer, and no queue of those who wait."""

import sqlite3
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction

from core.db import WRITE_SECONDS, yield_write_lock
from core.tasks import bulk

pytestmark = pytest.mark.sqlite


def wait_for_the_lock(waits: list[float]) -> None:
    """As a request does: it polls for the write lock, and gives up after twenty seconds."""
    name = settings.DATABASES["default"]["NAME"]
    other = sqlite3.connect(name, timeout=20, isolation_level=None)
    started = time.monotonic()
    other.execute("BEGIN IMMEDIATE")
    waits.append(time.monotonic() - started)
    other.execute("ROLLBACK")
    other.close()


def write_for(seconds: float) -> None:
    """A loop of bulk work: transactions of a fifth of a second, one after the other."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with transaction.atomic():
            connection.cursor().execute("UPDATE core_generation SET number = number + 1")
            time.sleep(0.2)
        yield_write_lock()


@pytest.mark.slow
def test_a_request_writes_in_the_midst_of_bulk_work(committed_db):
    waits: list[float] = []
    request = threading.Timer(0.3, wait_for_the_lock, [waits])

    request.start()
    write_for(4)
    request.join()

    assert waits[0] < 3


@pytest.mark.slow
def test_it_never_pauses_inside_a_transaction(committed_db):
    time.sleep(WRITE_SECONDS)
    with transaction.atomic():
        started = time.monotonic()
        yield_write_lock()

        assert time.monotonic() - started < 0.05


def test_a_load_does_not_wait_for_the_disk_and_what_follows_does(committed_db):
    with bulk.load():
        inside = synchronous()

    assert (inside, synchronous()) == ("NORMAL", "FULL")


def synchronous() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return ["OFF", "NORMAL", "FULL"][cursor.fetchone()[0]]
