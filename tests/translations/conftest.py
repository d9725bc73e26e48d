"""Fixtures of translations: a page and its French version."""

import pytest

from home.models import StandardPage
from tests.translations.versions import french_of, original
from translations import review


@pytest.fixture
def page(home, roots) -> StandardPage:
    return original(home)


@pytest.fixture
def french(page) -> StandardPage:
    """Its French version, published side by side."""
    return french_of(page)


@pytest.fixture
def machine_draft(page, french) -> StandardPage:
    """The same, with the label of a machine's draft."""
    review.mark_machine(key=page.translation_key, locale=french.locale)
    return french
