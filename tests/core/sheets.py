"""Reads the style sheets."""

import re
from pathlib import Path

import core

CSS = Path(core.__file__).parent / "static" / "core" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def plain(path: Path) -> str:
    """A sheet without its comments."""
    return COMMENT.sub("", path.read_text())


def order_of(sheet: str) -> tuple[list[str], list[str]]:
    """The layers that a sheet names, in their order; the files that it is joined from."""
    order = (CSS / f"{sheet}.css").read_text()
    imported = re.findall(r'^@import url\("([^"]+)"\) layer\((\w+)\);$', order, re.MULTILINE)
    layers = re.match(r"@layer ([\w, ]+);", order).group(1).split(", ")
    assert [one for one in layers if one in dict.fromkeys(layer for _name, layer in imported)] == (
        list(dict.fromkeys(layer for _name, layer in imported))
    )
    return layers, [name for name, _layer in imported]
