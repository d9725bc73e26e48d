"""Answers in a quiz survive the line, the tab, the session, the device, the language and a kill."""

import json
import os
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e import walk
from tests.e2e.quizzes import (
    LESSON,
    answers,
    choose,
    chosen,
    is_,
    kill,
    lines,
    open_quiz,
    opened,
    order,
    question,
    state,
    until_it_has,
    until_there_are,
)

pytestmark = [pytest.mark.browser, pytest.mark.demo, pytest.mark.slow]

PASSWORD = "a long enough password"
KILLS = int(os.environ.get("QUIZ_KILLS", "2"))


@pytest.fixture
def learner(open_page, sign_up):
    """Opens the quiz for a new person who has joined the course: `learner(language)`."""

    def make(language: str = "en", *, scripts: bool = True) -> Page:
        page = open_page(scripts=scripts)
        page.email = sign_up(page, language, password=PASSWORD)
        page.goto(walk.lesson(language, LESSON))
        page.locator("#done form[action$='/enrol/'] button").click()
        expect(page.locator("form[data-quiz] input[name=attempt]")).to_have_count(1)
        open_quiz(page, language, scripts=scripts)
        return page

    return make


def test_the_line_is_cut_at_question_four_and_the_tab_closed(learner, portal):
    page = learner()
    for number in (1, 2, 3):
        choose(page, number, number)
    until_there_are(portal, page, 3)
    is_(page, "kept")
    before = order(page)

    page.context.set_offline(True)
    question(page, 4).locator("button").nth(1).click()
    choose(page, 6, 1)
    # Both are on the device before the tab is closed.
    expect(state(page)).to_contain_text("2")
    is_(page, "waiting")
    moved = order(page)
    assert moved != before
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.email = page.email
    open_quiz(again)

    is_(again, "kept")
    assert answers(portal, again) == 5
    assert order(again) == moved
    for number in (1, 2, 3):
        chosen(again, number, number)
    chosen(again, 6, 1)


def test_an_answer_is_on_its_way_within_a_second(learner, portal):
    """By the browser's own clock, which stands still but for that second: also of what is typed,
    which is sent when the typing rests."""
    page = learner()
    page.clock.install()
    open_quiz(page)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))

    choose(page, 1, 1)
    question(page, 5).locator("input").fill("7")
    # Both are on the device, which needs no clock, before it goes on.
    expect(state(page)).to_have_text("Saved on this device. Not yet sent: 2")
    page.clock.run_for(1000)

    until_there_are(portal, page, 2)


def test_the_line_claims_nothing_before_the_device_was_looked_through(learner, portal):
    """An answer waits on the device, and the storage of the browser is slow to open."""
    page = learner()
    choose(page, 1, 1)
    until_there_are(portal, page, 1)
    page.route("**/answers/", lambda route: route.abort())
    choose(page, 2, 1)
    is_(page, "waiting")
    page.add_init_script(
        """
        const open = indexedDB.open.bind(indexedDB);
        const look = new Promise((resolve) => (window.letItLook = resolve));
        indexedDB.open = (...place) => {
          const shown = {};
          look.then(() => {
            const request = open(...place);
            for (const name of ["onsuccess", "onerror", "onupgradeneeded"]) {
              request[name] = (event) => {
                shown.result = request.result;
                shown[name]?.(event);
              };
            }
          });
          return shown;
        };
        """
    )
    page.reload()

    expect(state(page)).to_contain_text("Answers on the server: 1.")
    is_(page, "kept-here")
    choose(page, 3, 1)
    page.evaluate("window.letItLook()")
    is_(page, "waiting")
    expect(state(page)).to_contain_text("Not yet sent: 2")
    chosen(page, 2, 1)
    page.unroute("**/answers/")
    until_there_are(portal, page, 3)
    is_(page, "kept")


def test_two_devices_on_one_quiz(learner, open_page, portal):
    first = learner()
    second = open_page(width=390)
    second.goto("/en/accounts/login/")
    walk.enter_password(second, first.email, PASSWORD)
    second.wait_for_url(re.compile("/my-learning/"))
    open_quiz(second)

    choose(first, 1, 2)
    until_there_are(portal, first, 1)
    choose(second, 2, 1)

    chosen(second, 1, 2)
    expect(state(second)).to_contain_text("on another device")
    choose(first, 3, 0)
    chosen(first, 2, 1)
    first.reload()
    for number, option in ((1, 2), (2, 1), (3, 0)):
        chosen(first, number, option)


def test_two_windows_of_one_browser(learner):
    page = learner()
    other = page.context.new_page()
    open_quiz(other)

    choose(page, 1, 3)

    chosen(other, 1, 3)


def test_the_session_ends_while_somebody_types(learner, portal):
    page = learner()
    field = question(page, 5).locator("input")
    field.press_sequentially("60", delay=20)
    until_it_has(portal, page, "60")
    page.context.clear_cookies(name=re.compile("session"))

    field.press_sequentially("0", delay=20)
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    is_(page, "waiting")
    dialog.locator("input[name=login]").fill(page.email)
    dialog.locator("input[name=password]").fill(PASSWORD)
    dialog.locator("input[name=password]").press("Enter")

    expect(dialog).to_have_count(0)
    until_it_has(portal, page, "600")
    is_(page, "kept")
    expect(field).to_have_value("600")


def test_another_person_on_the_same_device_sees_and_sends_nothing(learner, sign_up, portal):
    page = learner()
    page.route("**/answers/", lambda route: route.abort())
    choose(page, 1, 2)
    is_(page, "waiting")
    first = page.email
    page.context.clear_cookies()
    page.unroute("**/answers/")

    page.goto("/en/accounts/signup/")
    page.email = sign_up(page, password=PASSWORD)
    page.goto(walk.lesson("en", LESSON))
    page.locator("#done form[action$='/enrol/'] button").click()
    expect(page.locator("form[data-quiz] input[name=attempt]")).to_have_count(1)
    open_quiz(page)

    expect(question(page, 1).locator("input:checked")).to_have_count(0)
    choose(page, 2, 1)
    until_there_are(portal, page, 1)
    is_(page, "kept")
    page.email = first
    assert answers(portal, page) == 0


def test_begun_in_arabic_and_finished_in_french(learner, portal):
    page = learner("ar")
    choose(page, 1, 3)
    until_there_are(portal, page, 1)

    open_quiz(page, "fr")
    chosen(page, 1, 3)
    question(page, 5).locator("input").fill("600")
    page.locator("button[name=finish]:not([hidden])").click()

    expect(page.locator("#result")).to_be_focused()
    assert page.url.split("/")[3] == "fr"
    expect(page.locator("[data-result=right]")).to_have_count(2)


@pytest.mark.parametrize("language", ["el", "ar"])
def test_without_scripts(learner, portal, language):
    page = learner(language, scripts=False)

    choose(page, 1, 3)
    page.locator("button[name=save]:not([hidden])").click()
    expect(page).to_have_url(re.compile("#q-"))
    assert answers(portal, page) == 1
    is_(page, "kept")
    chosen(page, 1, 3)
    before = order(page)
    question(page, 4).locator("button").nth(1).click()
    expect(lines(page)).to_have_text([before[1], before[0], *before[2:]])
    page.locator("button[name=finish]:not([hidden])").click()

    expect(page.locator("#result")).to_be_visible()
    walk.speaks(page, language)


@pytest.mark.parametrize("language", ["el", "ar"])
def test_by_keyboard_alone(learner, language):
    page = learner(language)

    question(page, 1).locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    question(page, 4).locator("button").nth(1).focus()
    page.keyboard.press("Enter")
    expect(question(page, 4).locator("button").nth(3)).to_be_focused()
    page.locator("button[name=finish]:not([hidden])").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#result")).to_be_focused()
    expect(page.locator("[data-result]:not([data-result=none])")).to_have_count(2)


def test_answers_saved_as_a_file_are_loaded_later(learner, tmp_path, portal):
    page = learner()
    page.route("**/answers/", lambda route: route.abort())
    choose(page, 1, 1)
    is_(page, "waiting")
    with page.expect_download() as download:
        page.locator("[data-save-file]").click()
    file = tmp_path / "answers.json"
    download.value.save_as(file)
    page.evaluate("indexedDB.deleteDatabase('answers')")
    page.close()
    fresh = page.context.new_page()
    fresh.email = page.email
    open_quiz(fresh)

    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    fresh.locator("[data-load-file]").set_input_files(broken)
    expect(state(fresh)).to_contain_text("Nothing was added")
    forged = json.loads(file.read_text("utf-8")) | {"person": "0" * 16}
    broken.write_text(json.dumps(forged), "utf-8")
    fresh.locator("[data-load-file]").set_input_files(broken)
    expect(state(fresh)).to_contain_text("Nothing was added")
    fresh.locator("[data-load-file]").set_input_files(file)

    chosen(fresh, 1, 1)
    until_there_are(portal, fresh, 1)
    is_(fresh, "kept")


def test_a_browser_that_stores_nothing_says_so_before_the_first_answer(learner, portal):
    page = learner()
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    open_quiz(page)

    expect(state(page)).to_contain_text("cannot store answers")
    choose(page, 1)
    until_there_are(portal, page, 1)
    is_(page, "kept")


@pytest.mark.slow
def test_killed_a_tenth_of_a_second_after_a_tap(learner, portal, playwright, tmp_path):
    """`kill -9` of the whole browser; every kind of question has its turn."""
    page = learner()
    cookies = page.context.cookies()
    for number in range(KILLS):
        folder = tmp_path / f"profile-{number}"
        shown = killed_after_a_tap(playwright, folder, portal.url, cookies, number)
        assert shown, f"kill {number}: lost"
        until_there_are(portal, page, number + 1)


def killed_after_a_tap(
    playwright: Playwright, folder: Path, url: str, cookies: list[dict], number: int
) -> bool:
    """Tap while nothing can be sent, kill, start again; whether the tap is on the server."""
    taps = [
        lambda page: choose(page, 1, 1 + number % 3),
        lambda page: question(page, 5).locator("input").fill(str(100 + number)),
        lambda page: question(page, 4).locator("button").nth(1).click(),
        lambda page: choose(page, 6, number // 4 % 2),
    ]
    read = (
        "set => JSON.stringify([...set.querySelectorAll('input')].map(i => [i.value, i.checked]))"
    )
    tapped = (1, 5, 4, 6)[number % 4]
    page = opened(playwright, folder, url, cookies)
    page.route("**/answers/", lambda route: route.abort())
    before = question(page, tapped).evaluate(read)
    taps[number % 4](page)
    given = question(page, tapped).evaluate(read)
    time.sleep(0.1)
    kill(folder)
    page = opened(playwright, folder, url, cookies)
    is_(page, "kept")
    found = question(page, tapped).evaluate(read)
    page.context.close()
    return found == given and (given != before or number >= 4)
