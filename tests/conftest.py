"""Shared fixtures: a database with the six languages' front pages, and a clean process."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_save
from django.utils import translation
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler as update_admin_search
from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from core import compression
from core.caching import generation
from home.models import HomePage
from portal.catalogues.compile import compile_all
from tests import database
from tests.factories.core import root_for
from tests.server import ROOT

DEMONSTRATION = ROOT / "tests" / "demo"


def pytest_configure(config: pytest.Config) -> None:
    """Words are compiled before anything is translated; once, not by every worker. The garbage
    collector runs less often, and a cached page is compressed in a millisecond, not in twenty."""
    if not hasattr(config, "workerinput"):
        compile_all(ROOT / "locale")
    # Hundreds of thousands of objects live as long as the run: to look for cycles among them at
    # the default rate takes a tenth of it.
    gc.set_threshold(200_000, 50, 100)
    compression.STORED_QUALITY = compression.QUALITY


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in the demonstration's folder needs it, whether or not its file says so.

    Files in which something takes long go first, so that no core waits for the other at the end;
    what drives a browser goes last, for Django does not ask its database in a process whose browser
    is open. A file stays together, for its tests may share what is dear to make.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    for item in items:
        if DEMONSTRATION in item.path.parents:
            item.add_marker("demo")
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            item.path not in slow,
        )
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, tmp_path_factory) -> Iterator[None]:
    if database.is_sqlite():
        steps = database.sqlite_database(tmp_path_factory.mktemp("db") / "test.sqlite3")
    else:
        steps = database.postgres_database()
    with django_db_blocker.unblock():
        connect_admin_search(False)
        next(steps)
    # Blocked again: a test that asks for no database would leave its rows to the others.
    yield
    with django_db_blocker.unblock():
        next(steps, None)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database whose commits are real, for threads and other processes.

    It is laid anew afterwards, so that no test sees another's rows.
    """
    with django_db_blocker.unblock():
        yield
        database.lay_anew()


@pytest.fixture(autouse=True)
def as_a_process_begins() -> Iterator[None]:
    """Fresh process state: empty caches, no rate-limit counters, default language."""
    database.forget()
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
    yield
    generation.end()


def connect_admin_search(is_kept: bool) -> None:
    """Whether saving a row writes it to the index that the search of Wagtail's admin asks."""
    change = post_save.connect if is_kept else post_save.disconnect
    for model in get_indexed_models():
        change(update_admin_search, sender=model)


@pytest.fixture(autouse=True)
def wagtail_indexes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wagtail's two indexes (which page uses what; search in the admin) cost a third of a page
    that is made, so they are kept only in tests marked `wagtail_indexes`."""
    if request.node.get_closest_marker("wagtail_indexes"):
        connect_admin_search(True)
        yield
        connect_admin_search(False)
    else:
        with disable_reference_index_auto_update():
            yield


@pytest.fixture
def no_pages(db) -> None:
    """The database as migrations leave it: Wagtail's welcome page is all there is."""
    database.take_pages_away()


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
    found = HomePage.objects.filter(depth=2).select_related("locale")
    return {root.locale.language_code: root for root in found}


@pytest.fixture
def french(roots) -> Locale:
    return roots["fr"].locale


@pytest.fixture
def arabic(roots) -> Locale:
    return roots["ar"].locale
