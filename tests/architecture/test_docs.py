"""Documents and docstrings name modules, files and templates that exist."""

import re

import pytest

from tests.server import ROOT

# Documents speak of the whole checkout, its demonstration included.
pytestmark = pytest.mark.demo

ROOMS = (
    "portal", "demo", "home", "search", "cases", "courses", "news", "research", "visits",
    "translations", "people", "core", "scripts", "tests",
)  # fmt: skip
PATH = re.compile(rf"`(?:\.\./)*((?:{'|'.join(ROOMS)})/[\w./-]+)`")
NAME = re.compile(rf"`((?:{'|'.join(ROOMS)})(?:\.\w+)+)(?:\(|`)")
LINK = re.compile(r"\]\((?!https?:|#|mailto:|work:)([^)#\s]+)(?:#[\w-]+)?\)")
# The guide invents a page type; works of the demonstration are named like paths.
INVENTED = re.compile(r"call|^(?:visits|research|cases|courses)/[\w/-]+$")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.name)
CURRENT = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]


def is_file(path: str) -> bool:
    """Whether the path exists, or a template of that name."""
    return (ROOT / path).exists() or any(ROOT.glob(f"*/templates/{path}"))


def is_model(room: str, name: str) -> bool:
    """Django's label of a model: app and class."""
    files = (ROOT / room).rglob("*.py")
    return any(f"class {name}(" in path.read_text("utf-8") for path in files)


def is_there(dotted: str) -> bool:
    """Whether a module, or a name in it, stands where the dotted name says."""
    parts = dotted.split(".")
    if len(parts) == 2 and parts[1][0].isupper():
        return is_model(*parts)
    for end in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:end])
        module = next(
            (one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()),
            None,
        )
        if module is None:
            continue
        rest = parts[end:]
        return not rest or bool(re.search(rf"\b{rest[0]}\b", module.read_text("utf-8")))
    return False


@pytest.mark.parametrize("document", CURRENT, ids=lambda path: path.name)
def test_every_path_and_name_in_a_document_exists(document):
    text = document.read_text("utf-8")
    paths = {path for path in PATH.findall(text) if not INVENTED.search(path)}
    names = {name for name in NAME.findall(text) if not INVENTED.search(name)}

    assert {path for path in paths if not is_file(path)} == set()
    assert {name for name in names if not is_there(name)} == set()


def test_every_name_of_ours_in_a_docstring_or_comment_exists():
    found = [
        (str(path.relative_to(ROOT)), name)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in NAME.findall(path.read_text("utf-8"))
    ]

    assert len(found) > 40
    assert [one for one in found if not is_there(one[1])] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_in_a_document_leads_to_a_file(document):
    links = set(LINK.findall(document.read_text("utf-8")))

    assert {link for link in links if not (document.parent / link).exists()} == set()
