"""The page editor's automatic saving: all that was typed is stored, however slow the answers."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import walk
from tests.e2e.portal import Portal

pytestmark = pytest.mark.browser
FORM = re.compile(r"/admin/pages/(add/home/standardpage/)?\d+/(edit/)?$")


class SlowAnswers:
    """Holds back what the form posts, until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.is_slow = True
        page.route(FORM, self.take)

    def take(self, route: Route) -> None:
        if self.is_slow and route.request.method == "POST":
            self.held.append(route)
        else:
            route.continue_()

    def wait(self) -> None:
        """Until something is held back."""
        for _tenth in range(150):
            if self.held:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing was posted")

    def let_go(self) -> None:
        self.is_slow = False
        for route in self.held:
            route.continue_()


def wait_until_stored(page: Page, portal: Portal, words: str) -> None:
    for _tenth in range(150):
        if portal.count("wagtailcore_revision", "content LIKE ?", f"%{words}%"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not stored: {words}")


@pytest.fixture
def editor(open_page, portal) -> Page:
    page = open_page()
    walk.enter_admin(page, portal, "editor")
    about = re.search(r"\d+", walk.edit_address(portal, "en", "about"))[0]
    page.goto(f"/admin/pages/add/home/standardpage/{about}/", wait_until="domcontentloaded")
    return page


def test_what_is_typed_at_once_or_while_a_save_runs_is_stored_too(editor, portal):
    summary = editor.locator("[name=summary]")
    editor.locator("[name=title]").press_sequentially("Typed before the form was two seconds old")
    wait_until_stored(editor, portal, "Typed before the form was two seconds old")

    answers = SlowAnswers(editor)
    summary.press_sequentially("Saved, ")
    answers.wait()
    summary.press_sequentially("and typed while it was being saved")
    answers.let_go()

    wait_until_stored(editor, portal, "Saved, and typed while it was being saved")


def test_publishing_waits_for_the_save_that_creates_the_page(editor, portal):
    answers = SlowAnswers(editor)
    editor.locator("[name=title]").press_sequentially("Made once")
    answers.wait()
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("footer button[name=action-publish][value=action-publish]").click()
    editor.locator("[name=summary]").press_sequentially("and published whole")
    answers.let_go()

    expect(editor.locator(".messages .success").first).to_be_visible()
    assert portal.count("wagtailcore_page", "title = 'Made once'") == 1
    assert portal.count("wagtailcore_page", "title = 'Made once' AND live") == 1


def test_leaving_right_after_a_letter_asks(editor):
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.wait_for_load_state()
    editor.locator("[name=title]").press("x")
    editor.goto("/admin/")
    assert asked == ["beforeunload"]
