"""No name from inside a package of others is used without a contract."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.server import ROOT

ROOMS = sorted(Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == ROOT)
# Private by their name, but documented by Django, or set by us on what is not ours.
NO_SECRET = {
    "_meta": "Django documents it",
    "_state": "Django documents it",
    "_base_manager": "Django documents it",
    "_default_manager": "Django documents it",
    "_replace": "Python documents it, of named tuples",
    "_group_ids": "set by core.access.visibility on the person of a request",
}
PRIVATE = re.compile(r"_[a-z]\w*")


def sources() -> Iterator[ast.Module]:
    for room in ROOMS:
        for path in room.rglob("*.py"):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text("utf-8"))


def nodes() -> list[ast.AST]:
    return [node for tree in sources() for node in ast.walk(tree)]


def is_own(node: ast.AST) -> str:
    """The name that a node makes ours: a function, a class, a variable, an attribute of ours."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    of_self = is_set and isinstance(node.value, ast.Name) and node.value.id == "self"
    return node.attr if of_self else ""


def used(node: ast.AST) -> str:
    """The private name that a node asks for: an attribute, or a word for `getattr`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
        word = node.args[1]
        if node.func.id in {"getattr", "hasattr", "setattr"} and isinstance(word, ast.Constant):
            return str(word.value)
    return ""


def inside(node: ast.AST) -> str:
    """The name that is imported from an `internal` package or from a private module."""
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return ""
    parts = node.module.split(".")
    hidden = "internal" in parts or any(part.startswith("_") for part in parts)
    return node.names[0].name if hidden and "__future__" not in parts else ""


def test_every_private_name_of_others_has_a_contract():
    contracts = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py"))
    everything = nodes()
    own = {is_own(node) for node in everything}
    taken = {name for node in everything if PRIVATE.fullmatch(name := used(node))} - own
    taken |= {name for node in everything if (name := inside(node))}
    bare = {name for name in taken - NO_SECRET.keys() if name not in contracts}

    assert bare == set(), (
        "private names of others, used without a test in tests/contract: write one that fails when"
        " upstream changes it and says where we rely on it; or do without the name"
    )


def test_every_exception_is_still_needed():
    asked = {used(node) for node in nodes()}

    assert NO_SECRET.keys() - asked == set(), "no longer used: take it out of NO_SECRET"
