"""JSON-LD: it parses, matches the page and cannot break out of its script element."""

import json
import re

from django.test import Client

from courses.models import CoursePage
from tests.factories.core import add, standard_page, translated
from tests.factories.courses import catalogue

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(path: str) -> dict:
    return json.loads(BLOCK.search(Client().get(path).content.decode())[1])


def test_a_course_says_what_it_teaches(home):
    outcomes = json.dumps([{"type": "outcome", "value": "Write one page."}])
    add(catalogue(), CoursePage(title="Course", summary="Short.", teaches=outcomes))

    data = data_of("/en/courses/course/")

    assert data["@type"] == "Course"
    assert data["teaches"] == ["Write one page."]
    assert data["url"] == "http://testserver/en/courses/course/"


def test_the_language_is_that_of_the_text(home, roots):
    page = standard_page(home, "A page")
    translated(page, "ar", title="صفحة")

    assert data_of("/ar/a-page/")["inLanguage"] == "ar"
    assert data_of("/fr/a-page/")["inLanguage"] == "en"


def test_words_cannot_end_the_block(home):
    standard_page(home, "</script><script>alert(1)</script>", slug="bad")

    assert data_of("/en/bad/")["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in Client().get("/en/bad/").content.decode()
