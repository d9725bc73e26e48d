"""Production settings that are not safe stop the start, with a sentence that names the fix."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from portal import safety
from portal.settings import base
from tests.check import PRODUCTION
from tests.server import ROOT, free_port


def settings_with(**changes: object) -> SimpleNamespace:
    sound = {
        "DEBUG": False,
        "SECRET_KEY": PRODUCTION["SECRET_KEY"],
        "ALLOWED_HOSTS": ["portal.example.org", "localhost", "[::1]"],
        "WAGTAILADMIN_BASE_URL": "https://portal.example.org",
        "CACHES": base.CACHES,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": "x",
                "OPTIONS": base.SQLITE_OPTIONS,
            }
        },
    }
    return SimpleNamespace(**{**sound, **changes})


def test_sound_settings_are_taken():
    assert safety.configuration_errors(settings_with()) == []
    assert safety.configuration_errors(settings_with(ALLOWED_HOSTS=[".example.org"])) == []
    postgres = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}}
    assert safety.configuration_errors(settings_with(DATABASES=postgres)) == []


LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DUMMY = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
DEFERRED = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "OPTIONS": {}}}
MEMORY = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}


@pytest.mark.parametrize(
    ("changes", "fix"),
    [
        ({"DEBUG": True}, "set DEBUG=0"),
        ({"SECRET_KEY": "x"}, "token_urlsafe"),
        ({"SECRET_KEY": "x" * 60}, "token_urlsafe"),
        ({"SECRET_KEY": f"django-insecure-{PRODUCTION['SECRET_KEY']}"}, "token_urlsafe"),
        ({"ALLOWED_HOSTS": ["*"]}, "portal.example.org"),
        ({"ALLOWED_HOSTS": ["portal.example.org", ".org"]}, "the names of others"),
        ({"ALLOWED_HOSTS": ["portal.example.org", ".org.uk"]}, "the names of others"),
        ({"ALLOWED_HOSTS": ["portal.example.org", ".COM."]}, "the names of others"),
        ({"ALLOWED_HOSTS": ["portal.example.org", "*.example.org"]}, "a stranger's request"),
        ({"ALLOWED_HOSTS": ["https://portal.example.org"]}, "no scheme"),
        ({"WAGTAILADMIN_BASE_URL": "http://portal.example.org"}, "Write https://"),
        ({"WAGTAILADMIN_BASE_URL": "portal.example.org"}, "Write https://"),
        ({"WAGTAILADMIN_BASE_URL": "https://other.example.org"}, "missing in ALLOWED_HOSTS"),
        ({"CACHES": LOCAL}, "REDIS_URL"),
        ({"CACHES": DUMMY}, "REDIS_URL"),
        ({"DATABASES": DEFERRED}, "IMMEDIATE"),
        ({"DATABASES": MEMORY}, "DATA_DIR"),
    ],
)
def test_each_fault_names_its_fix(changes, fix):
    assert fix in " ".join(safety.configuration_errors(settings_with(**changes)))


def start(**changes: str) -> subprocess.CompletedProcess:
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DEBUG"}}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**env, **PRODUCTION, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_start_is_refused_in_one_line(tmp_path):
    done = start(DATA_DIR=str(tmp_path / "data"), ALLOWED_HOSTS="*", SECRET_KEY="x", DEBUG="1")

    assert done.returncode == 1
    assert done.stderr.startswith("✗ The portal does not start. DEBUG is on")
    assert "SECRET_KEY can be guessed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_gunicorn_ends_with_the_sentence(tmp_path):
    """It would otherwise start one process after the other."""
    env = {**os.environ, **PRODUCTION, "ALLOWED_HOSTS": "*", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"]

    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**env, "PORT": str(free_port()), "WEB_WORKERS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 3
    assert done.stderr.count("ALLOWED_HOSTS has '*'") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_data_directory_is_made_for_owner_and_group_only(tmp_path):
    folder = tmp_path / "new" / "data"

    done = start(DATA_DIR=str(folder))

    assert done.returncode == 0, done.stderr
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()

    done = start(DATA_DIR=str(tmp_path / "file" / "data"))

    assert done.returncode == 1
    assert "DATA_DIR=" in done.stderr
    assert "Traceback" not in done.stderr
