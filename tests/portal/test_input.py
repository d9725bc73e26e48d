"""Malformed URLs and parameters: never a server error."""

import pytest
from django.test import Client

from core.models import Counter
from tests.factories.core import standard_page

pytestmark = pytest.mark.database

ODD = [
    "%00", "%FF%FE", "%C3%28", "'", '"', "''", "1e309", "-1", "0", "10" * 30, "NaN", "null",
    "../../etc/passwd", "%2e%2e%2f", "<script>", "${7*7}", "{{7*7}}", "%E2%80%AE", "%D9%80" * 50,
    "a" * 5000, "[]", "()", "%0d%0aSet-Cookie:x=1", "OR 1=1", "%F0%9F%98%80",
]  # fmt: skip
PARAMETERS = ["q", "a", "kind", "topic", "country", "language", "year", "sort", "page", "next"]


@pytest.mark.parametrize("value", ODD)
def test_odd_parameters(home, value):
    standard_page(home, "A page")
    client = Client()
    everything = "&".join(f"{name}={value}" for name in PARAMETERS)

    statuses = {
        client.get(f"{path}?{everything}").status_code
        for path in ("/en/", "/en/a-page/", "/en/library/", "/en/accounts/login/", "/language/fr/")
    }

    assert statuses <= {200, 302, 400, 404, 414}


@pytest.mark.parametrize(
    "path",
    [
        "/%00/", "/en/%00/", "/en/" + "a/" * 600, "/en/" + "a" * 3000, "/xx/", "/en//",
        "//evil.example/",
        "/en/%FF/", "/verify/%00/", "/files/0/", "/language/xx/", "/media/../secret-key",
        "/media/images/x.png", "/static/../manage.py", "/en/%E2%80%AE/",
    ],
)  # fmt: skip
def test_odd_paths(home, path):
    assert Client().get(path).status_code in {301, 302, 400, 404, 414}


def test_a_get_writes_nothing_but_the_count_of_guesses(home):
    """Rows of all tables are the same before and after a walk; guesses at codes of certificates
    are limited, so that one is counted."""
    from django.apps import apps  # noqa: PLC0415 - beside its only use

    standard_page(home, "A page")
    client = Client()
    counts = {model: model._base_manager.count() for model in apps.get_models()}
    counts[Counter] += 1

    for path in ("/en/", "/en/a-page/", "/en/library/?q=page", "/en/accounts/login/", "/verify/x/"):
        client.get(path)

    assert {model: model._base_manager.count() for model in apps.get_models()} == counts
