"""A change of the original reaches readers at once; a native checks a translation on a phone."""

import re
import time
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.e2e import axe, walk

pytestmark = pytest.mark.browser
CASE = "/cases/irbid-thyme/"


@pytest.mark.slow
def test_an_editors_change_is_marked_for_readers_within_a_second(open_page, portal):
    arabic, greek, editor = open_page(width=390), open_page(width=390), open_page()
    for page, code in ((arabic, "ar"), (greek, "el")):
        page.goto(f"/{code}{CASE}")
    walk.enter_admin(editor, portal, "editor")
    editor.goto(walk.edit_address(portal, "en", "irbid-thyme"))
    editor.fill("[name=who_paid]", "A sub-grant, as the editor has learnt since.")
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("footer button[name=action-publish][value=action-publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    published = time.monotonic()

    for page, code in ((arabic, "ar"), (greek, "el")):
        page.goto(f"/{code}{CASE}")
        expect(page.locator("main")).to_have_attribute("data-freshness", "behind")
    assert time.monotonic() - published < 5, "two pages read, the first of them within a second"

    arabic.locator(".notices a[href*='/versions/']").click()
    expect(arabic.locator("ins").first).to_be_visible()
    expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
    assert axe.faults(arabic, "") == []


@pytest.mark.slow
def test_a_native_checks_by_thumb(open_page, portal, sign_in):
    page = open_page(width=390)
    sign_in(page, "Arabic translator", "ar")
    key = portal.value(
        "SELECT translation_key FROM wagtailcore_page WHERE slug = ? LIMIT 1", "irbid-thyme"
    )
    page.goto(f"/ar/versions/{UUID(key)}/ar/check/")
    number = page.locator("#passage")
    before = number.inner_text()
    assert axe.faults(page, "") == []
    page.set_viewport_size({"width": 390, "height": 844})

    began = time.monotonic()
    for _passage in range(5):
        page.locator("button[value=right]").click()
        expect(number).not_to_have_text(before)
        before = number.inner_text()
    assert time.monotonic() - began < 5 * 60, "sixty an hour, with the time to read"

    page.reload()
    expect(number).to_have_text(before)
    done = page.locator("main").inner_text()
    assert re.search(r"5|٥", done)
    page.goto(f"/ar{CASE}")
    expect(page.locator("main")).to_have_attribute("data-review", "partly")
