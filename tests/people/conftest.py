import re
from collections.abc import Callable

import pytest
from django.core import mail


@pytest.fixture
def mailed_code() -> Callable[[], str]:
    """The code in the newest mail."""

    def newest() -> str:
        found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found, mail.outbox[-1].body
        return found.group()

    return newest
