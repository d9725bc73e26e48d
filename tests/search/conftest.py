"""Fixtures of search: plain pages with everything that is indexed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from core.l10n.languages import NAMES
from home.models import StandardPage
from portal.settings import base
from tests.factories.core import add, root_for
from tests.factories.search import streamed, version
from tests.search.cluster_index import fed, index_of_its_own, is_on_cluster
from tests.search.stub_cluster import CLUSTER, Stub, stub_cluster

Make = Callable[..., StandardPage]


@pytest.fixture(autouse=True)
def cluster_index(settings) -> Iterator[None]:
    """Where tests run on a cluster, each has an index of its own."""
    if is_on_cluster():
        with index_of_its_own(settings):
            yield
    else:
        yield


class Reader(Client):
    """A browser that asks when all changes can be found."""

    def request(self, **request: Any) -> HttpResponse:
        fed()
        return super().request(**request)


@pytest.fixture
def client() -> Client:
    return Reader()


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
        if is_on_cluster():
            assert response.headers["X-Search"] == "elasticsearch"
        return response.context["answer"]

    return get


@pytest.fixture
def titles(ask) -> Callable[..., list[str]]:
    """Titles of what is found, without marks, in the order of the page."""

    def get(q: str = "", **parameters: Any) -> list[str]:
        return [hit.version.title for hit in ask(q, **parameters).hits]

    return get


@pytest.fixture
def use_cluster(settings) -> Iterator[Callable[[str], None]]:
    """Sets the address of the cluster that this portal asks."""
    from search.engines.elasticsearch import client  # noqa: PLC0415 - its package is an extra

    def use(url: str) -> None:
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH = {**CLUSTER, "URLS": [url]}
        settings.TASKS = base.TASKS
        client.connection.cache_clear()

    yield use
    client.connection.cache_clear()


@pytest.fixture
def stub(use_cluster) -> Iterator[Stub]:
    """A stand-in for a cluster, which is asked and fed."""
    with stub_cluster() as server:
        use_cluster(server.url)
        yield server
