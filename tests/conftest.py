"""What all tests share: a migrated database in seconds, and the six languages' roots."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from wagtail.models import Locale, Site

from core.caching import generation
from home.models import HomePage
from portal.catalogues.compile import compile_all
from tests.factories.core import root_for
from tests.server import ROOT, fingerprint

TEMPLATES = ROOT / "var" / "test-templates"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_configure(config: pytest.Config) -> None:
    """Words are compiled before anything is translated; once, not by every worker."""
    if not hasattr(config, "workerinput"):
        compile_all(ROOT / "locale")


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def use_database(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def sqlite_template() -> Path:
    """The migrated database of this state of the code, made once and kept in var/."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    ready = TEMPLATES / f"{fingerprint()}.sqlite3"
    lock = ready.with_suffix(".lock")
    while not ready.exists():
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            if time.time() - lock.stat().st_mtime > 300:
                lock.unlink(missing_ok=True)
            time.sleep(0.3)
            continue
        try:
            making = ready.with_suffix(".making")
            making.unlink(missing_ok=True)
            use_database(str(making))
            call_command("migrate", verbosity=0)
            connections["default"].close()
            making.rename(ready)
        finally:
            lock.unlink(missing_ok=True)
    return ready


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, tmp_path_factory) -> Iterator[None]:
    with django_db_blocker.unblock():
        if is_sqlite():
            place = tmp_path_factory.mktemp("db") / "test.sqlite3"
            shutil.copy(sqlite_template(), place)
            use_database(str(place))
            yield
            connections["default"].close()
        else:
            yield from postgres_database()


def postgres_database() -> Iterator[None]:
    """A database of this worker, copied from a migrated one on the same server."""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is tested

    base = settings.DATABASES["default"]["NAME"]
    ready, mine = f"portal_{fingerprint()}", f"portal_test_{WORKER}"
    wanted = connections["default"].get_connection_params()
    wanted.pop("cursor_factory", None)
    wanted = {k: wanted[k] for k in ("host", "port", "user", "password") if wanted.get(k)}
    with psycopg.connect(**wanted, dbname=base, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(19)")
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname=%s", [ready]).fetchone():
            admin.execute(f"CREATE DATABASE {ready}")
            use_database(ready)
            call_command("migrate", verbosity=0)
            connections["default"].close()
        admin.execute(f"DROP DATABASE IF EXISTS {mine}")
        admin.execute(f"CREATE DATABASE {mine} TEMPLATE {ready}")
        admin.execute("SELECT pg_advisory_unlock(19)")
    use_database(mine)
    yield
    connections["default"].close()
    with psycopg.connect(**wanted, dbname=base, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {mine} WITH (FORCE)")


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database whose commits are real, for threads and other processes; SQLite only.

    It is laid anew afterwards, so that no test sees another's rows.
    """
    if not is_sqlite():
        pytest.skip("the committed database is laid anew by copying a SQLite file")
    with django_db_blocker.unblock():
        yield
        lay_anew()


def lay_anew() -> None:
    """Put the migrated database in the place of the one that a test has written to."""
    name = settings.DATABASES["default"]["NAME"]
    connections.close_all()
    for ending in ("-wal", "-shm"):
        Path(f"{name}{ending}").unlink(missing_ok=True)
    shutil.copy(sqlite_template(), name)
    forget()


def forget() -> None:
    """Empty what the process keeps: numbers of generations start again with each test."""
    for kept in generation.all_caches():
        kept.clear()
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def as_a_process_begins() -> Iterator[None]:
    """Nothing kept, no try counted, and the language that no request has changed yet."""
    forget()
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    generation.end()


@pytest.fixture
def clock(time_machine):
    """Time that can be moved on by `shift`."""
    time_machine.move_to(datetime.now(UTC))
    return time_machine


@pytest.fixture
def home(db) -> HomePage:
    """The English root, at the default site."""
    return root_for("en")


@pytest.fixture
def roots(home) -> dict[str, HomePage]:
    """Roots of all six languages."""
    return {code: root_for(code) for code, _name in settings.LANGUAGES}


@pytest.fixture
def french(roots) -> Locale:
    return roots["fr"].locale


@pytest.fixture
def arabic(roots) -> Locale:
    return roots["ar"].locale
