"""Names are the field's own: what docs/vocabulary.md says of modules, classes and functions."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.layers import APPS
from tests.server import ROOT

# Words that have stood here for what the field calls otherwise; they do not come back.
INSTEAD = {
    "door": "check, login", "fence": "rate limit", "happenings": "news, events",
    "housekeeping": "cleanup", "laces": "components", "letters": "emails",
    "machines": "syndication", "pins": "markers", "shelf": "listing", "shelves": "listings",
    "spoken": "lang attributes", "stranger": "anonymous", "tiles": "ornament",
}  # fmt: skip
# They say nothing of what a class is.
NO_ENDINGS = ("Manager", "Helper", "Util", "Utils", "Service")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words_of(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)}


def names() -> Iterator[tuple[str, str]]:
    """Each module, class and function of ours with the file that it stands in."""
    for room in sorted({*APPS, "scripts"}):
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            place = str(path.relative_to(ROOT))
            yield place, path.stem
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield place, node.name


@pytest.mark.parametrize(
    ("name", "words"),
    [("keep_letters", {"keep", "letters"}), ("RSSFeed", {"rss", "feed"}), ("h1", {"h"})],
)
def test_a_name_is_read_as_words(name, words):
    assert words_of(name) == words


def test_no_name_hides_a_standard_term():
    found = list(names())

    assert len(found) > 2_000
    assert [one for one in found if words_of(one[1]) & INSTEAD.keys()] == []
    assert [one for one in found if one[1].endswith(NO_ENDINGS)] == []
