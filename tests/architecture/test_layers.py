"""Layers: the tables in docs/architecture.md equal the contracts, and no import is circular."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.server import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
ROOMS: list[str] = PYPROJECT["root_packages"]
CONTRACTS = {
    contract.get("containers", [""])[0]: [
        [name.strip(" ()") for name in re.split("[|:]", layer)] for layer in contract["layers"]
    ]
    for contract in PYPROJECT["contracts"]
}
# No room's own code: what Django and Wagtail look for under these names.
NO_PACKAGES = {"migrations", "management", "templatetags", "templates", "static"}
# Packages of several modules without a contract, and why.
NO_CONTRACT = {
    "news.models": "Django looks for a room's models here; pages refer to each other by name",
    "research.models": "Django looks for a room's models here; pages refer to each other by name",
    "portal.formats": "one package for each language, which Django loads by its name",
    "portal.settings": "star imports, one environment on top of another",
}
ROW = re.compile(r"^\| `([\w.]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def table() -> list[tuple[str, str]]:
    """Rooms and packages with what each may import, as docs/architecture.md tells them."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    part = text.split("\n## Layers\n")[1].split("\n## ")[0]
    return [(name, may_import) for name, _description, may_import in ROW.findall(part)]


def cell(container: str, depth: int) -> str:
    """The third column for a member of the layer at `depth`: the next layer, and all below it."""
    layers = CONTRACTS[container]
    if depth + 1 == len(layers):
        return "nothing of its room" if container else "no other room"
    names = ", ".join(f"`{name}`" for name in layers[depth + 1])
    return names if depth + 2 == len(layers) else f"{names} and below"


def rows_of(container: str) -> Iterator[tuple[str, str]]:
    """The rows that a contract asks for: rooms, or the packages inside a room, by layer."""
    folder = ROOT / container.replace(".", "/")
    for depth, layer in enumerate(CONTRACTS[container]):
        for name in layer:
            if (folder / name / "__init__.py").is_file() and name not in NO_PACKAGES:
                yield f"{container}.{name}".lstrip("."), cell(container, depth)


@pytest.mark.demo
@pytest.mark.parametrize("container", ["", *ROOMS])
def test_the_table_says_what_the_contract_says(container):
    written = [(name, cell) for name, cell in table() if name.rpartition(".")[0] == container]

    assert written == list(rows_of(container))


def with_several_modules() -> set[str]:
    """Rooms and packages, at any depth, of more than one module or package."""
    folders = (
        path.parent
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
        if not NO_PACKAGES & set(path.relative_to(ROOT).parts)
    )
    return {
        ".".join(folder.relative_to(ROOT).parts)
        for folder in folders
        if sum(is_module(child) for child in folder.iterdir()) > 1
    }


def is_module(path: Path) -> bool:
    is_file = path.suffix == ".py" and path.name != "__init__.py"
    return is_file or (path / "__init__.py").is_file()


def test_every_room_and_every_package_of_several_modules_has_a_contract():
    packages = {
        str(path.parent.relative_to(ROOT)).replace("/", ".")
        for room in ROOMS
        for path in (ROOT / room).glob("*/__init__.py")
        if path.parent.name not in NO_PACKAGES
    }

    assert set(ROOMS) <= set(CONTRACTS)
    assert with_several_modules() - set(CONTRACTS) == set(NO_CONTRACT)
    assert {name for layer in CONTRACTS[""] for name in layer} == set(ROOMS)
    assert packages == {name for name, _cell in table() if "." in name}


# Circles, also through a package's __init__ -------------------------------------------------------


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name; a package is its `__init__`."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text("utf-8")
        )
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    }


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs at import: all but the bodies of functions and type-only imports."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_type_checking(node):
            continue
        yield node
        yield from statements(node)


def with_parents(name: str) -> Iterator[str]:
    """Importing a.b.c runs a, a.b and a.b.c."""
    parts = name.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def imported_by(name: str, tree: ast.Module) -> set[str]:
    known = modules()
    targets: set[str] = set()
    for node in statements(tree):
        if isinstance(node, ast.Import):
            targets.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            targets.add(node.module)
            targets.update(f"{node.module}.{alias.name}" for alias in node.names)
    explicit = targets & set(known)
    # Its own packages run before it whatever it says: they count only where it asks for them.
    parents = {part for target in explicit for part in with_parents(target)}
    return (parents & set(known)) - (set(with_parents(name)) - explicit) - {name}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import one another (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in order:
                visit(target)
            if target in stack:
                low[node] = min(low[node], low[target])
        if low[node] == order[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return found


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]


def test_no_import_is_circular_also_through_a_package():
    graph = {name: imported_by(name, tree) for name, tree in modules().items()}

    assert len(graph) > 150
    assert circles(graph) == []


FIRST = """
import importlib, os, sys
import django
django.setup()
from django.apps import apps
keep = {model.__module__ for model in apps.get_models()} | set(sys.argv[2].split())
ours = {name for name in sys.modules if name.split(".")[0] in sys.argv[1].split()}
for loaded in ours - keep:
    del sys.modules[loaded]
for name in sorted(set(sys.argv[3].split()) - keep):
    child = os.fork()
    if not child:
        importlib.import_module(name)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{name} cannot be the first to be imported")
    print(name)
"""


@pytest.mark.slow
def test_each_module_can_be_the_first_to_be_imported():
    """Each is imported in a process of its own, forked from one that has forgotten all of ours but
    the settings and the modules that define models: Django imports those in its own order, once,
    and `test_no_import_is_circular_also_through_a_package` holds for them."""
    settings = [name for name in modules() if name.startswith("portal.settings")]
    names = sorted(modules())

    done = subprocess.run(
        [sys.executable, "-c", FIRST, " ".join(ROOMS), " ".join(settings), " ".join(names)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.split())
    assert len(imported) > 0.9 * (len(names) - len(settings))
