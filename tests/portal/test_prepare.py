"""`manage.py prepare`: idempotent, and safe over existing data."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.management.commands import prepare
from portal.settings.env import ROOT

pytestmark = pytest.mark.database


def test_data_of_another_version_are_refused_in_one_sentence(settings):
    settings.DEBUG = True  # static files are not joined
    recorder = MigrationRecorder(connection)
    recorder.record_applied("home", "0002_cases_news_events_feedback")

    with pytest.raises(CommandError, match=r"version 0\.1\.0, which cannot be upgraded"):
        call_command("prepare")


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
