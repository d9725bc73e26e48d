"""References that a newcomer can resolve: no id of a page that is not in this repository."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.server import ROOT

PROMISES = ROOT / "docs" / "promises.md"
# Prefixes of the pages on which this portal was designed. They stand outside the repository.
REFERENCE = re.compile(
    r"(?<![\w%.#/-])(?:(?:SW|RE|ED|AD|CO|AC|[DTARP])\d{1,2}|L-[A-Z]{2,})(?![\w-])(?! ?%)"
)
# Lint codes look alike: they stand after these words, or in pyproject.toml as a quoted word.
LINT_CODE = re.compile(r"(?:noqa|ruff|rumdl|djlint)[:\s][^\n]*|\"[A-Z]+\d+\"")
PERCENT_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# A size of paper. Other words that look like an id are allowed only in the file that uses them.
PAPER = "A4"
WORDS = {
    "research/export/ris.py": {"T2"},  # a tag of the RIS format
}
TEXT = {
    ".css",
    ".html",
    ".js",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".typ",
    ".yaml",
    ".yml",
}
PROMISED_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def tracked() -> list[str]:
    """Names of the text files that belong to the repository, but for pinned hashes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [
        name
        for name in listed
        if (Path(name).suffix in TEXT or name in {"Makefile", ".ci/run"})
        and not name.startswith("requirements/")
        and (ROOT / name).is_file()
    ]


def references(text: str) -> set[str]:
    for noise in (PERCENT_ENCODED, LINT_CODE):
        text = noise.sub(" ", text)
    return set(REFERENCE.findall(text)) - {PAPER}


def defined() -> set[str]:
    """Ids that docs/promises.md gives to a promise: the first word of a row of its table."""
    return set(re.findall(r"^\| ([A-Z-]+\d*) \|", PROMISES.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See D5 and (T24, T25).", {"D5", "T24", "T25"}),
        ("SW1 AC4: only what was added", {"SW1", "AC4"}),
        ("Nothing typed is lost (L-SESSION).", {"L-SESSION"}),
        ("an A4 sheet, an <h1>, 1.4.12, p95", set()),
        ("/%D8%A7%D9%84/ and %E2%80%AE", set()),
        ("x = 1  # noqa: S603, T201 - why", set()),
        ('select = ["DJ", "T20"]', set()),
        ("M3 4l-5 6A10", set()),
    ],
)
def test_an_id_is_told_from_what_looks_like_one(text, found):
    assert references(text) == found


def test_no_id_is_left_undefined():
    allowed = defined()
    here = str(Path(__file__).relative_to(ROOT))
    unknown = {
        name: left
        for name in tracked()
        if name != here
        and (
            left := references((ROOT / name).read_text("utf-8")) - allowed - WORDS.get(name, set())
        )
    }

    assert unknown == {}


def test_every_promise_names_a_test_that_exists():
    rows = [
        line
        for line in PROMISES.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "|--"))
    ]
    named = [(row, PROMISED_TEST.findall(row)) for row in rows]

    assert len(rows) >= 20
    assert [row for row, tests in named if not tests] == []
    assert [
        f"{path}::{name}"
        for _row, tests in named
        for path, name in tests
        if not (ROOT / path).is_file()
        or (name and f"def {name}(" not in (ROOT / path).read_text("utf-8"))
    ] == []
