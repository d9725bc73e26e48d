"""Journeys of editors and translators: publishing is visible at once, permissions have limits."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import walk

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_what_an_editor_publishes_is_read_at_once_and_takes_nothing_from_learners(
    open_page, portal, sign_up
):
    reader, learner, editor = open_page(), open_page(), open_page()
    sign_up(learner, "en")
    walk.finish(learner, last=9)
    for _warm in range(3):
        reader.goto(walk.lesson("en", 9))

    walk.enter_admin(editor, portal, "editor")
    editor.goto("/admin/pages/search/?q=measuring+together")
    editor.locator("main a[href$='/edit/']", has_text="Measuring together").first.click()
    expect(editor.locator("[name=title]")).to_have_value(re.compile("Measuring together"))
    editor.fill("[name=title]", "Measuring together, and after")
    editor.fill("[name=monday]", "“They want numbers by Thursday.”")
    editor.locator("[name$='-value-text'][name^='body-']").first.fill("A heading by the editor")
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("footer button[name=action-publish][value=action-publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()

    for _process in range(4):
        reader.goto(walk.lesson("en", 9))
        expect(reader.locator("h1")).to_have_text("Measuring together, and after")
        expect(reader.locator(".monday")).to_have_text("“They want numbers by Thursday.”")
        expect(reader.locator(".prose h2").first).to_have_text("A heading by the editor")
    reader.goto(walk.course("en"))
    expect(reader.locator("#lessons")).to_contain_text("Measuring together, and after")
    reader.goto("/en/library/?q=heading+by+the+editor")
    expect(reader.locator(".works .work__title").first).to_have_text(
        "Measuring together, and after"
    )

    learner.goto(walk.lesson("ar", 9))
    expect(walk.undo_button(learner)).to_be_visible()
    assert walk.progress(learner.locator(walk.OUTLINE)) == (9, 9)
    assert walk.ARABIC.search(learner.locator("h1").inner_text()), "the translation is as it was"


def test_a_draft_is_not_read(open_page, portal):
    reader, editor = open_page(), open_page()
    walk.enter_admin(editor, portal, "editor")
    editor.goto(walk.edit_address(portal, "en", "the-legal-door"))
    editor.fill("[name=title]", "A title nobody should read yet")
    editor.locator("footer .action-save").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    for address in [walk.lesson("en", 6), walk.course("en"), "/en/library/?q=nobody+should+read"]:
        reader.goto(address)
        assert "A title nobody should read yet" not in reader.content()


@pytest.mark.slow
def test_an_editor_translates_side_by_side_and_publishes(open_page, portal):
    editor, reader = open_page(), open_page()
    reader.goto(walk.lesson("fr", 3))
    walk.enter_admin(editor, portal, "editor")
    answer = editor.goto(walk.edit_address(portal, "fr", "who-is-in-the-room"))
    assert answer.status == 200
    segments = editor.locator(".js-translation-editor li.complete")
    expect(segments.first).to_be_visible()
    assert segments.count() > 40
    first = segments.first
    expect(first).to_contain_text("Who is in the room")

    first.get_by_role("button", name=re.compile("^(Edit|Editar)$")).click()
    editor.locator(".js-translation-editor textarea").fill("Qui est dans la pièce, et qui décide")
    editor.get_by_role("button", name=re.compile("^(Save|Guardar)$")).first.click()
    expect(editor.locator(".js-translation-editor textarea")).to_have_count(0)
    expect(segments.first).to_contain_text("Qui est dans la pièce, et qui décide")
    editor.locator("footer button[name=action][value=publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    reader.goto(walk.lesson("fr", 3))
    expect(reader.locator("h1")).to_have_text("Qui est dans la pièce, et qui décide")
    expect(reader.locator(".monday")).to_be_visible()


@pytest.mark.slow
def test_a_translator_reaches_one_language(open_page, portal):
    page = open_page()
    walk.enter_admin(page, portal, "Arabic translator")
    answer = page.goto(walk.edit_address(portal, "ar", "worth-it-here"))
    assert answer.status == 200
    expect(page.locator(".js-translation-editor li.complete").first).to_be_visible()
    expect(page.locator("footer button[value=publish]")).to_have_count(0)

    home = f"{portal.url}/admin/"
    for language in ["en", "fr"]:
        page.goto(walk.edit_address(portal, language, "worth-it-here"))
        assert page.url == home, "led back, with a word why"
        expect(page.locator(".messages")).to_be_visible()
    for place in ["users/", "groups/", "snippets/", "sites/", "workflows/list/", "redirects/"]:
        answer = page.goto(f"/admin/{place}")
        assert page.url == home or answer.status in {403, 404}, place
    english = walk.edit_address(portal, "en", "worth-it-here")
    for action in ["unpublish/", "delete/", "move/", "privacy/"]:
        answer = page.goto(english.replace("edit/", action))
        assert page.url == home or answer.status in {403, 404}, action
        assert page.goto(walk.lesson("en", 2)).status == 200


def test_a_learner_does_not_enter_the_admin(open_page, sign_up):
    page = open_page()
    sign_up(page, "en")
    for place in ["", "pages/", "users/", "images/", "login/"]:
        answer = page.goto(f"/admin/{place}")
        assert answer.status == 403, place
        expect(page.locator(".errorpage h1")).to_be_visible()
