"""`manage.py prepare`: idempotent, and safe over existing data."""

import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.catalogues.compile import compile_all
from portal.management.commands import prepare
from portal.settings.env import ROOT

pytestmark = pytest.mark.database


def test_data_of_another_version_are_refused_in_one_sentence(db, settings):
    settings.DEBUG = True  # static files are not joined
    recorder = MigrationRecorder(connection)
    recorder.record_applied("home", "0002_cases_news_events_feedback")

    with pytest.raises(CommandError, match=r"version 0\.1\.0, which cannot be upgraded"):
        call_command("prepare")


def test_a_migrated_database_is_told_by_names_alone(db):
    recorder = MigrationRecorder(connection)
    before = prepare.is_migrated()

    recorder.record_unapplied("core", "0001_initial")
    lacking = prepare.is_migrated()
    recorder.record_applied("core", "0001_initial")
    recorder.record_applied("core", "9999_newer")

    assert (before, lacking, prepare.is_migrated()) == (True, False, False)


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


def test_static_files_are_joined_beside_the_migrations(settings, tmp_path, monkeypatch):
    """No `db` fixture: a query would fail."""
    settings.DEBUG = True  # static files are not joined
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = tmp_path / "media", tmp_path / "private"
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    call_command("prepare", part="static")

    assert (tmp_path / "data").is_dir()


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_copy_of_older_data_is_a_whole_database_for_its_owner_only(
    committed_db, settings, tmp_path
):
    settings.DATA_DIR = tmp_path

    path = prepare.Command().copy(7)

    assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 200


@pytest.mark.slow
@pytest.mark.sqlite
def test_three_copies_are_kept_and_a_start_repeated_adds_none(
    committed_db, settings, tmp_path, clock
):
    settings.DATA_DIR = tmp_path
    copies = tmp_path / "copies"
    copies.mkdir()
    for name, age in (("cut-off", 7200), ("being-made", 60)):
        (copies / f"{name}.making").touch()
        os.utime(copies / f"{name}.making", (time.time() - age,) * 2)
    (copies / "20261101-000000.sqlite3").touch()  # one of an earlier version
    for applied in (5, 6, 7, 7, 7):
        prepare.Command().copy(applied)
        clock.shift(60)

    kept = sorted(copies.glob("*.sqlite3"))
    assert [path.stem.rsplit("-", 1)[1] for path in kept] == ["5", "6", "7"]
    assert [path.stem for path in copies.iterdir() if path not in kept] == ["being-made"]


# Derived files ----------------------------------------------------------------------------------


@pytest.fixture
def joined(settings, tmp_path, monkeypatch):
    """Static files as `prepare` leaves them; counts how often they were made."""
    root = tmp_path / "static"
    made = []

    def collect(name: str, **options: object) -> None:
        made.append(name)
        root.mkdir(exist_ok=True)
        (root / "staticfiles.json").write_text("{}")
        (root / "main.css").write_text("a { color: blue }")

    settings.STATIC_ROOT = root
    monkeypatch.setattr(prepare, "call_command", collect)
    prepare.Command().static()
    prepare.Command().static()
    assert made == ["collectstatic"]
    return root, made


def lose(path):
    path.unlink()


def cut_short(path):
    path.write_text(path.read_text()[:1])


@pytest.mark.parametrize("name", ["staticfiles.json", "main.css"])
@pytest.mark.parametrize("harm", [lose, cut_short])
def test_a_static_file_that_was_lost_is_made_again(joined, name, harm):
    root, made = joined
    harm(root / name)

    prepare.Command().static()

    assert made == ["collectstatic"] * 2
    assert len((root / name).read_text()) > 1


@pytest.fixture
def catalogue(tmp_path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Home"\nmsgstr "Accueil"\n')
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0
    return folder


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b""),
        lambda path: path.with_suffix(".po").write_text('msgid "Home"\nmsgstr "Page"\n'),
    ],
)
def test_a_compiled_catalogue_that_is_not_whole_or_not_of_these_words_is_made_again(
    catalogue, tmp_path, harm
):
    harm(catalogue / "django.mo")
    # Newer than its source, which is all that its time can tell.
    if (catalogue / "django.mo").exists():
        os.utime(catalogue / "django.mo", (time.time() + 60, time.time() + 60))

    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0


def test_a_catalogue_is_compiled_by_several_at_once(catalogue, tmp_path):
    together = Barrier(8)

    def compile_it(_number: int) -> int:
        together.wait()
        return compile_all(tmp_path)

    more = [f'\nmsgid "Page {number}"\nmsgstr "Page {number}"\n' for number in range(200)]
    with (catalogue / "django.po").open("a") as file:
        file.writelines(more)
    with ThreadPoolExecutor(8) as threads:
        for _round in range(5):
            (catalogue / "django.mo").unlink()
            assert sum(threads.map(compile_it, range(8))) >= 1

    assert compile_all(tmp_path) == 0
    assert {path.name for path in catalogue.iterdir()} == {"django.po", "django.mo"}


def test_of_several_first_starts_at_once_one_secret_key_is_kept(tmp_path):
    asked = "from portal.settings import local; print(local.SECRET_KEY)"
    environment = os.environ | {"DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": ""}
    starts = [
        subprocess.Popen([sys.executable, "-c", asked], env=environment, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    keys = {start.communicate()[0] for start in starts}

    assert [start.returncode for start in starts] == [0] * 4
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]


# Folders ----------------------------------------------------------------------------------------


def test_data_that_others_could_read_are_closed(settings, tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)
    database = data / "portal.sqlite3"
    database.touch()
    database.chmod(0o644)
    monkeypatch.setenv("DATA_DIR", str(data))
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = data / "media", data / "private"

    prepare.Command().folders()

    modes = {path.name: path.stat().st_mode & 0o777 for path in (data, *data.iterdir())}
    assert modes == {"data": 0o750, "media": 0o750, "private": 0o750, "portal.sqlite3": 0o640}


def test_the_documented_backup_of_files_works_without_uploads(settings, tmp_path, monkeypatch):
    guide = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    command = next(line for line in guide.splitlines() if line.startswith("tar "))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "var" / "private"
    prepare.Command().folders()

    done = subprocess.run(command, shell=True, cwd=tmp_path, check=False)  # noqa: S602 - ours

    assert done.returncode == 0
    assert (tmp_path / "portal-files.tar.gz").stat().st_size > 0
