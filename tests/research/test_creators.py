"""What an editor may write of a creator."""

import re

import pytest
from wagtail.blocks import StructBlockValidationError

from research.blocks import CreatorBlock


def creator(**fields: str):
    block = CreatorBlock()
    return block.clean(block.to_python({"name": "Josiah Carberry", **fields}))


@pytest.mark.parametrize(
    "text",
    ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", " 0000-0002-1694-233x"],
)
def test_an_orcid_is_kept_as_its_id(text):
    assert re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", creator(orcid=text)["orcid"])


@pytest.mark.parametrize("text", ["0000-0002-1825-0098", "0000-0002-1825", "Carberry"])
def test_an_orcid_that_is_none_is_told(text):
    with pytest.raises(StructBlockValidationError) as refused:
        creator(orcid=text)

    assert set(refused.value.block_errors) == {"orcid"}
