"""`manage.py prepare`: idempotent, and safe over existing data."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from wagtail.models import Page

from demo.streams import key_of
from home.models import HomePage
from people.models import User
from portal.management.commands import prepare
from portal.settings.env import ROOT


def test_an_empty_database_is_nobodys(db):
    assert not prepare.is_somebodys()


def test_the_demonstration_is_loaded_again_over_itself(home):
    Page.objects.filter(pk=home.pk).update(translation_key=key_of("home"))
    User.objects.create_user("salma@example.org")

    assert not prepare.is_somebodys()


def test_the_demonstration_stays_out_of_a_portal_that_people_use(home, settings, capsys):
    settings.DEBUG = True  # static files are not joined

    call_command("prepare")

    assert "no demonstration" in capsys.readouterr().out
    assert list(HomePage.objects.values_list("pk", flat=True)) == [home.pk]
    assert not User.objects.exists()


def test_a_first_person_is_enough_to_keep_it_out(db):
    User.objects.create_superuser("you@example.org")

    assert prepare.is_somebodys()


def test_static_files_are_those_of_our_rooms():
    assert ROOT / "core" / "static" in prepare.own_static()


def test_static_files_are_joined_again_when_one_of_ours_changes(monkeypatch, tmp_path):
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "own_static", lambda: [tmp_path])
    sheet = tmp_path / "main.css"
    sheet.write_text("a { color: blue }")
    before = prepare.static_stamp()
    again = prepare.static_stamp()

    sheet.write_text("a { color: green }")

    assert again == before
    assert prepare.static_stamp() != before


@pytest.mark.sqlite
def test_a_copy_of_older_data_is_a_whole_database_for_its_owner_only(
    committed_db, settings, tmp_path
):
    settings.DATA_DIR = tmp_path

    path = prepare.Command().copy()

    assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 200
