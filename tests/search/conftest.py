"""Fixtures of search: plain pages with everything that is indexed."""

from collections.abc import Callable
from typing import Any

import pytest

from core.l10n.languages import NAMES
from home.models import StandardPage
from tests.factories.core import add, root_for
from tests.factories.search import streamed, version

Make = Callable[..., StandardPage]


@pytest.fixture
def make(home) -> Make:
    """A live work: `make("Time banks", fr="Banques de temps", summary=…, body=…)`.

    The title is in `language`; keywords that are language codes are titles of further versions.
    """

    def make_work(title: str, *, language: str = "en", **fields: Any) -> StandardPage:
        others = {code: fields.pop(code) for code in list(fields) if code in NAMES}
        page = add(root_for(language), StandardPage(title=title), **streamed(fields))
        for code, other_title in others.items():
            version(page, code, title=other_title)
        return page

    return make_work


@pytest.fixture
def ask(client, home) -> Callable[..., Any]:
    """The library's answer to an address: `ask("agreements", country="JO", language="fr")`."""

    def get(q: str = "", *, reader: str = "en", **parameters: Any) -> Any:
        response = client.get(f"/{reader}/library/", {"q": q, **parameters})
        assert response.status_code == 200
        return response.context["answer"]

    return get


@pytest.fixture
def titles(ask) -> Callable[..., list[str]]:
    """Titles of what is found, without marks, in the order of the page."""

    def get(q: str = "", **parameters: Any) -> list[str]:
        return [hit.version.title for hit in ask(q, **parameters).hits]

    return get
