"""A change of the original reaches readers at once and is translated; a native checks a translation
on a phone, through a lost line."""

import re
import time
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, walk
from tests.e2e.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHECKED = "irbid-thyme"
SOURCE = "A sub-grant, as the editor has learnt since."
# Slower than most people read their own language on a screen.
WORDS_A_MINUTE = 180


def behind_everywhere(reader: Page, address: str, freshness: str) -> None:
    """At the first request to each process of the server; there are two."""
    for _request in range(6):
        html = reader.request.get(address).text()
        assert f'data-freshness="{freshness}"' in html


def publish_source(editor: Page, portal, slug: str) -> None:
    editor.goto(walk.edit_address(portal, "en", slug))
    editor.fill("[name=who_paid]", SOURCE)
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("footer button[name=action-publish][value=action-publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()


def synchronise(editor: Page, portal, slug: str) -> None:
    """What the translators' editor shows follows the original."""
    source = portal.value(
        "SELECT s.id FROM wagtail_localize_translationsource s JOIN wagtailcore_page p"
        " ON p.translation_key = s.object_id AND p.locale_id = s.locale_id WHERE p.slug = ?",
        slug,
    )
    editor.goto(f"/admin/localize/update/{source}/")
    editor.locator("main form button[type=submit], main form input[type=submit]").first.click()
    editor.wait_for_url(re.compile(r"/admin/(?!localize/update)"))


def segment(page: Page):
    return page.locator(".js-translation-editor li").filter(has_text=SOURCE).last


def write(page: Page, words: str) -> None:
    """As a translator does it: open the segment, type, save; its last button is "Save"."""
    if not page.locator(".js-translation-editor textarea").count():
        segment(page).get_by_role("button").last.click()
    page.locator(".js-translation-editor textarea").fill(words)
    segment(page).get_by_role("button").last.click()


@pytest.mark.parametrize(
    ("code", "slug", "translator", "second"),
    [
        ("ar", "irbid-wigs", "Arabic translator", "editor"),
        ("el", "irbid-youth", "editor", "administrator"),
    ],
)
def test_from_an_editors_change_to_its_translation(
    open_page, portal, code, slug, translator, second
):
    """The mark comes at once and goes with the translation; a session that ends in mid-segment and
    a second person on the same piece cost nobody a word."""
    reader, editor, mine, theirs = (open_page() for _person in range(4))
    address = f"/{code}/cases/{slug}/"
    behind_everywhere(reader, address, "fresh")
    walk.enter_admin(editor, portal, "editor")
    publish_source(editor, portal, slug)
    behind_everywhere(reader, address, "behind")
    shows_what_changed(reader, address, code)
    synchronise(editor, portal, slug)

    walk.enter_admin(mine, portal, translator)
    walk.enter_admin(theirs, portal, second)
    begins_at_the_dashboard(mine, code)
    two_on_one_segment(mine, theirs, walk.edit_address(portal, code, slug))
    mine.context.clear_cookies(name=re.compile("session"))
    write(mine, "Words of the first")
    signs_in_where_they_are(mine, portal.accounts[translator])
    segment_holds_both(mine)
    # The tool shows them before they are stored.
    until_stored(mine, portal, "Words of both")

    editor.goto(walk.edit_address(portal, code, slug))
    editor.locator("footer button[name=action][value=publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    behind_everywhere(reader, address, "fresh")
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Words of both")
    opens_by_tap_and_key(reader)


def shows_what_changed(reader: Page, address: str, code: str) -> None:
    reader.goto(address)
    reader.locator(".notices a[href*='/versions/']").click()
    expect(reader.locator("ins").first).to_be_visible()
    walk.speaks(reader, code)
    assert axe.faults(reader, "") == []


def begins_at_the_dashboard(page: Page, code: str) -> None:
    page.goto(f"/admin/translations/?language={code}")
    page.locator("main li a[href*='/admin/translations/']", has_text="◐").first.click()
    expect(page.locator("main ins, main h2").first).to_be_visible()


def two_on_one_segment(mine: Page, theirs: Page, address: str) -> None:
    for page in (mine, theirs):
        page.goto(address)
        expect(segment(page)).to_be_visible()
    write(theirs, "Words of the second")
    expect(segment(theirs)).to_contain_text("Words of the second")
    expect(theirs.locator(".js-translation-editor textarea")).to_have_count(0)


def signs_in_where_they_are(page: Page, account: dict[str, str]) -> None:
    """In the dialog that opens where a session has ended."""
    dialog = page.locator("dialog[data-sign-in]")
    dialog.locator("input[name=login]").fill(account["email"])
    dialog.locator("input[name=password]").fill(account["password"])
    dialog.locator("input[name=password]").press("Enter")
    expect(dialog).to_have_count(0)


def segment_holds_both(page: Page) -> None:
    expect(segment(page)).to_contain_text("Words of the second")
    expect(segment(page)).to_contain_text("Words of the first")
    write(page, "Words of both")
    expect(segment(page)).to_contain_text("Words of both")
    expect(segment(page)).not_to_contain_text("Words of the first")


def opens_by_tap_and_key(reader: Page) -> None:
    """The original of a paragraph: by a tap on it, by its line from the keyboard, and back."""
    reader.locator(".notices a[href='?beside']").click()
    paragraph = reader.locator(".rich > p:has(+ .original)").first
    original = paragraph.locator("+ .original > div[lang=en][dir=ltr]")
    expect(original).to_be_hidden()
    paragraph.click()
    expect(original).to_be_visible()
    assert axe.faults(reader, axe.REVIEWED) == []
    paragraph.locator("+ .original > summary").press("Enter")
    expect(original).to_be_hidden()
    reader.locator(".notices a[href='./']").click()
    expect(reader.locator(".original")).to_have_count(0)


def until_stored(page: Page, portal, words: str) -> None:
    """Wait until the server has this translation of a segment."""
    until = time.monotonic() + 15
    while not portal.count("wagtail_localize_stringtranslation", "data = ?", words):
        assert time.monotonic() < until, words
        page.wait_for_timeout(100)


def check(page: Page, portal, sign_in) -> None:
    """The page of checks of the Arabic version, on a phone."""
    sign_in(page, "Arabic translator", "ar")
    key = portal.value(
        "SELECT translation_key FROM wagtailcore_page WHERE slug = ? LIMIT 1", CHECKED
    )
    page.goto(f"/ar/versions/{UUID(key)}/ar/check/")


def is_(page: Page, state: str) -> None:
    expect(page.locator("output[data-answer-state]")).to_have_attribute("data-answer-state", state)


def right(page: Page) -> int:
    """One tap; returns how many words there were to read."""
    title = page.locator("#passage")
    before = title.inner_text()
    texts = page.locator("section[data-passage] > :is(blockquote, details)").all_inner_texts()
    page.locator("button[value=right]").click()
    expect(title).not_to_have_text(before)
    return len(" ".join(texts).split())


def until_there_are(page: Page, portal, verdict: str, count: int) -> None:
    """Wait until the server has so many verdicts; the status line begins with "kept"."""
    where = "verdict = ? AND person_id = (SELECT id FROM people_user WHERE email = ?)"
    person = portal.accounts["Arabic translator"]["email"]
    until = time.monotonic() + 15
    while portal.count("translations_piececheck", where, verdict, person) < count:
        assert time.monotonic() < until, f"{count} times {verdict}"
        page.wait_for_timeout(100)


def test_a_native_checks_by_thumb_through_a_lost_line(open_page, portal, sign_in):
    page = open_page(width=390)
    check(page, portal, sign_in)
    assert axe.faults(page, "") == []

    began, words = time.monotonic(), 0
    for _passage in range(6):
        words += right(page)
    until_there_are(page, portal, "right", 6)
    is_(page, "kept")
    minutes = (time.monotonic() - began) / 60 + words / WORDS_A_MINUTE
    assert minutes <= 6, "sixty an hour, with the time to read, and one tap each"

    again = comes_back_after_a_lost_line(page, portal)

    again.context.clear_cookies(name=re.compile("session"))
    right(again)
    is_(again, "waiting")
    signs_in_where_they_are(again, portal.accounts["Arabic translator"])
    until_there_are(again, portal, "right", 9)
    is_(again, "kept")

    again.goto(f"/ar/cases/{CHECKED}/")
    expect(again.locator("main")).to_have_attribute("data-review", "partly")


def comes_back_after_a_lost_line(page: Page, portal: Portal) -> Page:
    """Three answers are given off line, and the page is closed; the one that is opened next has
    all of them."""
    page.context.set_offline(True)
    right(page)
    right(page)
    page.locator("summary[accesskey='2']").click()
    page.locator("textarea[name^=words-]").first.fill("كلمات أفضل")
    passage = page.locator("#passage").inner_text()
    page.locator("button[value=mended]").click()
    expect(page.locator("#passage")).not_to_have_text(passage)
    is_(page, "waiting")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(page.url)
    until_there_are(again, portal, "right", 8)
    until_there_are(again, portal, "mended", 1)
    is_(again, "kept")
    return again
