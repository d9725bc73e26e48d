import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from home.models import HomePage
from tests.people.admin_addresses import admin_things


@pytest.fixture
def mailed_code() -> Callable[[], str]:
    """The code in the newest mail."""

    def newest() -> str:
        found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found, mail.outbox[-1].body
        return found.group()

    return newest


@pytest.fixture
def things(home: HomePage) -> dict[str, Any]:
    """What the addresses of the admin name: one of each."""
    return admin_things(home)
