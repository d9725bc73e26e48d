"""Glossary terms in a lesson, and the glossary page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walk
from tests.e2e.axe import REVIEWED, check

pytestmark = pytest.mark.browser
TERM, NOTE = "a.term", ".term-note"


def at_a_term(page: Page, language: str = "en") -> None:
    page.goto(walk.lesson(language, 1))
    expect(page.locator(TERM).first).to_have_attribute("aria-haspopup", "dialog")


@pytest.mark.parametrize("language", walk.BOTH)
@pytest.mark.parametrize("width", [1280, 320])
def test_a_tap_explains_a_term_in_place(open_page, language, width):
    page = open_page(width=width)
    at_a_term(page, language)
    before = page.url
    term, note = page.locator(TERM).first, page.locator(NOTE)

    term.click()

    expect(note).to_be_focused()
    expect(note).to_have_role("dialog")
    expect(note).to_have_accessible_name(re.compile(r"\S"))
    expect(note).to_have_accessible_description(re.compile(r"\S \S"))
    inside = note.bounding_box()
    assert inside["x"] >= 0
    assert inside["x"] + inside["width"] <= width
    assert inside["y"] >= term.bounding_box()["y"] + 15, "under its line"
    assert page.url == before
    assert note.evaluate("one => getComputedStyle(one).direction") == walk.direction(language)
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(term).to_be_focused()


@pytest.mark.parametrize("language", walk.BOTH)
def test_axe_finds_nothing_in_an_open_note(open_page, language):
    page = open_page()
    at_a_term(page, language)
    page.locator(TERM).first.click()
    expect(page.locator(NOTE)).to_be_visible()
    # What the note lies over, axe cannot see behind it.
    check(page, language, f"{REVIEWED}, .has-note, .has-note *, .has-note ~ *")


def test_a_note_closes_by_its_button_its_term_and_a_tap_outside(open_page):
    page = open_page(width=390, has_touch=True)
    at_a_term(page)
    term, note = page.locator(TERM).first, page.locator(NOTE)

    term.tap()
    note.get_by_role("button").tap()
    expect(note).to_have_count(0)
    expect(term).to_be_focused()

    term.tap()
    expect(note).to_be_visible()
    term.tap()
    expect(note).to_have_count(0)
    expect(term).to_be_focused()

    term.tap()
    expect(note).to_be_visible()
    page.locator("h1").tap()
    expect(note).to_have_count(0)
    expect(term).to_be_focused()


def test_a_note_is_left_by_the_keyboard(open_page):
    page = open_page()
    at_a_term(page)
    page.locator(TERM).first.focus()
    page.keyboard.press("Enter")
    note = page.locator(NOTE)
    expect(note).to_be_focused()

    page.keyboard.press("Tab")
    expect(note.get_by_role("link")).to_be_focused()
    page.keyboard.press("Tab")
    expect(note.get_by_role("button")).to_be_focused()
    page.keyboard.press("Tab")

    expect(note).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_only_one_note_is_open(open_page):
    page = open_page()
    at_a_term(page, "ar")
    terms = page.locator(TERM)
    terms.nth(0).click()
    terms.nth(1).evaluate("one => one.click()")

    expect(page.locator(NOTE)).to_have_count(1)
    expect(page.locator(NOTE)).to_be_focused()


def test_with_a_modifier_key_the_link_is_a_link(open_page):
    page = open_page()
    at_a_term(page)
    with page.context.expect_page() as opened:
        page.locator(TERM).first.click(modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile(r"/en/glossary/#[a-z-]+$"))
    expect(page.locator(NOTE)).to_have_count(0)


@pytest.mark.parametrize("language", walk.BOTH)
def test_without_scripts_a_tap_leads_to_the_term_in_the_glossary(open_page, language):
    page = open_page(width=390, scripts=False)
    page.goto(walk.lesson(language, 1))
    term = page.locator(TERM).first
    slug = term.get_attribute("href").split("#")[1]
    expect(page.locator("term-notes")).to_be_hidden()

    term.click()

    expect(page).to_have_url(re.compile(rf"/{language}/glossary/#{slug}$"))
    entry = page.locator(f"article#{slug}")
    expect(entry).to_be_in_viewport()
    expect(entry.locator("dl > div")).to_have_count(5)


@pytest.mark.parametrize("language", walk.BOTH)
def test_the_glossary_has_no_faults_and_fits_a_phone(open_page, language):
    page = open_page()
    page.goto(f"/{language}/glossary/")
    check(page, language)
    page.fill("#q", "economie")
    page.keyboard.press("Enter")
    expect(page.locator("article")).not_to_have_count(0)
    check(page, language)
