"""Publications of the demonstration: which links lead to copies."""

import pytest

from core import addresses
from demo.manifest import FOLDER
from demo.sources import yaml_record

RECORDS = sorted((FOLDER / "research").glob("*.yaml"))


@pytest.mark.parametrize("path", RECORDS, ids=[path.stem for path in RECORDS])
def test_copies_are_marked_and_no_landing_page_is_one(path):
    known = yaml_record(path).get("same") or {}

    assert not addresses.is_copy(known.get("url", ""))
    for link in known.get("links", []):
        assert link.get("copy", False) == addresses.is_copy(link["url"])
