"""After a publish the worker renders again what readers had asked for; they meet no cold page."""

import os
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from core.caching import generation, page_cache, page_store
from core.caching.page_store import HIT, Key
from core.caching.warming import PAGES, Warmer
from core.tasks.worker import PageWarmer
from tests.factories.core import standard_page

pytestmark = pytest.mark.database

HOST = "testserver"


@pytest.fixture
def one_connection(monkeypatch):
    """The handler closes its connection before and after a request; the test goes on to need it."""
    monkeypatch.setattr(connection, "close", lambda: None)


@pytest.fixture
def page(one_connection, home, settings, tmp_path):
    """A page that a reader has asked for."""
    settings.PAGE_STORE = tmp_path / "pages"
    page = standard_page(home, "First words")
    Client().get("/en/first-words/")
    return page


def publish(page) -> None:
    page.title = "Second words"
    page.save_revision().publish()


def in_another_process(path: str = "/en/first-words/"):
    """What a process answers that has rendered nothing yet, and how many queries it needs."""
    page_cache._responses.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(path)
    return answer, len(queries)


def kept(path: str = "/en/first-words/"):
    file = page_store.file_of(Key("http", HOST, path))
    return page_store.look_at(file)


def test_what_one_process_has_rendered_no_other_renders_again(page):
    answer, queries = in_another_process()

    assert answer.headers["Cache-Status"] == HIT
    assert "First words" in answer.content.decode()
    assert queries == 1


def test_the_first_reader_after_a_publish_meets_a_warm_page(page):
    publish(page)

    count = Warmer().warm()
    answer, queries = in_another_process()

    assert count == 1
    assert answer.headers["Cache-Status"] == HIT
    assert "Second words" in answer.content.decode()
    assert queries == 1


def test_before_it_is_warm_nothing_old_is_answered(page):
    publish(page)

    answer, _queries = in_another_process()

    assert "Cache-Status" not in answer.headers
    assert "Second words" in answer.content.decode()


def test_warming_is_no_reading(page):
    """What nobody asks for any more is not rendered for ever."""
    long_ago = time.time() - page_store.READ_WITHIN_SECONDS + 100
    os.utime(kept().file, (long_ago, long_ago))
    publish(page)
    Warmer().warm()
    after = kept().read_at

    os.utime(kept().file, (long_ago - 200, long_ago - 200))
    generation.bump()
    count = Warmer().warm()

    assert after == pytest.approx(long_ago)
    assert count == 0
    assert kept() is None


def test_a_page_that_is_for_some_now_is_not_cached(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert Warmer().warm() == 0
    assert kept() is None
    answer, _queries = in_another_process()
    assert answer.status_code == 302


def test_nothing_personal_is_stored(page):
    before = len(list(page_store.stored_files()))
    client = Client()
    client.get("/en/accounts/login/")
    client.get("/en/first-words/")

    assert len(list(page_store.stored_files())) == before


def test_those_read_last_come_first_and_not_without_end(page, monkeypatch):
    Client().get("/en/")
    os.utime(kept().file, (time.time() - 60, time.time() - 60))
    monkeypatch.setattr("core.caching.warming.PAGES", 1)
    publish(page)

    assert Warmer().warm() == 1
    assert (kept("/en/") is None, kept() is None) == (False, True)
    assert PAGES >= 100


def test_a_damaged_file_and_a_full_disk_cost_nothing_but_time(page, settings):
    kept().file.write_bytes(b"{")
    answer, _queries = in_another_process()
    settings.PAGE_STORE = kept().file / "no folder"
    other, _queries = in_another_process()

    assert (answer.status_code, other.status_code) == (200, 200)


def test_the_worker_waits_until_what_is_published_stands_for_a_moment(page):
    turns = PageWarmer()
    seen = []

    for is_published in (True, True, False, False):
        if is_published:
            generation.bump()
        turns.turn()
        seen.append(kept().number == generation.current())

    assert seen == [False, False, True, True]


def test_a_server_starts_with_nothing_stored(page):
    page_store.clear()

    assert page_store.is_empty()
