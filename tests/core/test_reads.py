"""Reads of works are counted, those from the page cache too, without a query."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.caching import page_cache
from core.caching.page_store import HIT
from core.caching.warming import Warmer
from core.counts import reads
from core.counts.models import DailyCount
from portal import gunicorn
from tests.factories.core import standard_page, translated
from tests.factories.people import UserFactory

pytestmark = pytest.mark.database

BROWSER = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0"
ROBOT = "ExampleBot/1.0"


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch):
    monkeypatch.setattr(reads, "tally", reads.ReadTally())


@pytest.fixture
def page(home, roots):
    return standard_page(home, "A page")


def ask(address: str, *, method: str = "get", user_agent: str = BROWSER, user=None):
    client = Client()
    if user:
        client.force_login(user)
    return getattr(client, method)(address, headers={"user-agent": user_agent})


def counted() -> dict[tuple[str, str], int]:
    reads.tally.write()
    rows = DailyCount.objects.filter(kind="read", day=timezone.localdate())
    return {(row.subject, row.language): row.count for row in rows}


def test_rendered_and_cached_pages_are_counted_alike(page):
    translated(page, "fr")
    ask("/en/a-page/")
    with CaptureQueriesContext(connection) as queries:
        kept = ask("/en/a-page/")
    # The next request begins the log anew.
    asked = [one["sql"] for one in queries]
    ask("/en/a-page/", user=UserFactory())
    ask("/fr/a-page/")
    # In the shell of another language the English words are read.
    ask("/pt/a-page/")

    key = str(page.translation_key)
    assert kept.headers["Cache-Status"] == HIT
    assert ["generation" in one for one in asked] == [True]
    assert counted() == {(key, "en"): 4, (key, "fr"): 1}
    ask("/en/a-page/")
    assert counted()[key, "en"] == 5
    assert reads.of_last_days(30) == {
        (page.translation_key, "en"): 5,
        (page.translation_key, "fr"): 1,
    }
    DailyCount.objects.update(day=timezone.localdate() - timedelta(days=30))
    assert reads.of_last_days(30) == {}


def test_a_page_from_the_disk_is_counted(page, settings, tmp_path):
    settings.PAGE_STORE = tmp_path / "pages"
    ask("/en/a-page/", user_agent=ROBOT)
    page_cache._responses.clear()

    assert ask("/en/a-page/").headers["Cache-Status"] == HIT

    assert counted() == {(str(page.translation_key), "en"): 1}


def test_no_robot_no_preview_and_no_warming_is_counted(page, rf, settings, tmp_path, monkeypatch):
    settings.PAGE_STORE = tmp_path / "pages"
    ask("/en/a-page/", user_agent=ROBOT)
    ask("/en/a-page/", user_agent="")
    ask("/en/a-page/", method="head")
    ask("/en/nothing/")
    ask("/en/library/")
    page.make_preview_request(rf.get("/", headers={"user-agent": BROWSER}))
    monkeypatch.setattr(connection, "close", lambda: None)
    page.save_revision().publish()

    assert Warmer().warm()

    assert counted() == {}


def test_a_process_that_ends_in_order_loses_nothing(page):
    ask("/en/a-page/")

    gunicorn.worker_exit(None, None)

    assert DailyCount.objects.get().count == 1


def test_what_the_database_refuses_is_written_later(page):
    ask("/en/a-page/")

    def refuse(*args: object) -> None:
        raise DatabaseError("the disk is full")

    with connection.execute_wrapper(refuse):
        reads.tally.write()
    ask("/en/a-page/")

    assert counted() == {(str(page.translation_key), "en"): 2}


def test_counts_are_written_after_a_while_without_anybody_asking(monkeypatch, settings, page):
    settings.READS_WRITTEN_AFTER = 0.01
    stored, is_there = [], threading.Event()

    def store(counts):
        stored.append(dict(counts))
        is_there.set()
        return True

    monkeypatch.setattr(reads.counting, "store", store)

    reads.tally.add((str(page.translation_key), "en"))

    assert is_there.wait(10)
    assert list(stored[0].values()) == [1]
    assert len(stored) == 1
