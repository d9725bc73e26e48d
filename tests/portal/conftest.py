"""An empty portal, begun once for all tests of a module that ask for one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests import database


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The rows that `DEMO=0 manage.py prepare` makes; the folder of its data."""
    folder = tmp_path_factory.mktemp("begun")

    def begin() -> None:
        database.take_pages_away()
        # Where DEBUG is on, static files are not joined.
        with pytest.MonkeyPatch.context() as surroundings:
            surroundings.setenv("DEMO", "0")
            surroundings.setenv("DATA_DIR", str(folder))
            with override_settings(DEBUG=True, DATA_DIR=folder):
                call_command("prepare", verbosity=0)

    with database.rows_for_all(django_db_blocker, begin):
        yield folder


@pytest.fixture
def empty(begun, db, settings, tmp_path, monkeypatch) -> Path:
    """An empty portal of the test's own, with its administrator; the folder of its data."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path
