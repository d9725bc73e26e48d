"""JSON-LD: it parses, matches the page and cannot break out of its script element."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from courses.models import CoursePage
from tests.factories.core import add, standard_page, translated
from tests.factories.courses import catalogue
from tests.factories.home import case, event, news
from tests.factories.visits import visit

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


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: event("Meeting", starts_on=date(2019, 11, 18)), "/ar/events/meeting/"),
        (lambda: visit("Meeting", starts="2019-11-18"), "/ar/visits/meeting/"),
    ],
    ids=["event", "visit"],
)
def test_an_event_is_not_held_in_the_language_of_our_page(roots, make, path):
    translated(make(), "ar", title="لقاء")

    data = data_of(path)

    assert (data["@type"], data["startDate"]) == ("Event", "2019-11-18")
    assert "inLanguage" not in data
    assert data["mainEntityOfPage"]["inLanguage"] == "ar"
    assert data["mainEntityOfPage"]["url"] == f"http://testserver{path}"


@pytest.mark.parametrize(
    ("known", "published"),
    [
        ({"published_on": "2023-12-04", "happened_on": "2023-11"}, "2023-12-04"),
        ({"happened_on": "2022-03"}, "2022-03"),
        ({}, None),
    ],
)
def test_news_say_their_date_as_exactly_as_it_is_known(home, known, published):
    news("Told", **known)

    assert data_of("/en/news/told/").get("datePublished") == published


def test_a_case_says_when_it_went_on(home):
    case("Currency", starts="2018-12", ends="2020")

    assert data_of("/en/cases/currency/")["temporalCoverage"] == "2018-12/2020"


def test_words_cannot_end_the_block(home):
    standard_page(home, "</script><script>alert(1)</script>", slug="bad")

    assert data_of("/en/bad/")["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in Client().get("/en/bad/").content.decode()
