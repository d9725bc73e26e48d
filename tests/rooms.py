"""Helpers for page tests of every room: text, HTML, query cost."""

import gzip
import re

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml.html import document_fromstring
from wagtail.models import PageViewRestriction

from core.caching import generation
from tests.factories.people import UserFactory

MOST_QUERIES = 10
# After something was published the frame and all lists are read anew, once a process.
MOST_QUERIES_AFTER_PUBLISHING = 28
MOST_BYTES = 60_000
TAG = re.compile(r"<[^>]+>")


def html_of(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def words_of(path: str) -> str:
    """What a reader sees, in one line."""
    main = html_of(path).split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(TAG.sub(" ", main).split())


def language_of(html: str, tag: str = "html") -> tuple[str | None, str | None]:
    """Language and direction that the first such element of a page says."""
    found = next(document_fromstring(html.encode()).iter(tag), None)
    assert found is not None, tag
    return found.get("lang"), found.get("dir")


def texts(html: str, selector: str) -> list[str]:
    """The text of each element that a CSS selector finds: whatever order its attributes have."""
    return [
        " ".join(one.get_text().split()) for one in BeautifulSoup(html, "lxml").select(selector)
    ]


def english_in_an_arabic_shell(path: str) -> str:
    """The page at `path`, read in Arabic: the shell keeps its language, the text its own."""
    html = html_of(path)
    assert language_of(html) == ("ar", "rtl")
    assert language_of(html, "main") == ("en", "ltr")
    return html


def reader() -> Client:
    """Somebody signed in."""
    client = Client()
    client.force_login(UserFactory())
    return client


def restrict(page) -> None:
    """Only who is signed in may see it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def assert_is_cheap(path: str) -> None:
    client = reader()
    html = html_of(path, client)
    assert queries(client, path) <= MOST_QUERIES
    generation.bump()
    assert queries(client, path) <= MOST_QUERIES_AFTER_PUBLISHING
    assert len(gzip.compress(html.encode())) <= MOST_BYTES


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        html_of(path, client)
    return len(asked)
