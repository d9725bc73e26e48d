"""Bootstrap: a missing prerequisite is one line that says what to do, never a traceback."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from scripts import bootstrap

FETCHING = "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken\n"


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))

    with pytest.raises(bootstrap.SetupError, match=r"3\.11 or newer is needed; this is 3\.9"):
        bootstrap.check_python()


def test_debians_missing_half_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(bootstrap.SetupError, match="apt-get install python3-venv"):
        bootstrap.check_python()


def test_a_whole_environment_is_sound():
    assert bootstrap.is_sound(Path(sys.prefix))


def test_an_environment_cut_short_is_not_sound(tmp_path):
    venv.create(tmp_path, with_pip=False)

    assert not bootstrap.is_sound(tmp_path)
    assert not bootstrap.is_sound(tmp_path / "nowhere")


def test_another_pythons_environment_is_not_sound(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "pyvenv.cfg").write_text("version = 3.1.4\n")

    assert not bootstrap.is_sound(tmp_path)


def test_no_network_is_one_line():
    assert "\n" not in bootstrap.why_pip_failed(FETCHING * 5)


def test_other_failures_keep_pips_own_words():
    assert "No space left" in bootstrap.why_pip_failed("ERROR: [Errno 28] No space left on device")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "base"),
        ("sqlite:////srv/portal.sqlite3", "base"),
        ("postgres://portal@localhost/portal", "postgres"),
        ("postgresql://portal@localhost/portal", "postgres"),
    ],
)
def test_the_driver_of_the_database_is_installed(monkeypatch, url, name):
    monkeypatch.setenv("DATABASE_URL", url)

    assert bootstrap.packages_to_run() == name
    assert (bootstrap.ROOT / "requirements" / f"{name}.txt").exists()


@pytest.mark.slow
def test_without_a_network_it_stops_with_one_line(tmp_path):
    for place in ("scripts/bootstrap.py", "requirements/base.txt"):
        (tmp_path / place).parent.mkdir()
        shutil.copy(bootstrap.ROOT / place, tmp_path / place)
    # Whichever database the other tests use, it would ask for that one's packages.
    alone = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "DATABASE_URL": ""}

    done = subprocess.run(
        [sys.executable, "scripts/bootstrap.py", "run"],
        cwd=tmp_path,
        env={**os.environ, **alone},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("✗ the packages cannot be fetched.")
    assert done.stderr.count("\n") == 1
