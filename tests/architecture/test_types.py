"""Signatures say what they take: what every Django project has a type for is never `Any`."""

import ast
from collections.abc import Iterator

import pytest

from tests.layers import APPS
from tests.server import ROOT

# What to write instead, by the name of a parameter, an attribute or a variable.
TYPED = {
    "user": "people.models.User, with AnonymousUser where it may be; core.http.Reader in core",
    "person": "people.models.User",
    "learner": "people.models.User",
    "reviewer": "people.models.User",
    "request": "HttpRequest; people.http.SignedInRequest behind a login",
    "page": "Page, BasePage or the page's own class",
}
HOW = "Write one of these types instead of Any: " + "; ".join(
    f"{name}: {wanted}" for name, wanted in TYPED.items()
)


def vague(tree: ast.AST) -> Iterator[str]:
    """Names that are declared as `Any`, or as one thing among others that may be anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            name, annotation = node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            name, annotation = ast.unparse(node.target).rpartition(".")[2], node.annotation
        else:
            continue
        words = {one.id for one in ast.walk(annotation or node) if isinstance(one, ast.Name)}
        if name in TYPED and annotation and "Any" in words:
            yield f"{name}: {ast.unparse(annotation)} (line {node.lineno})"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(user: Any) -> None: ...", True),
        ("def f(*, request: Any | None = None) -> None: ...", True),
        ("class A:\n    page: Any", True),
        ("self.user: Any = 1", True),
        ("def f(user: User, value: Any) -> Any: ...", False),
        ("pages: Any = 1", False),
    ],
)
def test_a_vague_type_is_told_from_a_telling_one(code, found):
    assert any(vague(ast.parse(code))) is found


def test_people_requests_and_pages_have_a_type():
    found = [
        f"{path.relative_to(ROOT)}: {one}"
        for room in sorted({*APPS, "scripts"})
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
        for one in vague(ast.parse(path.read_text("utf-8")))
    ]

    assert found == [], HOW
