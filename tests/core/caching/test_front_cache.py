"""What the page cache has answered is repeated before Django, to whoever would get the same."""

import io
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from core.caching import generation, page_cache
from core.caching.front_cache import FrontCache
from core.counts import reads
from tests.factories.core import standard_page

pytestmark = pytest.mark.database

PATH = "/en/first-words/"


class Site:
    """Django behind the cache, asked as a server asks it."""

    def __init__(self) -> None:
        self.asked = 0
        self.django = WSGIHandler()
        self.cache = FrontCache(self.count)

    def count(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, path: str = PATH, **changes: str):
        """(Status, headers, body, whether Django was asked)."""
        given, before = [], self.asked
        answer = self.cache(self.environ(path, **changes), lambda *answer: given.extend(answer))
        return given[0], dict(given[1]), b"".join(answer), self.asked > before

    def environ(self, path: str, **changes: str):
        return {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "HTTP_HOST": "testserver",
            "HTTP_ACCEPT_ENCODING": "gzip, br", "HTTP_USER_AGENT": "Firefox",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), **changes,
        }  # fmt: skip


@pytest.fixture
def page(monkeypatch, home, settings, tmp_path):
    # The handler closes its connection before and after a request; the test goes on to need it.
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(page_cache, "last_generation", page_cache.LastGeneration())
    settings.PAGE_STORE = tmp_path / "pages"
    return standard_page(home, "First words")


@pytest.fixture
def site(page) -> Site:
    """Rendered by the first request, taken from the page cache by the second."""
    site = Site()
    site.get()
    site.get()
    return site


def test_the_third_reader_gets_what_the_second_got_without_django(site):
    _status, headers, body, was_asked = site.get()
    again = site.get(HTTP_ACCEPT_ENCODING="identity")

    assert not was_asked
    assert headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Status"] == "portal; hit"
    assert headers["Content-Encoding"] == "br"
    assert headers["Content-Length"] == str(len(body))
    assert b"First words" in again[2]
    assert page_cache.compression.decompress(body) == again[2]
    assert {**again[1], "Content-Encoding": "br", "Content-Length": str(len(body))} == headers


@pytest.mark.parametrize(
    "changes",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "x=1"},
        {"HTTP_COOKIE": "theme=dark; sessionid=abc"},
        {"HTTP_COOKIE": "csrftoken=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_ACCEPT_ENCODING": "br;q=0, gzip"},
        {"HTTP_HOST": "localhost"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"PATH_INFO": "/en/first-words"},
    ],
    ids=lambda changes: "-".join(changes.values()),
)
def test_django_answers_whatever_is_not_alike(site, changes):
    assert site.get(**changes)[3]


def test_what_a_server_adds_to_a_response_is_not_repeated(page):
    """As Django's own server for development does, to the list that it is given."""
    site, seen = Site(), []

    def start(_status, headers) -> None:
        seen.append(dict(headers))
        headers.append(("Connection", "close"))

    for _reader in range(4):
        b"".join(site.cache(site.environ(PATH), start))

    assert site.asked == 2
    assert [one for one in seen if "Connection" in one] == []


def test_a_cookie_that_decides_nothing_changes_nothing(site):
    assert not site.get(HTTP_COOKIE="theme=dark")[3]


def test_one_query_a_repeated_page_and_none_for_an_unknown_one(site, monkeypatch):
    with CaptureQueriesContext(connection) as queries:
        site.get()
    monkeypatch.setattr(site, "django", lambda environ, start: [start("200 OK", []) or b""])
    with CaptureQueriesContext(connection) as none:
        site.get("/en/never-asked-for/")

    assert [query["sql"] for query in queries] == [
        "SELECT number FROM core_generation WHERE id = 1"
    ]
    assert len(none) == 0


def test_what_is_published_is_read_at_once(site, page):
    page.title = "Second words"
    page.save_revision().publish()

    body, was_asked = site.get()[2:]

    assert was_asked
    assert b"Second words" in page_cache.compression.decompress(body)


def test_what_is_restricted_is_closed_at_once(site, page):
    page.view_restrictions.create(restriction_type=PageViewRestriction.LOGIN)

    status, headers, _body, was_asked = site.get()

    assert was_asked
    assert status.startswith("302")
    assert "sign-in" in headers["Location"]
    assert site.get()[0].startswith("302")


def test_tomorrow_it_is_rendered_anew(site, clock):
    clock.shift(timedelta(days=1))

    assert site.get()[3]


def test_a_reader_is_counted_and_a_robot_is_not(site, page, monkeypatch):
    counted = []
    monkeypatch.setattr(reads.tally, "add", counted.append)

    site.get()
    site.get(HTTP_USER_AGENT="Googlebot")

    assert counted == [(str(page.translation_key), "en")]


def test_while_the_database_is_away_django_says_how_old_it_is(site, monkeypatch):
    def fail() -> int:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(generation, "_read", fail)

    _status, headers, _body, was_asked = site.get()

    assert was_asked
    assert headers["Warning"] == '110 - "Response is Stale"'
    assert site.get()[3]


def test_another_fault_of_the_database_is_not_hidden(site, monkeypatch):
    def fail() -> int:
        raise OperationalError("no such table: core_generation")

    monkeypatch.setattr(generation, "_read", fail)

    with pytest.raises(OperationalError):
        site.get()


def test_the_server_asks_the_cache_first():
    from portal import wsgi  # noqa: PLC0415 - sets up Django as the server does

    assert isinstance(wsgi.application, FrontCache)
    assert isinstance(wsgi.application.application, WSGIHandler)
