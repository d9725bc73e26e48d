"""What the processes of a server share is loaded before they are forked."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from gunicorn.app.wsgiapp import WSGIApplication

from portal import gunicorn, preload
from portal.settings.env import ROOT


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


def test_static_files_are_listed_once_they_are_collected(tmp_path):
    """On a first start, what server and worker share is loaded while they are still collected."""
    start = """
from scripts import forks

forks.load()
forks.load_rest()

from django.conf import settings
from django.test import RequestFactory

settings.STATIC_ROOT.mkdir()
(settings.STATIC_ROOT / "late.css").write_text("a { color: blue }")

from portal.wsgi import application

environ = RequestFactory().get("/static/late.css").environ
application(environ, lambda status, headers, error=None: print(status))
"""
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
    }
    command = [sys.executable, "-c", start]
    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout == "200 OK\n"


def test_a_second_portal_of_the_same_account_is_not_in_the_way(monkeypatch):
    """No control socket in the home folder, where the first one's would lie."""
    monkeypatch.setattr("sys.argv", ["gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"])

    assert WSGIApplication().cfg.control_socket_disable
