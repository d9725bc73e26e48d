"""Public pages of cases."""

import re

import pytest

from cases.models import CaseIndexPage
from tests.factories.core import root_for, translated
from tests.factories.home import case, index_page
from tests.rooms import (
    assert_is_cheap,
    english_in_an_arabic_shell,
    html_of,
    restrict,
    texts,
    words_of,
)

pytestmark = pytest.mark.django_db
SEVILLE = {"place": "Seville, Spain", "lat": 37.39, "lon": -5.98}


@pytest.fixture(autouse=True)
def cases(home):
    return index_page(CaseIndexPage, "cases")


def test_index_groups_cases_by_what_they_are():
    case("Hub", case_type="pilot")
    case("Currency", case_type="demonstrative-action")

    words = words_of("/en/cases/")

    order = [
        words.index(one) for one in ("Demonstrative actions", "Currency", "Pilot projects", "Hub")
    ]
    assert order == sorted(order)
    assert "Other cases" not in words


def test_empty_index_says_so():
    assert "No cases recorded yet" in words_of("/en/cases/")


def test_map_shows_the_demonstrative_actions():
    case("Currency", case_type="demonstrative-action", **SEVILLE)
    case("Hub", case_type="pilot", place="Mahdia", lat=35.5, lon=11.06)

    html = html_of("/en/cases/")

    assert html.count('class="sea-map__place"') == 1
    assert "1 Seville, Spain" in html


def test_countries_lead_to_the_library():
    case("Currency", countries=["ES"])
    case("Hub", countries=["ES", "TN"])

    html = html_of("/ar/cases/")

    assert 'href="/ar/library/?kind=case&amp;country=ES"' in html
    assert 'href="/ar/library/?kind=case&amp;country=TN"' in html
    assert "country=PT" not in html


def test_facts_that_are_empty_share_one_line():
    page = case(what="A local currency", who_paid="The European Union")

    words = words_of(f"/en/cases/{page.slug}/")

    assert "What was done A local currency" in words
    assert "Who paid The European Union" in words
    assert (
        "Not known who carried it out, which rule allowed it, results, what went wrong and whom to"
        " ask"
    ) in words
    assert "date not recorded" in words
    assert "place not recorded" in words


def test_case_says_in_its_own_words_what_is_not_known():
    page = case(what="A local currency", not_known="The cost. Ask ACPP. Last looked for in 2026.")

    words = words_of(f"/en/cases/{page.slug}/")

    assert "Not known The cost. Ask ACPP. Last looked for in 2026." in words
    assert words.count("Not known") == 1


@pytest.mark.parametrize(
    ("evidence", "told"),
    [("claimed", "as reported by those who ran it"), ("seen", "found in the source cited")],
)
def test_case_says_how_it_is_known(evidence, told):
    page = case(evidence=evidence, case_type="pilot", starts="2023-07", ends="2023-10", **SEVILLE)

    words = words_of(f"/en/cases/{page.slug}/")

    assert told in words
    assert "Pilot project" in words
    assert "July 2023 to October 2023" in words
    assert re.search(r'role="img" aria-label="[^"]*Seville', html_of(f"/en/cases/{page.slug}/"))


@pytest.mark.slow
@pytest.mark.database
def test_draft_and_restricted_cases_are_in_no_listing_and_no_map():
    case("Half written", case_type="demonstrative-action", countries=["PT"], **SEVILLE).unpublish()
    restrict(case("For members", case_type="demonstrative-action", countries=["GR"], **SEVILLE))
    case("Open", case_type="demonstrative-action")

    html = html_of("/en/cases/")

    for hidden in ("Half written", "For members", "sea-map", "country=PT", "country=GR"):
        assert hidden not in html


def test_case_in_another_language_keeps_the_language_of_the_shell(cases):
    page = case("Currency", what="A local currency")
    root_for("ar")
    translated(cases, "ar")

    html = english_in_an_arabic_shell(f"/ar/cases/{page.slug}/")

    assert texts(html, "h2#facts[lang=ar][dir=rtl]")
    listed = html_of("/ar/cases/")
    assert page.title in texts(listed, "a[lang=en][dir=ltr][hreflang=en]")


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 15])
def test_pages_are_cheap(count):
    for number in range(count):
        kind = ["demonstrative-action", "pilot", "other"][number % 3]
        page = case(f"Case {number}", case_type=kind, countries=["ES"], **SEVILLE)

    assert_is_cheap("/en/cases/")
    assert_is_cheap(f"/en/cases/{page.slug}/")
