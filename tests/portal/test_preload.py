"""What the processes of a server share is loaded before they are forked."""

import gc
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.loader import get_template
from django.test import RequestFactory
from gunicorn.app.wsgiapp import WSGIApplication

from portal import gunicorn, preload
from portal.wsgi import application


def test_it_asks_no_database_and_knows_all_of_our_templates():
    """No `db` fixture: a query would fail. A connection must not be shared by two processes."""
    preload.load()

    names = preload.templates()
    assert {"base.html", "404.html"} <= set(names)
    assert all(get_template(name) for name in names)


@pytest.fixture
def pages(settings, tmp_path):
    settings.PAGE_STORE = tmp_path / "pages"
    settings.PAGE_STORE.mkdir()
    return settings.PAGE_STORE


def test_a_server_starts_without_the_pages_of_the_one_before(pages):
    """Other code may have rendered them."""
    (pages / "old").write_text("{}")

    try:
        gunicorn.when_ready(None)
    finally:
        gc.unfreeze()

    assert list(pages.iterdir()) == []
    assert gunicorn.preload_app


def test_pages_are_stored_below_the_data_directory():
    from portal.settings import base  # noqa: PLC0415 - of the server, not of the tests

    assert Path(base.DATA_DIR) / "pages" == base.PAGE_STORE
    assert settings.PAGE_STORE is None


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """Where static files are collected into: still empty when the portal is imported."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    # Other tests go on with what is there now.
    monkeypatch.setattr(application, "_middleware_chain", application._middleware_chain)
    application.load_middleware()
    # As Django's test client does: the connection is the test's, not the request's.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield tmp_path
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    gc.unfreeze()


def answered(path: str) -> str:
    said: list[str] = []
    environ = RequestFactory().get(path).environ
    application(environ, lambda line, _headers, _exc=None: said.append(line)).close()
    return said[0]


def test_static_files_that_are_collected_after_the_import_are_served(collected, home):
    before = answered("/static/late.css")
    (collected / "late.css").write_text("a { color: blue }")

    gunicorn.when_ready(None)

    assert (before, answered("/static/late.css")) == ("404 Not Found", "200 OK")


def test_a_second_portal_of_the_same_account_is_not_in_the_way(monkeypatch):
    """No control socket in the home folder, where the first one's would lie."""
    monkeypatch.setattr("sys.argv", ["gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"])

    assert WSGIApplication().cfg.control_socket_disable
