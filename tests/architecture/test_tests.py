"""How the tests themselves are made and run."""

import ast
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests import report
from tests.checkout import without_demonstration
from tests.server import ROOT, made_aside

FILES = sorted((ROOT / "tests").rglob("*.py"))
# What a test names that speaks of the database itself.
OF_THE_DATABASE = {"IntegrityError", "DBTaskResult", "select_for_update", "CaptureQueriesContext"}
# About statements of a page or rows of the queue, which are the same on both databases.
THE_SAME_ON_BOTH = {"tests/core/pages/test_rendering.py", "tests/research/test_cite.py"}
JUNIT = """<testsuites><testsuite>
<testcase classname="tests.a.test_a" name="test_slow" time="4.5"/>
<testcase classname="tests.a.test_a" name="test_quick" time="0.1"><skipped/></testcase>
<testcase classname="tests.a.test_b" name="test_wrong" time="1.25"><failure/></testcase>
</testsuite></testsuites>"""


def imports(path: Path) -> list[str]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    found = [node for node in tree if isinstance(node, ast.ImportFrom) and node.module]
    return [f"{node.module}.{alias.name}" for node in found for alias in node.names]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_test_is_a_library_of_another(path):
    """What two of them need stands in tests/factories or beside them, under a name of its own."""
    parts = [
        part for name in imports(path) if name.startswith("tests.") for part in name.split(".")
    ]

    assert [part for part in parts if part.startswith("test_") or part == "conftest"] == []


def test_what_speaks_of_the_database_is_run_on_both():
    """A rule of thumb: CONTRIBUTING.md says what else is marked `database`."""
    unmarked = {
        str(path.relative_to(ROOT))
        for path in FILES
        if path.name.startswith("test_") and path != Path(__file__)
        for text in [path.read_text("utf-8")]
        if any(word in text for word in OF_THE_DATABASE) and "mark.database" not in text
    }

    assert unmarked <= THE_SAME_ON_BOTH


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A clone with a demonstration, something new in it, and something that git ignores."""
    files = {
        "core/models.py": "", "demo/loader.py": "", "tests/demo/test_loader.py": "",
        "tests/test_core.py": "", "demonstrated.py": "", ".gitignore": "/var/\n", "var/data": "",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for words in (["init", "--quiet"], ["add", "core", ".gitignore"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def test_the_product_is_tested_without_its_demonstration(checkout):
    with without_demonstration(checkout) as place:
        left = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
        listed = subprocess.run(
            ["git", "ls-files"], cwd=place, capture_output=True, text=True, check=True
        ).stdout.split()

    wanted = {"core/models.py", "tests/test_core.py", "demonstrated.py", ".gitignore"}
    assert {name for name in left if not name.startswith(".git/")} == wanted
    assert set(listed) == wanted
    assert not place.exists()


def test_a_run_tells_its_numbers_and_its_slowest(tmp_path):
    (tmp_path / "report.xml").write_text(JUNIT)
    runs = {"SQLite": report.read(tmp_path / "report.xml"), "Chromium": []}

    assert report.totals(runs) == "1 passed, 1 failed, 1 skipped"
    assert [line.split() for line in report.slowest(runs)] == [
        ["4.5", "s", "tests.a.test_a::test_slow", "(SQLite)"],
        ["1.2", "s", "tests.a.test_b::test_wrong", "(SQLite)"],
        ["0.1", "s", "tests.a.test_a::test_quick", "(SQLite)"],
    ]
    assert report.minutes(692.4) == "11 min 32 s"


def test_a_run_that_was_cut_short_has_nothing_to_tell(tmp_path):
    assert report.read(tmp_path / "report.xml") == []


def test_what_two_make_at_once_is_never_seen_half_made(tmp_path):
    ready = tmp_path / "kept" / "database.sqlite3"
    with made_aside(ready) as mine, made_aside(ready) as theirs:
        mine.write_text("mine")
        theirs.write_text("theirs")
        assert not ready.exists()

    assert ready.read_text() == "mine"
    with suppress(OSError), made_aside(ready) as cut_off:
        cut_off.write_text("less")
        raise OSError("the disk is full")
    assert ready.read_text() == "mine"
    assert [*ready.parent.iterdir()] == [ready]
