"""Every page by keyboard alone, without motion, and with text twice as big."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walk

pytestmark = pytest.mark.browser


# Keyboard --------------------------------------------------------------------------------------

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), look = getComputedStyle(one);
  const after = getComputedStyle(one, "::after");
  const ring = s => (s.outlineStyle !== "none" ? parseFloat(s.outlineWidth) : 0);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), innerHeight - 1);
  const seen = document.elementFromPoint(x, y);
  return {
    text: (one.innerText || one.name || one.tagName).trim().slice(0, 40), cls: one.className,
    ring: Math.max(ring(look), ring(after)), width: box.width, height: box.height,
    inside: box.bottom > 0 && box.top < innerHeight,
    covered: !(seen && (one.contains(seen) || seen.contains(one))),
  };
}"""


def tab_through(page: Page, most: int = 200) -> list[dict]:
    """Every stop of the Tab key, until the page is left."""
    stops = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"a trap: {stops[-1]}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", walk.BOTH)
@pytest.mark.parametrize("place", ["home", "lesson"])
def test_key_every_stop_is_seen_and_none_is_a_trap(open_page, place, language, width):
    page = open_page(width=width)
    page.goto(f"/{language}/" if place == "home" else walk.lesson(language, 1))
    stops = tab_through(page)
    assert "skip" in stops[0]["cls"]
    assert len(stops) > 15
    for stop in stops:
        assert stop["ring"] >= 2, f"no ring: {stop}"
        assert stop["inside"], f"out of sight: {stop}"
        assert not stop["covered"], f"covered: {stop}"
        assert stop["width"] > 0
        assert stop["height"] > 0


@pytest.mark.parametrize("language", walk.BOTH)
def test_key_the_skip_link_leads_past_the_header(open_page, language):
    page = open_page()
    page.goto(f"/{language}/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


BOXES = """() => [...document.querySelectorAll("header a, header summary")]
  .filter(one => one.offsetParent && !one.closest("details ul"))
  .map(one => one.getBoundingClientRect())
  .map(box => [box.left, box.top, box.right, box.bottom])"""


def overlap(one: list[float], other: list[float]) -> bool:
    return all(
        min(one[edge + 2], other[edge + 2]) - max(one[edge], other[edge]) > 1 for edge in (0, 1)
    )


ORDER = """() => [...document.querySelectorAll("header a, header summary")]
  .filter(one => one.offsetParent && !one.closest("details ul"))
  .map(one => one.getBoundingClientRect())
  .map(box => [Math.round((box.top + box.bottom) / 2 / 30), box.left])"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", walk.BOTH)
def test_key_order_is_the_order_that_is_seen(open_page, language, width):
    """In the header, line by line: from the left in English, from the right in Arabic."""
    page = open_page(width=width)
    page.goto(f"/{language}/")
    places = page.evaluate(ORDER)
    way = -1 if language == "ar" else 1
    assert len(places) >= 5
    assert places == sorted(places, key=lambda place: (place[0], way * place[1]))


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "el", "ar"])
def test_entries_of_the_header_do_not_overlap(open_page, language):
    """Six entries and three tools, in long languages too."""
    page = open_page(width=1024)
    page.goto(f"/{language}/")
    boxes = page.evaluate(BOXES)
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", walk.BOTH)
def test_key_a_lesson_is_answered_marked_and_left_without_a_mouse(open_page, sign_up, language):
    page = open_page()
    sign_up(page, language)
    walk.finish(page, language, last=1)
    page.goto(walk.lesson(language, 2))
    page.locator(".question input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".question").first.locator(".badge")).to_be_visible()
    expect(page.locator(".question").first.locator("input:checked")).to_be_focused()

    walk.done_button(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#done .status")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(walk.undo_button(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#done .button--next")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(walk.lesson(language, 3)))


def test_key_the_language_menu_opens_and_chooses(open_page):
    page = open_page()
    page.goto(walk.lesson("en", 1))
    page.locator(".languages > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".languages ul")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    for _language in walk.LANGUAGES:
        page.keyboard.press("Tab")
    expect(page.locator(".languages [lang=ar]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(walk.lesson("ar", 1)))


# Still, wide and big -------------------------------------------------------------------------


def test_nothing_moves_for_who_wants_it_still(open_page):
    page = open_page(reduced_motion="reduce")
    for place in ["/en/", walk.lesson("en", 1), "/en/library/"]:
        page.goto(place)
        page.locator(".nav a").first.hover()
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("language", walk.BOTH)
def test_text_twice_as_big_and_spaced_out_is_not_cut(open_page, language):
    """Reflow with text at 200 % and the spacing of WCAG 1.4.12."""
    page = open_page(width=390)
    for place in [f"/{language}/", walk.lesson(language, 1), f"/{language}/accounts/login/"]:
        page.goto(place)
        page.evaluate(
            """() => {
              const root = document.documentElement.style;
              root.fontSize = "200%";
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
              document.adoptedStyleSheets = [sheet];
            }"""
        )
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{place} is {wide} px too wide"
