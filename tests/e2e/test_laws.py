"""Promises that hold in every journey: lost connections, expired sessions, repeats."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walk

pytestmark = pytest.mark.browser
PASSWORD = "a few words of mine"
PERSON = "(SELECT id FROM people_user WHERE email = ?)"
COMPLETIONS = f"enrolment_id IN (SELECT id FROM courses_enrolment WHERE learner_id = {PERSON})"


def says_the_line_is_down(page: Page, language: str) -> None:
    """In words of the page's language, for ears too; and the button offers another try."""
    form = page.locator("resilient-form:has([role=status]:not(:empty))").first
    expect(form).to_be_visible()
    words = form.locator("[role=status]").inner_text()
    assert words == form.get_attribute("offline")
    expect(form.locator("button")).to_have_text(form.get_attribute("again"))
    if language == "ar":
        assert walk.ARABIC.search(words)


# The connection drops --------------------------------------------------------------------------


@pytest.mark.parametrize("language", walk.BOTH)
def test_net_enrol_and_done(open_page, portal, sign_up, language):
    page = open_page(width=390)
    email = sign_up(page, language)
    page.goto(walk.course(language))
    page.context.set_offline(True)
    walk.enrol_button(page).click()
    says_the_line_is_down(page, language)
    assert portal.count("courses_enrolment", f"learner_id = {PERSON}", email) == 0

    page.context.set_offline(False)
    walk.enrol_button(page).click()
    expect(page.locator("#start progress")).to_be_visible()
    assert portal.count("courses_enrolment", f"learner_id = {PERSON}", email) == 1

    page.goto(walk.lesson(language, 1))
    page.context.set_offline(True)
    walk.done_button(page).click()
    says_the_line_is_down(page, language)
    assert walk.progress(page.locator(walk.OUTLINE)) == (0, 9)
    page.context.set_offline(False)
    walk.done_button(page).click()
    expect(walk.undo_button(page)).to_be_visible()
    assert walk.progress(page.locator(walk.OUTLINE)) == (1, 9)
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 1


def test_net_an_answer_that_was_lost_on_the_way_back_is_not_counted_twice(
    open_page, portal, sign_up
):
    """The server did it, the browser never heard: the second try finds it done."""
    page = open_page()
    email = sign_up(page, "en")
    walk.finish(page, last=1)
    page.goto(walk.lesson("en", 2))

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/done/", lose, times=1)
    walk.done_button(page).click()
    says_the_line_is_down(page, "en")
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 2
    walk.done_button(page).click()
    expect(walk.undo_button(page)).to_be_visible()
    assert walk.progress(page.locator(walk.OUTLINE)) == (2, 9)
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 2


@pytest.mark.parametrize("status", [502, 503])
def test_net_an_error_of_the_server_is_not_called_a_lost_connection(open_page, sign_up, status):
    page = open_page()
    sign_up(page, "ar")
    walk.finish(page, "ar", last=1)
    page.goto(walk.lesson("ar", 2))
    page.route("**/done/", lambda route: route.fulfill(status=status, body="Bad gateway"), times=1)
    walk.done_button(page).click()
    form = page.locator("resilient-form:has([role=status]:not(:empty))")
    expect(form.locator("[role=status]")).to_have_text(form.get_attribute("fault"))
    assert form.get_attribute("fault") != form.get_attribute("offline")
    walk.done_button(page).click()
    expect(walk.undo_button(page)).to_be_visible()


@pytest.mark.parametrize("language", walk.BOTH)
def test_net_the_name_stays_in_its_field(open_page, portal, sign_up, language):
    page = open_page(width=390)
    email = sign_up(page, language)
    walk.finish(page, language)
    page.goto(f"/{language}/my-learning/")
    walk.certificate_link(page).click()
    page.fill("input[name=name]", "Inês Conceição")
    page.context.set_offline(True)
    page.locator("form:has(input[name=name]) button").click()
    says_the_line_is_down(page, language)
    expect(page.locator("input[name=name]")).to_have_value("Inês Conceição")

    page.context.set_offline(False)
    page.locator("form:has(input[name=name]) button").click()
    expect(page.locator(".certificate__name")).to_contain_text("Inês Conceição")
    assert portal.count("courses_certificate", COMPLETIONS, email) == 1


def test_net_a_question_keeps_its_answer(open_page):
    page = open_page(width=390)
    page.goto(walk.lesson("en", 1))
    option = page.locator(".question input[type=radio]").first
    option.check()
    page.context.set_offline(True)
    page.locator(".question button").first.click()
    says_the_line_is_down(page, "en")
    expect(option).to_be_checked()
    page.context.set_offline(False)
    page.locator(".question button").first.click()
    expect(page.locator(".question [data-is] .badge")).to_be_visible()


# The session expires ---------------------------------------------------------------------------


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=re.compile("^session"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", walk.BOTH)
def test_session_done_is_sent_once_after_signing_in(open_page, portal, sign_up, language, scripts):
    page = open_page(width=390, scripts=scripts)
    email = sign_up(page, language, password=PASSWORD)
    walk.finish(page, language, last=1)
    page.goto(walk.lesson(language, 2))
    end_session(page)
    walk.done_button(page).click()
    page.wait_for_url(re.compile(rf"/{language}/accounts/login/"))
    walk.speaks(page, language)
    expect(page.locator("main .notice--info")).to_be_visible()
    walk.enter_password(page, email, PASSWORD)
    page.wait_for_url(re.compile(rf"/{language}/accounts/again/"))
    walk.speaks(page, language)
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 1

    page.locator("main form button").click()
    page.wait_for_url(re.compile(walk.lesson(language, 2)))
    expect(walk.undo_button(page)).to_be_visible()
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_session_the_name_typed_comes_back_and_is_issued_once(open_page, portal, sign_up, scripts):
    page = open_page(width=390, scripts=scripts)
    email = sign_up(page, "ar", password=PASSWORD)
    walk.finish(page, "ar")
    page.goto("/ar/my-learning/")
    walk.certificate_link(page).click()
    page.fill("input[name=name]", "سلمى بن يوسف")
    page.fill("input[name=name_other]", "Salma Ben Youssef")
    end_session(page)
    page.locator("form:has(input[name=name]) button").click()
    page.wait_for_url(re.compile("/ar/accounts/login/"))
    walk.enter_password(page, email, PASSWORD)
    page.wait_for_url(re.compile("/ar/accounts/again/"))
    expect(page.locator("input[name=name]")).to_have_value("سلمى بن يوسف")
    expect(page.locator("input[name=name_other]")).to_have_value("Salma Ben Youssef")
    assert portal.count("courses_certificate", COMPLETIONS, email) == 0

    page.locator("main form button").click()
    expect(page.locator(".certificate__name")).to_contain_text("سلمى بن يوسف")
    assert portal.count("courses_certificate", COMPLETIONS, email) == 1
    page.go_back()
    page.go_back()
    assert portal.count("courses_certificate", COMPLETIONS, email) == 1


def test_session_an_old_session_leads_straight_back_to_the_lesson(open_page, sign_up):
    page = open_page(width=390)
    email = sign_up(page, "en", password=PASSWORD)
    walk.finish(page, last=3)
    end_session(page)
    page.goto(walk.lesson("en", 4))
    page.locator("#done a[href*='/accounts/login/']").click()
    walk.enter_password(page, email, PASSWORD)
    page.wait_for_url(re.compile(walk.lesson("en", 4)))
    expect(walk.done_button(page)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", walk.BOTH)
def test_session_a_form_open_for_too_long_is_our_page_and_loses_nothing(
    open_page, portal, sign_up, language, scripts
):
    page = open_page(width=390, scripts=scripts)
    email = sign_up(page, language)
    walk.finish(page, language)
    page.goto(f"/{language}/my-learning/")
    walk.certificate_link(page).click()
    page.fill("input[name=name]", "Nour Haddad")
    page.context.clear_cookies(name=re.compile("^csrf"))
    with page.expect_response(lambda answer: answer.status == 403):
        page.locator("form:has(input[name=name]) button").click()
    expect(page.locator(".errorpage h1")).to_be_visible()
    walk.speaks(page, language)
    if language == "ar":
        assert walk.ARABIC.search(page.locator("h1").inner_text())
    expect(page.locator("main input[name=name]")).to_have_value("Nour Haddad")

    page.locator("main form[method=post] button").click()
    expect(page.locator(".certificate__name")).to_contain_text("Nour Haddad")
    assert portal.count("courses_certificate", COMPLETIONS, email) == 1


# Back, reload, double tap ----------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_reload_and_double_tap_change_nothing_twice(open_page, portal, sign_up, scripts):
    page = open_page(width=390, scripts=scripts)
    email = sign_up(page, "en")
    page.goto(walk.lesson("en", 1))
    walk.enrol_button(page).dblclick(no_wait_after=True)
    expect(walk.done_button(page)).to_be_visible()
    assert portal.count("courses_enrolment", f"learner_id = {PERSON}", email) == 1

    walk.done_button(page).dblclick(no_wait_after=True)
    page.wait_for_timeout(1000)
    page.goto(walk.lesson("en", 1))
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 1
    expect(walk.undo_button(page)).to_be_visible()
    page.reload()
    page.goto(walk.course("en"))
    page.go_back()
    page.go_back()
    page.reload()
    assert portal.count("courses_lessoncompletion", COMPLETIONS, email) == 1
    live = f"undone_at IS NULL AND {COMPLETIONS}"
    assert portal.count("courses_lessoncompletion", live, email) == 1


def test_back_the_button_of_back_shows_what_is_true(open_page, sign_up):
    """Back to the lesson after Done: it is not offered again as undone."""
    page = open_page()
    sign_up(page, "en")
    walk.finish(page, last=1)
    page.goto(walk.lesson("en", 2))
    walk.done_button(page).click()
    expect(walk.undo_button(page)).to_be_visible()
    page.locator("#done .button--next").click()
    page.wait_for_url(re.compile(walk.lesson("en", 3)))
    page.go_back()
    expect(walk.undo_button(page)).to_be_visible()
    assert walk.progress(page.locator(walk.OUTLINE)) == (2, 9)


def test_back_a_slow_second_tap_on_the_same_spot_takes_nothing_back(open_page, portal, sign_up):
    page = open_page(width=390)
    email = sign_up(page, "en")
    walk.finish(page, last=1)
    page.goto(walk.lesson("en", 2))
    walk.done_button(page).scroll_into_view_if_needed()
    box = walk.done_button(page).bounding_box()
    spot = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(*spot)
    expect(walk.undo_button(page)).to_be_visible()
    page.mouse.click(*spot)
    page.wait_for_timeout(600)
    expect(walk.undo_button(page)).to_be_visible()
    live = f"undone_at IS NULL AND {COMPLETIONS}"
    assert portal.count("courses_lessoncompletion", live, email) == 2


def test_two_devices_at_once_are_one_enrolment(open_page, portal, sign_up):
    page = open_page()
    email = sign_up(page, "en")
    page.goto(walk.course("en"))
    made = page.evaluate(
        """() => {
          const form = document.querySelector("form[action$='/enrol/']");
          const send = () => fetch(form.action, {method: "POST", body: new FormData(form)});
          return Promise.all([1, 2, 3, 4, 5].map(send)).then(all => all.map(one => one.status));
        }"""
    )
    assert made == [200] * 5
    assert portal.count("courses_enrolment", f"learner_id = {PERSON}", email) == 1
