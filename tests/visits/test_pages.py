"""Public pages of study visits and lessons learned."""

import pytest

from tests.factories.core import root_for, translated
from tests.factories.visits import lesson_learned, visit, visit_index
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
def index_page(home):
    return visit_index(announced=12)


def with_groups(*groups):
    return [("group", {"organisation": "", "country": "", "count": None, **one}) for one in groups]


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (1, "1 visit is recorded; 12 were planned"),
        (2, "2 visits are recorded; 12 were planned"),
    ],
)
def test_index_says_how_many_are_recorded(count, line):
    for number in range(count):
        visit(f"Visit {number}")

    assert line in words_of("/en/visits/")


def test_index_without_a_plan_says_how_many_there_are(index_page):
    index_page.announced = None
    index_page.save_revision().publish()
    visit()

    assert "1 visit is recorded" in words_of("/en/visits/")


def test_empty_index_says_so():
    assert "No visits recorded yet" in words_of("/en/visits/")


def test_index_numbers_the_visits_whose_place_is_known():
    visit("To Seville", **SEVILLE)
    visit("Somewhere")
    visit("To Irbid", place="Irbid, Jordan", lat=32.55, lon=35.85)
    visit("Overseas", place="Bahia, Brazil", lat=-12.9, lon=-38.5)

    html = html_of("/en/visits/")

    assert html.count('class="sea-map__place"') == 2
    assert "with 2 places: 1 Seville, Spain, 2 Irbid, Jordan" in html
    assert html.count('class="pinned__number"') == 2


def test_card_says_what_is_not_known():
    visit("Somewhere", host="")

    words = words_of("/en/visits/")

    assert "date not recorded" in words
    assert "place not recorded" in words


@pytest.mark.parametrize(
    ("starts", "told"),
    [("2022", "2022"), ("2022-03", "March 2022"), ("2022-03-14", "14 March 2022")],
)
def test_dates_are_as_exact_as_they_are_known(starts, told):
    page = visit(starts=starts)

    assert f" {told} " in words_of(f"/en/visits/{page.slug}/")
    assert f" {told} " in words_of("/en/visits/")


@pytest.mark.database
def test_draft_and_restricted_visits_are_in_no_listing_and_no_map():
    visit("Open")
    visit("Half written", **SEVILLE).unpublish()
    restrict(visit("For members", **SEVILLE))

    html = html_of("/en/visits/")

    assert "Half written" not in html
    assert "For members" not in html
    assert "sea-map" not in html
    assert "1 visit is recorded; 12 were planned" in html


def test_visit_shows_its_record():
    page = visit(
        aim="To see how it is paid",
        host="City Council",
        visitors="Six delegations",
        spoken="Spanish, Arabic",
        participants=with_groups(
            {"organisation": "ACPP", "country": "ES", "count": 4}, {"organisation": "PARC"}
        ),
        programme=[("day", {"title": "Monday", "items": ["Town hall", "Garden"]})],
        **SEVILLE,
    )

    words = words_of(f"/en/visits/{page.slug}/")

    for told in ["To see how it is paid", "City Council", "Six delegations", "Spanish, Arabic"]:
        assert told in words
    assert "ACPP Spain 4" in words
    assert "PARC not recorded not recorded" in words
    assert "Monday Town hall Garden" in words


def test_visit_says_what_is_not_known():
    words = words_of(f"/en/visits/{visit().slug}/")

    for part in ["Aim", "Programme"]:
        assert f"{part} not recorded" in words
    assert "Not known host, visitors and languages spoken" in words
    assert "No lessons from this visit have been written up yet." in words


def test_map_of_a_visit_is_named_by_its_place():
    html = html_of(f"/en/visits/{visit(**SEVILLE).slug}/")

    assert 'aria-label="Map of the surroundings of Seville, Spain"' in html
    assert html.count('class="sea-map__place"') == 1


def test_visit_without_a_point_has_no_map():
    assert "sea-map" not in html_of(f"/en/visits/{visit(place='Seville').slug}/")


def test_lessons_learned_stand_below_their_visit_and_lead_back():
    page = visit("To Seville")
    lesson = lesson_learned(page, "Agree on words first", situation="Six languages")
    lesson_learned(visit("Another"), "Something else")

    assert "Agree on words first" in words_of(f"/en/visits/{page.slug}/")
    assert "Something else" not in words_of(f"/en/visits/{page.slug}/")
    html = html_of(f"/en/visits/{page.slug}/{lesson.slug}/")
    assert f'href="/en/visits/{page.slug}/"' in html.split("<main", 1)[1]


@pytest.mark.database
def test_draft_and_restricted_lessons_are_not_listed():
    page = visit()
    lesson_learned(page, "Half written").unpublish()
    restrict(lesson_learned(page, "For members"))

    words = words_of(f"/en/visits/{page.slug}/")

    assert "Half written" not in words
    assert "For members" not in words


def test_lesson_learned_says_what_is_not_known():
    page = visit()
    lesson = lesson_learned(page, situation="Six languages")

    words = words_of(f"/en/visits/{page.slug}/{lesson.slug}/")

    assert "Situation Six languages" in words
    assert "Not known what was done, what it took, what went wrong and whom to ask" in words


def test_visit_in_another_language_keeps_the_language_of_the_shell():
    page = visit("To Seville", **SEVILLE)
    root_for("ar")
    translated(visit_index(), "ar")

    html = english_in_an_arabic_shell(f"/ar/visits/{page.slug}/")

    assert texts(html, "h2#aim[lang=ar][dir=rtl]")
    listed = html_of("/ar/visits/")
    assert page.title in texts(listed, "a[lang=en][dir=ltr][hreflang=en]")


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 12])
def test_pages_are_cheap(count):
    for number in range(count):
        page = visit(f"Visit {number}", starts="2022", **SEVILLE)
        lesson = lesson_learned(page, f"Lesson {number}")
    for number in range(count):
        lesson_learned(page, f"More {number}")

    assert_is_cheap("/en/visits/")
    assert_is_cheap(f"/en/visits/{page.slug}/")
    assert_is_cheap(f"/en/visits/{page.slug}/{lesson.slug}/")
