"""Pages on paper: few sheets, none half empty, whose they are, light by any theme."""

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e import walk

pytestmark = pytest.mark.browser
PLACES = {
    "lesson of 10 minutes": (walk.COURSE + walk.LESSONS[0], 5),
    "lesson of 14 minutes": (walk.COURSE + walk.LESSONS[6], 5),
    "course": (walk.COURSE, 2),
    "case": (walk.RECORDS["case"], 2),
    "visit": (walk.RECORDS["visit"], 2),
    "study": (walk.RECORDS["study"], 2),
    "news item": (walk.RECORDS["news item"], 1),
    "library": ("library/?q=time", 4),
}
# The lowest line of a sheet but the last stands in its lower part, seen from below; the last sheet
# holds more than what stands at the foot of each page.
LOWEST, LOWEST_OF_LAST = 0.3, 0.92
PAPER = """() => {
  const root = getComputedStyle(document.documentElement);
  const colours = ["--ink", "--saffron-tint", "--sea-tint", "--terracotta"];
  return [getComputedStyle(document.body).backgroundColor, root.colorScheme,
    ...colours.map(name => root.getPropertyValue(name))];
}"""
LIGHT = ["rgb(255, 255, 255)", "light", "#000", "#fbefd3", "#e3f0f2", "#b5472a"]


def printed(page: Page) -> PdfReader:
    body = page.pdf(prefer_css_page_size=True, print_background=True)
    return PdfReader(io.BytesIO(body))


def lowest_line(sheet) -> float:
    """How far from below the last line stands that is above the number of the sheet."""
    places: list[float] = []

    def visit(text, _cm, matrix, _font, _size):
        if text.strip():
            places.append(matrix[5] * _cm[3] + _cm[5])

    sheet.extract_text(visitor_text=visit)
    tall = float(sheet.mediabox.height)
    return min(y for y in places if y > tall * 0.06) / tall


@pytest.mark.parametrize("language", walk.BOTH)
@pytest.mark.parametrize("name", PLACES)
def test_a_page_on_paper(open_page, portal, language, name):
    place, most = PLACES[name]
    page = open_page(theme="dark")
    page.goto(f"/{language}/{place}")
    sheets = printed(page).pages
    texts = [sheet.extract_text() for sheet in sheets]
    assert len(sheets) <= most
    assert all(lowest_line(sheet) < LOWEST for sheet in sheets[:-1])
    assert lowest_line(sheets[-1]) < LOWEST_OF_LAST
    host = portal.url.removeprefix("http://")
    assert all("MedTOWN" in text for text in texts)
    assert all(host in text for text in texts)
    if language == "en":
        for number, text in enumerate(texts, 1):
            assert f"{number} / {len(sheets)}" in text
            assert re.search(r"\d{1,2} \w+ 20\d\d", text)


@pytest.mark.parametrize("language", walk.BOTH)
def test_what_is_folded_on_the_screen_is_on_paper(open_page, language):
    page = open_page(theme="dark", scripts=False)
    page.goto(walk.lesson(language, 1))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(PAPER) == LIGHT
    shown = "all => all.every(one => one.getBoundingClientRect().height > 0)"
    assert page.locator(".sources > li, .terms > div").evaluate_all(shown)
    sources = page.locator(".sources > li")
    tall = sources.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert max(tall) < 120
    # In a grid no border of a rung stays behind on the sheet before it.
    ladder = page.locator(".figure__list[data-shape=ladder]").first
    assert ladder.evaluate("one => getComputedStyle(one).display") == "grid"
    for gone in (".nav", ".tool", "#done", "#outline", ".footer__columns", ".resumebar"):
        assert page.locator(gone).first.is_hidden()


def test_a_certificate_is_one_sheet(open_page, sign_up):
    page = open_page(theme="dark")
    sign_up(page, "ar")
    walk.finish(page, "ar")
    page.goto("/ar/my-learning/")
    walk.certificate_link(page).click()
    page.fill("input[name=name]", "Inês Conceição")
    page.locator("form:has(input[name=name]) button").click()
    page.locator(".certificate").wait_for()
    assert len(printed(page).pages) == 1
