"""Edits of originals after they were loaded, so that some translations are behind.

So the demonstration holds versions that are really behind, in the same way as by an editor's
change. Its plan also says which passages `example_checks` marks.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Page

from demo.sources import BadSource

FILE = Path(__file__).resolve().parent / "afterwards.yaml"


@cache
def plan() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def words_of(name: str) -> str:
    """All that is planned for a work, as text: part of its fingerprint."""
    rows = [row for rows in plan().values() for row in rows if row["work"] == name]
    return json.dumps(rows) if rows else ""


def change_original(name: str, page: Page) -> bool:
    """Publish the later words of an original; whether there are any.

    Raises BadSource where the earlier ones do not stand in it.
    """
    wanted = [row for row in plan()["changed"] if row["work"] == name]
    for row in wanted:
        body = json.dumps(page.body.get_prep_value(), ensure_ascii=False)
        if row["before"] not in body:
            raise BadSource(f"{FILE.name}: {name} does not say: {row['before']}")
        page.body = body.replace(row["before"], row["after"])
        page.save_revision(clean=False, log_action=True).publish()
    return bool(wanted)
