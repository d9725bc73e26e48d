"""The databases of tests: migrated once for a state of the code, begun with all front pages and
roles."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import Model
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.caching import generation
from core.models import SiteIdentity
from people import roles
from tests.factories.core import make_roots
from tests.server import alone, made_aside, migrated_name, sqlite_template

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Wagtail's own first page, site and groups, as migrations make them.
AS_MIGRATED: list[Model] = []


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def use_database(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def migrated_sqlite() -> Path:
    """The migrated database of this state of the code, made once, cached in var/. The one without
    the demonstration, which `make test` makes first, has all but a table of it."""
    ready, product = sqlite_template(), sqlite_template(without="demo")
    with alone(ready.with_suffix(".lock")):
        if not ready.exists():
            with made_aside(ready) as making:
                if product.exists():
                    shutil.copy(product, making)
                use_database(str(making))
                call_command("migrate", verbosity=0)
                connections["default"].close()
    return ready


def make_migrated() -> None:
    """What `migrated_sqlite` or `migrated_postgres` return: ready before a run asks for it."""
    if is_sqlite():
        migrated_sqlite()
    else:
        migrated_postgres()


def begin_with_roots() -> None:
    """Make the roots and the roles once for all tests of this process; each test rolls back to
    them.

    They are made by the code at hand, never kept between runs: only migrations are.
    """
    AS_MIGRATED[:] = [
        *Page.objects.order_by("path"), *Site.objects.all(), *Group.objects.all()
    ]  # fmt: skip
    with disable_reference_index_auto_update():
        make_roots()
        roles.ensure_groups()
    # What lives as long as the run is not looked at again whenever a database is laid anew.
    gc.collect()
    gc.freeze()


def seeded(place: str | Path) -> Path:
    """The copy that a database is laid anew from."""
    return Path(place).with_suffix(".seeded")


def sqlite_database(place: Path) -> Iterator[None]:
    """A file of this worker, copied from a migrated one."""
    shutil.copy(migrated_sqlite(), place)
    use_database(str(place))
    begin_with_roots()
    connections["default"].close()
    shutil.copy(place, seeded(place))
    yield
    connections["default"].close()


@contextmanager
def postgres_admin(base: str) -> Iterator[Any]:
    """A connection that makes and drops databases, to one that is none of ours."""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is tested

    wanted = connections["default"].get_connection_params()
    wanted = {k: wanted[k] for k in ("host", "port", "user", "password") if wanted.get(k)}
    with psycopg.connect(**wanted, dbname=base, autocommit=True) as admin:
        yield admin


def migrated_postgres() -> str:
    """The name of the migrated database of this state of the code, made once on each server."""
    ready = migrated_name()
    with postgres_admin(settings.DATABASES["default"]["NAME"]) as admin:
        admin.execute("SELECT pg_advisory_lock(19)")
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname=%s", [ready]).fetchone():
            making = f"{ready}_{token_hex(4)}"
            admin.execute(f"CREATE DATABASE {making}")
            use_database(making)
            call_command("migrate", verbosity=0)
            connections["default"].close()
            admin.execute(f"ALTER DATABASE {making} RENAME TO {ready}")
        admin.execute("SELECT pg_advisory_unlock(19)")
    return ready


def postgres_database() -> Iterator[None]:
    """A database of this worker, copied from a migrated one on the same server."""
    base, mine = settings.DATABASES["default"]["NAME"], f"portal_test_{WORKER}"
    ready = migrated_postgres()
    with postgres_admin(base) as admin:
        copy_postgres(admin, mine, source=ready)
    use_database(mine)
    begin_with_roots()
    connections["default"].close()
    with postgres_admin(base) as admin:
        copy_postgres(admin, seeded_name(mine), source=mine)
    yield
    connections["default"].close()
    with postgres_admin(base) as admin:
        for name in (mine, seeded_name(mine)):
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def seeded_name(name: str) -> str:
    """The copy that a database on PostgreSQL is laid anew from."""
    return f"{name}_seeded"


def copy_postgres(admin: Any, name: str, *, source: str) -> None:
    """A new database of that name, a copy of `source`, to which nobody may be connected."""
    admin.execute("SELECT pg_advisory_lock(19)")
    admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    admin.execute("SELECT pg_advisory_unlock(19)")


def url() -> str:
    """DATABASE_URL of the test's own database, for other processes."""
    database = connections["default"].settings_dict
    if is_sqlite():
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**database)


def lay_anew(*, source: Path | None = None) -> None:
    """Put a copy of `source` (SQLite only), or the database that tests begin with, in the place of
    the one that a test has written to."""
    name = settings.DATABASES["default"]["NAME"]
    connections.close_all()
    # A thread's connection that ended with an error stays open until its traceback is collected,
    # which is young: late in a run it takes a tenth of a second to look through everything.
    gc.collect(1)
    if is_sqlite():
        for ending in ("-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        shutil.copy(source or seeded(name), name)
    else:
        with postgres_admin("postgres") as admin:
            copy_postgres(admin, name, source=seeded_name(name))
    forget()


@contextmanager
def rows_for_all(blocker: Any, make: Callable[[], None]) -> Iterator[None]:
    """What `make` writes stands while the block runs: each test in it rolls back to that. For a
    fixture of a module whose tests all begin with the same, and none of which commits."""
    with blocker.unblock(), disable_reference_index_auto_update():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            make()
        except BaseException:
            whole.__exit__(*sys.exc_info())
            raise
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        forget()


def forget() -> None:
    """Clear in-process caches: generation numbers start again with each test."""
    for kept in generation.all_caches():
        kept.clear()
    Site.clear_site_root_paths_cache()


def take_pages_away() -> None:
    """Leave what migrations leave: Wagtail's welcome page is all there is."""
    Page.objects.filter(depth=2).delete()
    SiteIdentity.objects.all().delete()
    Group.objects.all().delete()
    for row in AS_MIGRATED:
        row.save_base(raw=True)
    forget()
