"""A damaged index: noticed, told to readers, and repaired in place by one command."""

import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from people.models import User
from search import health
from search.models import IndexDamage, SearchDocument
from tests.factories.core import root_for, standard_page

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's own index"),
]
NOTICE = "only titles are searched"


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, None)


def blocks_zeroed() -> None:
    execute("UPDATE search_index_data SET block = zeroblob(20)")


def structure_lost() -> None:
    execute("UPDATE search_index_data SET block = x'00' WHERE id = 10")


def settings_lost() -> None:
    execute("DELETE FROM search_index_config")


def table_gone() -> None:
    execute("DROP TABLE search_index")


DAMAGE = [blocks_zeroed, structure_lost, settings_lost, table_gone]


@pytest.fixture
def pages(committed_db):
    home = root_for("en")
    call_command("rebuild_library", stdout=StringIO())
    return [
        standard_page(home, "Agreements with a municipality", slug="a", summary="Who signs what"),
        standard_page(home, "Συμφωνίες", slug="b", summary="Currency"),
    ]


def reopen() -> None:
    """As another process would meet it: what a connection holds of the index is gone."""
    connections.close_all()


def library(q: str, client: Client | None = None) -> str:
    answer = (client or Client()).get("/en/library/", {"q": q})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed_told_and_mended(pages, damage):
    assert health.is_sound()
    assert NOTICE not in library("agreements")
    damage()
    reopen()

    assert not health.is_sound()
    page = library("agreements")
    assert NOTICE in page
    assert 'href="/en/a/"' in page
    assert NOTICE in library("")
    said = StringIO()
    call_command("rebuild_library", stdout=said)

    assert "is being rebuilt" in said.getvalue()
    assert health.is_sound()
    page = library("signs")
    assert NOTICE not in page
    assert 'href="/en/a/"' in page


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_reader_s_search_is_what_notices(pages, damage):
    damage()
    reopen()

    assert NOTICE in library("agreements")
    assert IndexDamage.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE)
def test_editors_go_on_publishing_and_what_they_publish_is_found_later(pages, damage):
    damage()
    reopen()

    new = standard_page(root_for("en"), "Time banks", slug="c", summary="Hours")
    pages[0].unpublish()
    pages[1].title = "Νομίσματα"
    pages[1].save_revision().publish()

    assert Client().get(new.get_url()).status_code == 200
    assert SearchDocument.objects.filter(title="Time banks").exists()
    call_command("rebuild_library", stdout=StringIO())
    assert 'href="/en/c/"' in library("hours")
    assert 'href="/en/a/"' not in library("agreements")


@pytest.mark.slow
def test_blocks_that_cannot_be_read_at_all(pages):
    """Damage of the file itself, below the tables."""
    name = str(settings.DATABASES["default"]["NAME"])
    execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_size")
        size = cursor.fetchone()[0]
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = 'search_index_data'")
        place = cursor.fetchone()[0]
    reopen()
    with open(name, "r+b") as file:
        file.seek((place - 1) * size)
        file.write(b"\xa5" * size)

    assert NOTICE in library("agreements")
    call_command("rebuild_library", stdout=StringIO())

    assert health.is_sound()
    assert 'href="/en/a/"' in library("signs")
    with closing(sqlite3.connect(name)) as other:
        found = other.execute(
            "SELECT count(*) FROM search_index WHERE search_index MATCH 'signs'"
        ).fetchone()
    assert found == (1,)


@pytest.mark.slow
def test_a_sound_index_is_not_thrown_away(pages):
    said = StringIO()

    call_command("rebuild_library", stdout=said)

    assert "is being rebuilt" not in said.getvalue()
    assert "2 documents" in said.getvalue()


@pytest.mark.slow
def test_an_error_that_is_no_damage_is_raised(pages, monkeypatch):
    execute("ALTER TABLE search_searchfacet RENAME TO elsewhere")

    answer = Client(raise_request_exception=False).get("/en/library/", {"q": "agreements"})

    assert answer.status_code == 500
    assert not IndexDamage.objects.exists()


@pytest.mark.slow
@pytest.mark.wagtail_indexes
def test_the_admin_s_own_search_is_spared_and_mended(pages):
    client = Client()
    client.force_login(User.objects.create_superuser("k@example.org", last_login=timezone.now()))
    for page in Page.objects.filter(depth__gt=1):
        page.specific.save()
    execute("UPDATE wagtailsearch_indexentry_fts_data SET block = x'00' WHERE id = 10")
    reopen()

    answer = client.get("/admin/pages/search/", {"q": "agreements"})

    assert answer.status_code == 200
    call_command("rebuild_library", stdout=StringIO())
    assert (
        "Agreements with"
        in client.get("/admin/pages/search/", {"q": "agreements"}).content.decode()
    )
