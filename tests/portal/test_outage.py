"""A database or disk that is down: 503 in the reader's language; cached pages are still served."""

import errno
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import clear_url_caches, path

from core.caching import page_cache
from core.db import is_disk_full, is_unavailable
from portal import health
from portal.urls import urlpatterns
from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import language_of
from tests.services_down import mute_server

LANGUAGES = [
    ("en", "ltr"),
    ("fr", "ltr"),
    ("es", "ltr"),
    ("pt", "ltr"),
    ("el", "ltr"),
    ("ar", "rtl"),
]
ROOM = "There is no space left to save this"


@pytest.fixture
def away(home):
    """From now on every statement fails, as with a server that was stopped."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused\n\tIs the server running?")

    switch = connection.execute_wrapper(refuse)
    switches = []

    def stop():
        switch.__enter__()
        switches.append(switch)

    yield stop
    for one in switches:
        one.__exit__(None, None, None)
    page_cache.last_generation = page_cache.LastGeneration()


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
def test_without_a_database_a_page_of_ours_says_so(away, client, code, direction):
    away()

    answer = client.get(f"/{code}/library/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert language_of(answer.content.decode()) == (code, direction)


def test_a_form_that_cannot_be_saved_is_told_the_same(away, client):
    away()

    assert client.post("/en/feedback/", {"words": "w"}).status_code == 503


def test_cached_pages_are_still_served(away, client):
    before = client.get("/en/")
    client.get("/en/")
    away()

    answer = client.get("/en/")
    other = client.get("/en/library/")

    assert answer.status_code == 200
    assert answer.content == before.content
    assert answer.headers["Warning"] == '110 - "Response is Stale"'
    assert int(answer.headers["Age"]) < 60
    assert answer.headers["Cache-Control"] == "no-store"
    assert other.status_code == 503


def test_who_is_signed_in_is_answered_nothing_old(away, client):
    client.get("/en/")
    away()
    client.cookies["sessionid"] = "anything"

    assert client.get("/en/").status_code == 503


def test_what_was_withdrawn_before_is_not_answered(away, client, home):
    client.get("/en/")
    home.unpublish()
    assert client.get("/en/").status_code == 404
    away()

    assert client.get("/en/").status_code == 503


def test_kept_pages_are_not_answered_for_ever(away, client, monkeypatch):
    client.get("/en/")
    away()
    soon = client.get("/en/").status_code
    page_cache.last_generation.failed_at = 0.0
    monkeypatch.setattr(page_cache.last_generation, "read_at", time.monotonic() - 3601)

    assert (soon, client.get("/en/").status_code) == (200, 503)


def test_the_database_is_asked_again_after_a_moment(away, client, home):
    """Back again, a page is as fresh as ever, without a warning."""
    client.get("/en/")
    page_cache.last_generation.failed_at = time.monotonic()
    stale = client.get("/en/")
    page_cache.last_generation.failed_at = time.monotonic() - page_cache.LastGeneration.AWAY_FOR

    fresh = client.get("/en/")

    assert "Warning" in stale.headers
    assert "Warning" not in fresh.headers


def fill_the_disk(request):
    raise OSError(errno.ENOSPC, "No space left on device")


def fill_the_database(request):
    raise OperationalError("database or disk is full")


@pytest.mark.parametrize("view", [fill_the_disk, fill_the_database])
def test_a_full_disk_is_said_as_such(home, client, settings, view):
    urlpatterns.insert(0, path("en/fill/", view))
    clear_url_caches()
    try:
        answer = client.post("/en/fill/")
    finally:
        del urlpatterns[0]
        clear_url_caches()

    assert answer.status_code == 503
    assert ROOM in answer.content.decode()


def test_without_a_cache_pages_are_read_and_no_password_is_tried(home, client, settings):
    """Tries are counted there, so none is let through uncounted."""
    UserFactory(email="salma@example.org")
    settings.CACHES = {"default": {"BACKEND": "tests.services_down.SilentCache"}}
    form = {"login": "salma@example.org", "password": PASSWORD}

    read = [client.get(path).status_code for path in ("/en/", "/en/library/")]
    tried = client.post("/en/accounts/login/", form)

    assert read == [200, 200]
    assert tried.status_code == 503
    assert tried.headers["Retry-After"] == "30"
    assert "_auth_user_id" not in client.session


def test_a_cache_that_never_answers_is_waited_for_once_and_by_no_page(home, client, settings):
    UserFactory(email="salma@example.org")
    form = {"login": "salma@example.org", "password": PASSWORD}
    with mute_server() as mute:
        mute_cache = {"BACKEND": "tests.services_down.MuteCache", "LOCATION": str(mute.port)}
        settings.CACHES = {"default": mute_cache}

        read = [client.get(path).status_code for path in ("/en/", "/en/library/")]
        callers_of_pages = len(mute.callers)
        tried = client.post("/en/accounts/login/", form)

        assert (read, callers_of_pages) == ([200, 200], 0)
        assert (tried.status_code, tried.headers["Retry-After"]) == (503, "30")
        assert len(mute.callers) == 1
        assert health.shared_cache() == "unreachable"


def test_what_is_broken_is_not_away():
    assert not is_unavailable(OperationalError("no such table: x"))
    assert not is_unavailable(ZeroDivisionError())
    assert is_unavailable(OperationalError("database is locked"))


def test_what_led_to_an_error_counts():
    error = KeyError("session")
    error.__context__ = OperationalError("database or disk is full")

    assert is_disk_full(error)
    assert is_unavailable(error)


def test_a_wrong_host_is_one_line_in_the_log(client, caplog, db):
    answer = client.get("/en/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert len(caplog.text.splitlines()) == 1
    assert "evil.example" in caplog.text


def test_an_outage_is_one_line_a_request(away, client, caplog):
    away()

    client.get("/en/library/")

    assert len(caplog.text.splitlines()) == 1
    assert "OperationalError: connection refused" in caplog.text
