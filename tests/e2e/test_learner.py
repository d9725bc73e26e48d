"""A learner's journey: sign-up by mailed code, nine lessons, a certificate, its verification."""

import io
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e import walk

pytestmark = pytest.mark.browser
# In which language each lesson is read: French where there is French.
READ_IN = ("en", "fr", "ar", "en", "ar", "fr", "en", "ar", "en")
NUMBER = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")


def mark(page: Page, *, scripts: bool = True) -> None:
    """Mark the lesson that is open as done, and see that it is."""
    path = urlsplit(page.url).path
    page.evaluate("window.stayed = true")
    walk.done_button(page).click()
    expect(walk.undo_button(page)).to_be_visible()
    assert urlsplit(page.url).path == path
    assert bool(page.evaluate("window.stayed")) == scripts, "only with scripts the page stays"


def agree(page: Page, done: int, language: str = "en", last: int | None = None) -> None:
    """Lesson, course, home and my learning say the same number of lessons done."""
    if last:
        page.goto(walk.lesson(language, last))
        assert walk.progress(page.locator(walk.OUTLINE)) == (done, 9)
        assert f"{done}" in page.locator(walk.PLACE).inner_text()
        expect(page.locator(f"{walk.OUTLINE} [data-state=done]")).to_have_count(done)
    page.goto(walk.course(language))
    assert walk.progress(page.locator("#start")) == (done, 9)
    expect(page.locator("#lessons [data-state=done]")).to_have_count(done)
    page.goto(f"/{language}/my-learning/")
    assert walk.progress(page.locator(".mine")) == (done, 9)
    page.goto(f"/{language}/")
    if done < 9:
        assert walk.progress(page.locator(".resume")) == (done, 9)


@pytest.mark.slow
def test_a_learner_takes_the_whole_course_in_three_languages(open_page, portal, sign_up):
    page = open_page(width=390)
    page.goto(walk.lesson("en", 1))

    page.locator("#done a[href*='/accounts/login/']").click()
    page.locator("a[href*='/accounts/signup/']").click()
    page.wait_for_url(re.compile("/accounts/signup/"))
    email = sign_up(page, "en", name="Salma")
    assert urlsplit(page.url).path == walk.lesson("en", 1), (
        "back to the lesson, not to a front page"
    )
    person = "learner_id = (SELECT id FROM people_user WHERE email = ?)"

    walk.enrol_button(page).click()
    expect(walk.done_button(page)).to_be_visible()
    assert portal.count("courses_enrolment", person, email) == 1
    assert walk.progress(page.locator(walk.OUTLINE)) == (0, 9)

    for number, language in enumerate(READ_IN, 1):
        page.goto(walk.lesson(language, number))
        walk.speaks(page, language)
        assert walk.progress(page.locator(walk.OUTLINE)) == (number - 1, 9)
        mark(page)
        assert walk.progress(page.locator(walk.OUTLINE)) == (number, 9), "at once, without reload"
        here = page.locator(f"{walk.OUTLINE} [aria-current=page]").first
        expect(here.locator("..")).to_have_attribute("data-state", "done")
        if number in {1, 6}:
            agree(page, number, language, last=number)

    agree(page, 9, "ar", last=5)
    page.goto("/en/my-learning/")
    walk.certificate_link(page).click()
    number = confirm_name(page, "Salma Ben Youssef", "سلمى بن يوسف")
    prove(page, open_page, number)


def confirm_name(page: Page, name: str, other: str) -> str:
    """The form of the name, then the certificate's number."""
    expect(page.locator("input[name=name]")).to_be_visible()
    page.fill("input[name=name]", name)
    page.fill("input[name=name_other]", other)
    page.locator("main form:has(input[name=name]) button").click()
    expect(page.locator(".certificate__name")).to_contain_text(name)
    expect(page.locator(".certificate__name")).to_contain_text(other)
    return NUMBER.search(page.locator(".certificate").inner_text())[0]


def paper(page: Page) -> tuple[bytes, str]:
    """The PDF behind the button, and its text."""
    link = page.locator("a[href$='paper.pdf']").get_attribute("href")
    answer = page.request.get(link)
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    body = answer.body()
    assert body.startswith(b"%PDF")
    assert len(body) < 60_000
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(body)).pages)
    return body, text


def prove(page: Page, open_page, number: str) -> None:
    """The paper says the same number each time; a stranger elsewhere sees that it is genuine."""
    _body, text = paper(page)
    assert number in text
    assert "Salma Ben Youssef" in text
    assert number in paper(page)[1]
    certificate = walk.address(page)
    verify = urlsplit(page.locator("a[href*='/verify/']").get_attribute("href")).path
    page.reload()
    assert number in page.locator(".certificate").inner_text()

    stranger = open_page(locale="ar-JO")
    answer = stranger.goto(verify)
    assert answer.status == 200
    assert answer.headers["x-robots-tag"] == "noindex"
    walk.speaks(stranger, "ar")
    expect(stranger.locator("meta[name=robots]")).to_have_attribute(
        "content", re.compile("noindex")
    )
    expect(stranger.locator(".verdict--good")).to_be_visible()
    shown = stranger.locator("main").inner_text()
    assert number in shown
    assert "Salma Ben Youssef" in shown
    assert "@" not in shown
    assert stranger.context.cookies() == []
    assert stranger.goto(f"{verify[:-3]}xx/").status == 404
    expect(stranger.locator(".verdict--bad")).to_be_visible()
    stranger.goto(certificate)
    assert "/accounts/login/" in stranger.url


@pytest.mark.slow
@pytest.mark.parametrize("language", walk.BOTH)
def test_the_whole_path_works_without_scripts(open_page, portal, sign_up, language):
    page = open_page(width=390, scripts=False)
    page.goto(walk.course(language))
    page.locator("#start a[href*='/accounts/login/']").click()
    page.locator("a[href*='/accounts/signup/']").click()
    sign_up(page, language, name="Rami")
    assert urlsplit(page.url).path == walk.course(language)

    walk.enrol_button(page).click()
    expect(page.locator("#messages .notice--good")).to_be_visible()
    assert walk.progress(page.locator("#start")) == (0, 9)
    page.locator("#start a.button--main").click()

    for number in range(1, 10):
        assert urlsplit(page.url).path == walk.lesson(language, number)
        mark(page, scripts=False)
        assert walk.progress(page.locator(walk.OUTLINE)) == (number, 9)
        if number < 9:
            page.locator("#done .button--next").click()
            page.wait_for_url(re.compile(walk.lesson(language, number + 1)))

    walk.certificate_link(page).click()
    page.fill("input[name=name]", "")
    page.locator("main form:has(input[name=name])").evaluate("form => { form.noValidate = true }")
    page.locator("main form:has(input[name=name]) button").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    walk.speaks(page, language)

    name = "Rami Odeh" if language == "en" else "رامي عودة"
    other = "رامي عودة" if language == "en" else "Rami Odeh"
    number = confirm_name(page, name, other)
    is_a_tagged_pdf(*paper(page), number, language)
    verify = urlsplit(page.locator("a[href*='/verify/']").get_attribute("href")).path
    stranger = open_page(scripts=False, locale=language)
    stranger.goto(verify)
    walk.speaks(stranger, language)
    expect(stranger.locator(".certificate__name")).to_contain_text(name)


def is_a_tagged_pdf(body: bytes, text: str, number: str, language: str) -> None:
    assert number in text
    root = PdfReader(io.BytesIO(body)).trailer["/Root"]
    assert b"/StructTreeRoot" in body or root.get("/MarkInfo")
    assert root["/Lang"].startswith(language)


@pytest.mark.slow
def test_done_can_be_undone_and_a_finished_course_stays_finished(open_page, portal, sign_up):
    page = open_page()
    email = sign_up(page, "en")
    page.goto(walk.lesson("en", 1))
    walk.enrol_button(page).click()
    expect(walk.done_button(page)).to_be_visible()
    for number in (1, 2):
        page.goto(walk.lesson("en", number))
        mark(page)

    page.goto(walk.lesson("ar", 2))
    walk.undo_button(page).click()
    expect(walk.done_button(page)).to_be_visible()
    assert walk.progress(page.locator(walk.OUTLINE)) == (1, 9)
    agree(page, 1, "en", last=1)

    mine = (
        "enrolment_id = (SELECT e.id FROM courses_enrolment e "
        "JOIN people_user u ON u.id = e.learner_id WHERE u.email = ?)"
    )
    assert portal.count("courses_lessoncompletion", f"{mine} AND undone_at IS NULL", email) == 1
    for number in range(2, 10):
        page.goto(walk.lesson("en", number))
        mark(page)
    expect(walk.certificate_link(page)).to_be_visible()
    walk.undo_button(page).click()
    expect(walk.done_button(page)).to_be_visible()
    expect(walk.certificate_link(page)).to_be_visible()
    page.goto(walk.course("en"))
    expect(page.locator("#start .status")).to_be_visible()
    expect(walk.certificate_link(page)).to_be_visible()


def test_a_person_comes_back_by_a_mailed_code_and_goes_on(open_page, portal, sign_up):
    first = open_page()
    email = sign_up(first, "fr", name="Salma")
    first.goto(walk.lesson("fr", 1))
    walk.enrol_button(first).click()
    expect(walk.done_button(first)).to_be_visible()
    walk.done_button(first).click()
    expect(walk.undo_button(first)).to_be_visible()

    phone = open_page(width=390)
    phone.goto("/fr/my-learning/")
    assert "/fr/accounts/login/" in phone.url
    phone.fill("input[name=login]", email)
    before = len(portal.mails(email))
    phone.get_by_role("button", name="M’envoyer un code par e-mail").click()
    phone.fill("input[name=code]", portal.code_for(email, after=before))
    phone.locator("form:has(input[name=code]) button").first.click()
    phone.wait_for_url(re.compile("/fr/my-learning/"))
    assert walk.progress(phone.locator(".mine")) == (1, 9)

    phone.goto("/ar/")
    assert walk.progress(phone.locator(".resume")) == (1, 9)
    phone.locator(".resume a.button--main").click()
    assert urlsplit(phone.url).path == walk.lesson("ar", 2), "one tap to the next lesson"


def test_another_learner_sees_nothing_of_mine(open_page, portal, sign_up):
    """The address of another's certificate is not there."""
    mine, other = open_page(), open_page()
    sign_up(mine, "en")
    mine.goto(walk.lesson("en", 1))
    walk.enrol_button(mine).click()
    expect(walk.done_button(mine)).to_be_visible()
    sign_up(other, "en")
    for number in range(1, portal.count("courses_enrolment") + 2):
        assert other.goto(f"/en/my-learning/certificates/{number}/").status == 404
        assert other.request.get(f"/en/my-learning/certificates/{number}/paper.pdf").status == 404
