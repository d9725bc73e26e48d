"""Functions of the product that do something which stands only where a reason is given."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.layers import APPS
from tests.server import ROOT

# By file: function to the reason why it may.
Allowed = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Use:
    """One function that reads or writes so, and the first line that does."""

    file: str
    function: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.function or 'the module'}: {self.code}"


def functions(node: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Each function with its full name; nested ones belong to the outer one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from functions(child, f"{name}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name + child.name, child
        else:
            yield "", child


def called(node: ast.AST) -> set[str]:
    """The last words of what is called in a function."""
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}


def uses(wanted: Callable[[ast.AST], bool], saving: str, rooms: Path = ROOT) -> Iterator[Use]:
    """Functions that do what is `wanted` and call nothing named `saving`."""
    for room in sorted(APPS):
        for path in sorted((rooms / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for name, node in functions(ast.parse(path.read_text("utf-8"))):
                found = [one for one in ast.walk(node) if wanted(one)]
                if found and saving not in called(node):
                    code = ast.unparse(found[0])[:70]
                    yield Use(str(path.relative_to(rooms)), name, found[0].lineno, code)


def told(found: list[Use], allowed: Allowed) -> list[str]:
    return [str(one) for one in found if one.function not in allowed.get(one.file, {})]


def unused(found: list[Use], allowed: Allowed) -> set[tuple[str, str]]:
    listed = {(file, name) for file, names in allowed.items() for name in names}
    return listed - {(one.file, one.function) for one in found}
