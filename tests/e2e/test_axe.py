"""Accessibility with axe: every template, English and Arabic, light and dark, narrow and wide."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import walk
from tests.e2e.axe import check, faults

pytestmark = pytest.mark.browser

PUBLIC = {
    "home": "/{}/",
    "catalogue": "/{}/courses/",
    "course": "/{}/" + walk.COURSE,
    "lesson": "/{}/" + walk.COURSE + walk.LESSONS[0],
    "lesson with terms and a case": "/{}/" + walk.COURSE + walk.LESSONS[5],
    "library": "/{}/library/",
    "library, nothing found": "/{}/library/?q=qqqqzzzz",
    "library, narrowed": "/{}/library/?q=a&kind=lesson&language=ar&topic=participation",
    "project": "/{}/project/",
    "about": "/{}/about/",
    "sign-in": "/{}/accounts/login/",
    "sign-up": "/{}/accounts/signup/",
    "code for signing in": "/{}/accounts/login/code/",
    "password forgotten": "/{}/accounts/password/reset/",
    "not found": "/{}/nothing/is/here/",
    **{name: "/{}/" + place for name, place in walk.RECORDS.items()},
}


FAINT = "color: #767676; background: #777"
# Each stands in a page that is right without it; then where it is found.
WRONG = {
    "a picture without words": ('<img src="data:,">', "", "320 px, light: image-alt"),
    "faint by day": (f'<p style="{FAINT}">Words</p>', "", "1280 px, light: color-contrast"),
    "faint by night": (
        '<p class="x">Words</p>',
        f"@media (prefers-color-scheme: dark) {{ .x {{ {FAINT} }} }}",
        "1280 px, dark: color-contrast",
    ),
    "faint where it is narrow": (
        '<p class="x">Words</p>',
        f"@media (max-width: 400px) {{ .x {{ {FAINT} }} }}",
        "320 px, light: color-contrast",
    ),
    "shown where it is narrow, faint by night": (
        f'<p class="x" style="{FAINT}">Words</p>',
        ".x { display: none } @media (prefers-color-scheme: dark) and (max-width: 400px) {"
        " .x { display: block } }",
        "320 px, dark: color-contrast",
    ),
    "small where it is narrow": (
        '<p class="x">Words</p>',
        ".x { color: #888; background: #fff; font-size: 40px }"
        " @media (max-width: 400px) { .x { font-size: 12px } }",
        "320 px, light: color-contrast",
    ),
    "wider than a phone": ('<p style="inline-size: 500px">Words</p>', "", "320 px: "),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found(open_page, name):
    """The way these tests look at a page finds what they are for."""
    body, style, wanted = WRONG[name]
    page = open_page()
    whole = "<html lang=en><title>T</title><style>{}</style><main><h1>A</h1>{}</main></html>"

    page.set_content(whole.format("", ""))
    assert faults(page) == []
    page.set_content(whole.format(style, body))
    assert any(one.startswith(wanted) for one in faults(page))


@pytest.mark.parametrize("language", walk.BOTH)
@pytest.mark.parametrize("place", PUBLIC, ids=lambda place: place.replace(" ", "-"))
def test_pages_of_a_stranger(open_page, language, place):
    page = open_page()
    page.goto(PUBLIC[place].format(language))
    check(page, language)


@pytest.mark.parametrize("shell", ["fr", "el"])
def test_a_work_in_the_shell_of_another_language(open_page, shell):
    page = open_page()
    page.goto(f"/{shell}/{walk.IN_TWO_LANGUAGES}")
    check(page, shell)


@pytest.mark.parametrize("language", walk.BOTH)
@pytest.mark.parametrize("option", [0, 2], ids=["wrong", "right"])
def test_a_question_that_was_answered(open_page, language, option):
    page = open_page()
    page.goto(walk.lesson(language, 1))
    question = page.locator(".question").first
    question.locator("input[type=radio]").nth(option).check()
    question.locator("button").click()
    expect(question.locator(".badge")).to_be_visible()
    check(page, language)


@pytest.mark.parametrize("language", walk.BOTH)
def test_the_language_menu_when_it_is_open(open_page, language):
    page = open_page()
    page.goto(f"/{language}/")
    page.locator(".languages > summary").click()
    expect(page.locator(".languages ul")).to_be_visible()
    check(page, language, reviewed="main *, footer *")  # The menu lies over them.


@pytest.mark.parametrize("language", walk.BOTH)
def test_forms_with_mistakes(open_page, portal, language):
    page = open_page()
    page.goto(f"/{language}/accounts/login/")
    page.fill("input[name=login]", "nobody@example.org")
    page.fill("input[name=password]", "certainly wrong")
    page.locator("form:has(input[name=password]) button").click()
    expect(page.locator(".notice--bad")).to_be_focused()
    check(page, language)


@pytest.mark.parametrize("language", walk.BOTH)
def test_the_page_for_the_mailed_code(open_page, language):
    page = open_page()
    page.goto(f"/{language}/accounts/signup/")
    page.fill("input[name=email]", f"axe-{language}@example.org")
    page.locator("form:has(input[name=email]) button").click()
    page.fill("input[name=code]", "0000-0000")
    check(page, language)
    page.locator("form:has(input[name=code]) button").first.click()
    expect(page.locator("input[name=code][aria-invalid=true]")).to_be_visible()
    check(page, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", walk.BOTH)
def test_pages_of_a_learner_who_begins(open_page, sign_up, language):
    page = open_page()
    sign_up(page, language, name="Salma")
    for place in [
        "my-learning/",
        walk.COURSE,
        "accounts/profile/",
        "accounts/email/",
        "accounts/2fa/",
    ]:
        page.goto(f"/{language}/{place}")
        check(page, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", walk.BOTH)
def test_pages_of_a_learner_who_goes_on(open_page, sign_up, language):
    page = open_page()
    sign_up(page, language, name="Salma")
    walk.finish(page, language, last=3)
    for place in ["", "my-learning/", walk.COURSE, walk.COURSE + walk.LESSONS[1]]:
        page.goto(f"/{language}/{place}")
        check(page, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", walk.BOTH)
def test_the_certificate_and_its_way(open_page, sign_up, language):
    page = open_page()
    sign_up(page, language)
    walk.finish(page, language)
    page.goto(f"/{language}/my-learning/")
    check(page, language)
    walk.certificate_link(page).click()
    check(page, language)

    page.fill("input[name=name]", "田中")
    page.locator("form:has(input[name=name]) button").click()
    expect(page.locator("input[name=name]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".notice--bad")).to_be_focused()
    check(page, language)

    page.fill("input[name=name]", "Inês Conceição" if language == "en" else "سلمى بن يوسف")
    page.locator("form:has(input[name=name]) button").click()
    expect(page.locator(".certificate")).to_be_visible()
    check(page, language)
    verify = re.search(r"/verify/[^/]+/", page.content())[0]
    page.goto(f"/{language}/my-learning/")
    check(page, language)

    stranger = open_page(locale=language)
    stranger.goto(verify)
    check(stranger, language)
    stranger.goto("/verify/no-such-code/")
    check(stranger, language)


@pytest.mark.parametrize("language", walk.BOTH)
def test_a_form_that_was_open_for_too_long(open_page, language):
    page = open_page()
    page.goto(f"/{language}/accounts/signup/")
    page.fill("input[name=email]", "axe@example.org")
    page.context.clear_cookies()
    page.locator("form:has(input[name=email]) button").click()
    expect(page.locator(".errorpage")).to_be_visible()
    check(page, language)


@pytest.mark.parametrize("language", walk.BOTH)
def test_what_was_kept_when_a_session_ended(open_page, sign_up, language):
    page = open_page()
    sign_up(page, language)
    page.goto(f"/{language}/accounts/profile/")
    page.fill("input[name=display_name]", "Salma")
    page.context.clear_cookies(name="sessionid")
    page.locator("form:has(input[name=display_name]) button").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    check(page, language)


@pytest.mark.parametrize("language", walk.BOTH)
def test_the_style_guide(open_page, sign_in, language):
    """Every component and block in one page; the samples of a page stand beside one another."""
    page = open_page()
    sign_in(page, "editor")
    assert page.goto(f"/styleguide/?language={language}").status == 200
    check(page, language)
