"""House rules that the import contracts cannot check: strings, page trees, top-level files."""

import re
import subprocess

import pytest
from django.apps import apps

from core import publishing
from core.models import BasePage
from tests.layers import APPS, LAYERS
from tests.server import ROOT

HEIGHT = {name: -depth for depth, layer in enumerate(LAYERS) for name in layer}
REFERENCE = re.compile(rf'"({"|".join(sorted(APPS))})\.[A-Z]\w+"')
# A step of a publish, with its order; each has one.
STEP = re.compile(r"register\(extensions\.PAGE_PUBLISHED(?:, order=(\d+))?\)")
PAGES = [model for model in apps.get_models() if issubclass(model, BasePage)]
TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md",
    "cases", "core", "courses", "demo", "deploy", "docs", "home", "locale", "manage.py", "news",
    "people", "portal", "pyproject.toml", "requirements", "research", "scripts", "search", "tests",
    "translations", "visits",
}  # fmt: skip


@pytest.mark.demo
def test_every_room_is_in_the_layers():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "scripts"}

    assert rooms == APPS


def test_only_what_belongs_stands_at_the_top():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert {path.split("/")[0] for path in listed} <= TOP


def test_locale_is_no_package():
    """It would hide Python's own `locale`."""
    assert not (ROOT / "locale" / "__init__.py").exists()


@pytest.mark.parametrize("room", sorted(APPS - {"portal", "demo"}))
def test_no_string_looks_up(room):
    """`"home.HomePage"` in courses is an upward import all the same."""
    upward = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for match in REFERENCE.finditer(path.read_text("utf-8"))
        if HEIGHT[match[1]] > HEIGHT[room]
    ]

    assert upward == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_page_type_says_what_may_stand_below_it(page):
    assert "subpage_types" in vars(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_page_types_name_no_parent_above_their_room(page):
    parents = [name.split(".")[0] for name in vars(page).get("parent_page_types", [])]

    assert all(HEIGHT[name] <= HEIGHT[page._meta.app_label] for name in parents)


def test_the_order_of_a_publish_is_stated_in_one_place():
    registered = [
        order
        for room in sorted(APPS)
        for path in (ROOT / room).rglob("*.py")
        for order in STEP.findall(path.read_text("utf-8"))
    ]

    assert sorted(registered, key=int) == re.findall(r"\((\d+)\)", publishing.__doc__ or "")


def test_html_is_marked_safe_in_few_places():
    """`mark_safe` stands where HTML is made by us, and nowhere else."""
    places = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("*/**/*.py")
        if path.parts[len(ROOT.parts)] in APPS and "mark_safe(" in path.read_text("utf-8")
    }

    assert places == {
        "core/pages/rendering.py",
        "core/templatetags/donut.py",
        "core/templatetags/ui.py",
        "core/templatetags/lang.py",
        "core/templatetags/safe_html.py",
        "core/templatetags/works.py",
        "core/ui/cards.py",
        "core/ui/covers.py",
        "portal/templatetags/frame.py",
        "search/facets.py",
        "search/highlight.py",
    }
