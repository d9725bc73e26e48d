"""What the portal relies on in packages of others although they do not promise it.

A test here fails on the day such a thing changes. Its message names the place in our code that
must be looked at; each file says once, at its head, what to do there.
"""

import inspect
from pathlib import Path
from typing import Any

from tests.server import ROOT


def where(ours: Any) -> str:
    """The place in our code that relies on it: a function or class, or a module."""
    path = Path(inspect.getsourcefile(ours) or "").resolve().relative_to(ROOT)
    return f"look at {path}, {getattr(ours, '__qualname__', ours.__name__)}"


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def missing(owner: Any, names: list[str]) -> list[str]:
    """Those of the names that the class, module or object of others no longer has."""
    return [name for name in names if not hasattr(owner, name)]
