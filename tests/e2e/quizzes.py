"""How a learner works at the quiz of the demonstration, and what the portal has stored of it."""

import json
import os
import signal
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.e2e import walk
from tests.server import BROWSERS

# Its quiz has six questions: three to choose, an order, a number, true or false.
LESSON = 4


def state(page: Page):
    return page.locator("form[data-quiz] output[data-answer-state]")


def is_(page: Page, name: str) -> None:
    expect(state(page)).to_have_attribute("data-answer-state", name)


def open_quiz(page: Page, language: str = "en", *, scripts: bool = True) -> None:
    """Open the lesson; where scripts run, wait until this device was looked through: before that
    the line tells only what the server has."""
    page.goto(walk.lesson(language, LESSON))
    if scripts:
        expect(page.locator("[data-answer-file]")).to_be_visible()


def question(page: Page, number: int):
    return page.locator("form[data-quiz] fieldset[data-question]").nth(number - 1)


def choose(page: Page, number: int, option: int = 0) -> None:
    question(page, number).locator("input[type=radio]").nth(option).check()


def chosen(page: Page, number: int, option: int = 0) -> None:
    expect(question(page, number).locator("input[type=radio]").nth(option)).to_be_checked()


def lines(page: Page):
    """What question four puts into order."""
    return question(page, 4).locator(".order__text")


def order(page: Page) -> list[str]:
    return lines(page).all_inner_texts()


MINE = (
    "attempt_id IN (SELECT a.id FROM courses_attempt a JOIN people_user u"
    " ON u.id = a.learner_id WHERE u.email = ?)"
)


def answers(portal, page: Page) -> int:
    return portal.count("courses_answer", MINE, page.email)


def until_there_are(portal, page: Page, count: int) -> None:
    """Wait until the server has so many answers of this person; the line may still say "kept" of
    those before."""
    until = time.monotonic() + 20
    while answers(portal, page) < count and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert answers(portal, page) == count


def until_it_has(portal, page: Page, value: str) -> None:
    """Wait until the server has this answer of this person."""
    until, found = time.monotonic() + 20, 0
    while not found and time.monotonic() < until:
        page.wait_for_timeout(100)
        found = portal.count(
            "courses_answer", f"{MINE} AND value = ?", page.email, json.dumps(value)
        )
    assert found


def opened(playwright: Playwright, folder: Path, url: str, cookies: list[dict]) -> Page:
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=next(one for one in BROWSERS if one.exists()),
        args=["--no-sandbox"],
        base_url=url,
    )
    context.add_cookies(cookies)
    page = context.new_page()
    open_quiz(page)
    return page


def kill(folder: Path) -> None:
    """All processes of the browser with this profile, and no others."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if "chrom" in command and str(folder) in command:
            os.kill(int(entry.name), signal.SIGKILL)
