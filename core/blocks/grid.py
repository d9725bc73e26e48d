"""Deserialises a table from the editor's grid: one JSON value, in which each cell keeps its id,
because translations are stored by it."""

import json
from typing import Any


def read(block: Any, sent: str) -> Any:
    """The value of a table block. Rows at the end in which nothing is written are left out."""
    try:
        found = json.loads(sent)
    except ValueError:
        found = {}
    found = found if isinstance(found, dict) else {}
    rows = [item(row, cells(row.get("value"))) for row in items(found.get("rows"))]
    while rows and not any(cell["value"] for cell in rows[-1]["value"]):
        rows.pop()
    return block.to_python(
        {
            "caption": words(found.get("caption")),
            "header": cells(found.get("header")),
            "rows": rows,
        }
    )


def items(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def cells(found: Any) -> list[dict[str, Any]]:
    return [item(one, words(one.get("value"))) for one in items(found)]


def item(one: dict[str, Any], value: Any) -> dict[str, Any]:
    """As lists are stored; without an id a new one is made."""
    made = {"type": "item", "value": value}
    return {**made, "id": str(one["id"])} if one.get("id") else made


def words(found: Any) -> str:
    return found.replace("\x00", "").strip() if isinstance(found, str) else ""
