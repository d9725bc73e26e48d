"""A link leads to a page or to an address: to one of them."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from core.blocks.links import LinkBlock
from tests.factories.core import standard_page

EMPTY = {"title": "Read the guide", "text": "", "icon": "page", "page": None, "href": ""}
ADDRESS = "https://example.org/"


@pytest.mark.parametrize("is_page", [False, True])
def test_one_of_the_two_is_enough(home, is_page):
    given = {"page": standard_page(home)} if is_page else {"href": ADDRESS}

    found = LinkBlock().clean({**EMPTY, **given})

    assert bool(found["page"]) is is_page
    assert bool(found["href"]) is not is_page


@pytest.mark.parametrize("are_both", [False, True])
def test_neither_and_both_are_refused_at_the_address(home, are_both):
    given = {"page": standard_page(home), "href": ADDRESS} if are_both else {}

    with pytest.raises(StructBlockValidationError) as refused:
        LinkBlock().clean({**EMPTY, **given})

    assert list(refused.value.block_errors) == ["href"]
