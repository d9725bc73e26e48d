"""What a phone folds: menu, lists, sources; how long pages are; pasted text."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walk
from tests.server import ROOT

pytestmark = pytest.mark.browser
LISTS = ("courses", "cases", "visits", "research", "recommendations", "news", "events", "glossary")
OTHERS = ("lesson", "course", "case", "visit", "lesson learned", "study", "project")
PLACES = {
    **walk.RECORDS,
    "home": "",
    "courses": "courses/",
    "course": walk.COURSE,
    "lesson": walk.COURSE + walk.LESSONS[0],
    "library": "library/",
    "project": "project/",
}
MOST_OF_A_LIST, MOST_BESIDE_TEXT = 4_000, 1.1
FIGURES = ROOT / "docs" / "heights.md"
MARK = re.compile(r"(?<=<!-- heights -->\n).*(?=<!-- /heights -->)", re.DOTALL)
# The questions of a lesson's quiz are read with its text.
DONE_BESIDE_TEXT = """() => {
  const box = selector => document.querySelector(selector)?.getBoundingClientRect();
  const text = box(".prose"), quiz = box(".quiz");
  return (box("#done").top - text.top) / (text.height + (quiz?.height ?? 0));
}"""


def height(page: Page, language: str, name: str) -> int:
    page.goto(f"/{language}/{PLACES[name]}")
    return page.evaluate("document.documentElement.scrollHeight")


@pytest.mark.parametrize("language", walk.BOTH)
def test_lists_begin_short(open_page, language):
    page = open_page(width=390)
    tall = {name: height(page, language, name) for name in (*LISTS, "library")}
    assert {name: px for name, px in tall.items() if px > MOST_OF_A_LIST} == {}


@pytest.mark.parametrize("language", walk.BOTH)
def test_done_stands_at_the_end_of_the_text(open_page, language):
    page = open_page(width=390)
    for number in (1, 4, 9):
        page.goto(walk.lesson(language, number))
        assert page.evaluate(DONE_BESIDE_TEXT) <= MOST_BESIDE_TEXT
        expect(page.locator(".prose").first.locator(".sources, .terms")).to_have_count(0)
        expect(page.locator(".prose .sources")).to_be_hidden()
        page.locator(".fold > summary").last.click()
        expect(page.locator(".prose .sources")).to_be_visible()


@pytest.mark.skipif(os.environ.get("HEIGHTS") != "1", reason="figures are written on request")
def test_heights_are_written_down(open_page):
    page = open_page(width=390)
    rows = ["| page | English | Arabic |", "|---|---|---|"]
    for name in ("home", *LISTS, "library", *OTHERS):
        tall = [f"{height(page, language, name):,}" for language in walk.BOTH]
        rows.append(f"| {name} | {tall[0]} | {tall[1]} |")
    FIGURES.write_text(MARK.sub("\n".join(rows) + "\n", FIGURES.read_text("utf-8")), "utf-8")


@pytest.mark.parametrize("width", [320, 390, 480])
@pytest.mark.parametrize("language", walk.LANGUAGES)
def test_the_header_is_one_row(open_page, language, width):
    page = open_page(width=width)
    page.goto(f"/{language}/")
    boxes = page.locator("header :is(.wordmark, .tool)")
    middles = boxes.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => (box.top + box.bottom) / 2)"
    )
    assert len(middles) == 5
    assert max(middles) - min(middles) < 3
    assert page.locator("header").bounding_box()["height"] < 80
    expect(page.locator("nav.nav")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_menu_opens_without_scripts_and_escape_closes_it(open_page, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto("/en/")
    walk.open_menu(page)
    page.keyboard.press("Tab")
    expect(page.locator("nav.nav a").first).to_be_focused()
    if scripts:
        page.keyboard.press("Escape")
        expect(page.locator("nav.nav")).to_be_hidden()
        expect(page.locator(".menu > summary")).to_be_focused()


def test_escape_closes_the_languages_of_the_page_and_of_a_work(open_page):
    page = open_page()
    page.goto(walk.lesson("en", 1))
    for menu in (page.locator(".languages"), page.locator("#outline .tongues")):
        menu.locator("summary").click()
        expect(menu.locator("ul")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.locator("ul")).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_rest_of_a_list_and_a_term_that_is_linked_are_shown(open_page, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto("/en/news/")
    rest = page.locator(".works.switched")
    expect(rest).to_be_hidden()
    page.locator(".switch--more > summary").click()
    expect(rest).to_be_visible()
    page.goto("/en/glossary/#time-bank")
    expect(page.locator("#time-bank .entry__main")).to_be_visible()
    expect(page.locator(".entry__main:visible")).to_have_count(1)


def test_the_outline_comes_before_the_text(open_page):
    """By the keyboard, from the beginning of the page."""
    page = open_page()
    page.goto(walk.lesson("en", 1))
    page.locator("main").focus()
    for _press in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#outline').contains(document.activeElement)")


def test_the_outline_stays_beside_a_long_text(open_page):
    page = open_page()
    for place in (walk.lesson("en", 1), "/en/privacy/"):
        page.goto(place)
        page.evaluate("scrollTo(0, document.querySelector('.prose').scrollHeight / 2)")
        expect(page.locator(".beside a").first).to_be_in_viewport()


LONG = "https://example.org/" + "a" * 300
PASTED = f"""<p>{LONG}</p><pre>{"x" * 300}</pre><p><code>{"y" * 200}</code></p>
  <table><tr>{"<td>a cell of a table</td>" * 12}</tr></table>"""


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_pasted_or_typed_makes_a_page_wider(open_page, width):
    page = open_page(width=width)
    page.goto(walk.lesson("en", 1))
    page.evaluate(
        "html => { for (const one of document.querySelectorAll('.rich, .notice__body'))"
        " one.insertAdjacentHTML('beforeend', html) }",
        PASTED,
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/en/library/?q={LONG[:150]}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", walk.BOTH)
def test_home_opens_with_a_question_that_is_answered_on_the_spot(open_page, language, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto(f"/{language}/")
    question = page.locator(".hero .question")
    question.locator("input[type=radio]").nth(2).check()
    question.locator("button").click()
    expect(question.locator(".badge--good")).to_be_visible()
    expect(question.locator(".notice")).to_be_visible()
    walk.speaks(page, language)
    assert page.context.cookies() == []
    page.locator(".opening__from a").click()
    expect(page).to_have_url(re.compile(walk.lesson(language, 1)))


def test_who_is_signed_in_is_not_asked(open_page, sign_up):
    page = open_page()
    sign_up(page, "en")
    page.goto("/en/")
    expect(page.locator(".resume")).to_be_visible()
    expect(page.locator(".question")).to_have_count(0)
