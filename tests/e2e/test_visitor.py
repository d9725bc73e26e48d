"""An anonymous visitor's journey: read, answer, search, switch language; nothing is stored."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import walk

pytestmark = pytest.mark.browser
# Which option of the first lesson's first question is right; the page does not tell.
WRONG, RIGHT = 0, 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", walk.BOTH)
def test_a_visitor_reads_from_home_to_a_lesson(open_page, language, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto(f"/{language}/")
    walk.speaks(page, language)

    walk.open_menu(page)
    page.locator(f"nav.nav a[href='/{language}/courses/']").click()
    expect(page).to_have_url(re.compile(rf"/{language}/courses/$"))
    walk.speaks(page, language)
    expect(page.locator(".nav [aria-current=page]")).to_have_count(1)

    card = page.locator(".card", has=page.locator(f"a[href='{walk.course(language)}']"))
    expect(card.locator(".meta")).to_contain_text(re.compile(r"\d"))
    expect(card.locator(".chips [lang=ar]")).to_have_count(1)
    card.locator(".card__title a").click()
    expect(page).to_have_url(re.compile(rf"{walk.course(language)}$"))
    walk.speaks(page, language)
    expect(page.locator("#lessons .outline__item")).to_have_count(9)

    page.locator("#start a.button--main").click()
    expect(page).to_have_url(re.compile(rf"{walk.lesson(language, 1)}$"))
    walk.speaks(page, language)
    expect(page.locator(walk.PLACE)).to_contain_text(re.compile(r"1\D+9"))
    expect(page.locator(".outline [aria-current=page]")).to_have_count(1)

    page.locator("#done .button--next").click()
    expect(page).to_have_url(re.compile(rf"{walk.lesson(language, 2)}$"))
    assert page.context.cookies() == []


def question(page: Page):
    return page.locator(".question").first


def check(page: Page, option: int) -> None:
    question(page).locator("input[type=radio]").nth(option).check()
    question(page).locator("button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", walk.BOTH)
def test_a_question_answers_why_and_keeps_nothing(open_page, language, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto(walk.lesson(language, 1))
    title = page.locator("h1").inner_text()
    assert page.locator(".question .notice, .question .badge").count() == 0

    check(page, WRONG)
    expect(question(page).locator("[data-is=wrong] .badge--bad")).to_be_visible()
    expect(question(page).locator("input:checked")).to_have_accessible_description(
        re.compile(r"\S")
    )
    expect(question(page).locator(".notice")).to_be_visible()
    expect(question(page).locator("[data-is=right]")).to_have_count(0)

    check(page, RIGHT)
    expect(question(page).locator("[data-is=right] .badge--good")).to_be_visible()
    expect(question(page).locator("[data-is=wrong]")).to_have_count(0)
    expect(question(page).locator("input:checked")).to_have_count(1)
    expect(page.locator("h1")).to_have_text(title)
    walk.speaks(page, language)

    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.goto(walk.lesson(language, 1))
    expect(page.locator(".question input:checked")).to_have_count(0)


def test_with_scripts_an_answer_does_not_leave_the_page(open_page):
    page = open_page()
    page.goto(walk.lesson("en", 1))
    page.evaluate("window.stayed = true")
    check(page, RIGHT)
    expect(question(page).locator(".badge--good")).to_be_visible()
    assert page.evaluate("window.stayed")
    assert walk.address(page) == walk.lesson("en", 1)


def test_the_page_does_not_tell_which_answer_is_right(open_page):
    """Until it is answered, no feedback stands in the page, seen or unseen."""
    page = open_page()
    page.goto(walk.lesson("en", 1))
    before = page.content()
    check(page, RIGHT)
    why = question(page).locator(".notice__body").inner_text()
    assert why
    assert why not in before
    assert "data-is" not in before


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_language_is_switched_on_the_lesson_itself(open_page, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto(walk.lesson("en", 2))
    english = page.locator("h1").inner_text()

    walk.switch_language(page, "ar")
    assert walk.address(page) == walk.lesson("ar", 2)
    walk.speaks(page, "ar")
    arabic = page.locator("h1").inner_text()
    assert walk.ARABIC.search(arabic)
    expect(page.locator("main")).not_to_have_attribute("lang", re.compile("."))
    assert [c["value"] for c in page.context.cookies() if c["name"] == "language"] == ["ar"]

    walk.switch_language(page, "fr")
    assert walk.address(page) == walk.lesson("fr", 2)
    walk.speaks(page, "fr")
    assert page.locator("h1").inner_text() not in {english, arabic}

    page.goto("/")
    assert walk.address(page) == "/fr/", "the choice is remembered on this device"


def test_with_scripts_the_section_is_kept_too(open_page):
    page = open_page(width=390)
    page.goto(walk.lesson("en", 1))
    headings = page.locator(".prose :is(h2, h3)")
    headings.nth(1).evaluate("heading => heading.scrollIntoView()")
    page.wait_for_timeout(700)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(700)

    walk.switch_language(page, "ar")
    walk.speaks(page, "ar")
    expect(headings.nth(1)).to_be_in_viewport()
    expect(headings.nth(1)).to_be_focused()

    page.goto(walk.lesson("en", 2))
    assert page.evaluate("scrollY") == 0, "another lesson begins at its beginning"


@pytest.mark.parametrize("reader", ["fr", "el"])
def test_a_work_that_is_missing_stands_in_the_readers_shell(open_page, reader):
    page = open_page(width=390)
    response = page.goto(f"/{reader}/{walk.IN_TWO_LANGUAGES}")
    assert response.status == 200
    walk.speaks(page, reader)
    main = page.locator("main")
    expect(main).to_have_attribute("lang", "en")
    expect(main).to_have_attribute("dir", "ltr")
    notice = page.locator(f".notices[lang={reader}]")
    expect(notice).to_be_visible()
    expect(notice.locator(".notice--watch")).to_contain_text("English")
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    canonical = page.locator("link[rel=canonical]")
    expect(canonical).to_have_attribute("href", re.compile(rf"/en/{walk.IN_TWO_LANGUAGES}$"))


def test_an_arabic_reader_meets_latin_letters_set_apart(open_page):
    """A title in other letters inside an Arabic page carries its own language."""
    page = open_page()
    page.goto("/ar/library/?q=wallapop")
    walk.speaks(page, "ar")
    expect(page.locator("input#q")).to_have_value("wallapop")
    expect(page.locator("#found bdi")).to_have_text("wallapop")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "agreements"), ("ar", "اتفاقيات")], ids=walk.BOTH
)
def test_the_library_is_searched_narrowed_and_keeps_both(open_page, language, words, scripts):
    page = open_page(width=390, scripts=scripts)
    page.goto(f"/{language}/")
    page.fill("#q", words)
    page.locator(".hero__search button").click()
    expect(page).to_have_url(re.compile(rf"/{language}/library/\?q="))
    walk.speaks(page, language)
    rows = page.locator(".works > li")
    before = rows.count()
    assert before >= 2
    titles = rows.locator(".work__title").all_inner_texts()
    assert len(set(titles)) == before, "each work stands once"

    page.locator("a[href='#filters']").click()
    page.locator(".facets input[name=kind][value=lesson]").check()
    page.locator(".facets > button").click()
    expect(page).to_have_url(re.compile("kind=lesson"))
    expect(page.locator("#q")).to_have_value(words)
    expect(page.locator(".work:not([data-kind=lesson])")).to_have_count(0)
    narrowed = rows.count()
    assert 0 < narrowed < before

    here = walk.address(page)
    other = "ar" if language == "en" else "en"
    walk.switch_language(page, other)
    assert walk.address(page) == here.replace(f"/{language}/", f"/{other}/", 1)
    walk.speaks(page, other)
    expect(page.locator("#q")).to_have_value(words)
    expect(page.locator(".facets input[value=lesson]")).to_be_checked()
    expect(rows).to_have_count(narrowed)

    page.locator(".chip--off").first.click()
    expect(page).not_to_have_url(re.compile("kind=lesson"))
    expect(page.locator("#q")).to_have_value(words)
    expect(rows).to_have_count(before)


def test_the_same_word_is_found_however_it_is_written(open_page):
    page = open_page()
    found = []
    for words in ["اتفاقيات", "إتفاقيات", "اتّفاقيات", "اتفـــاقيات"]:
        page.goto(f"/ar/library/?q={words}")
        found.append(page.locator(".work__title").all_inner_texts())
    assert found[0]
    assert all(titles == found[0] for titles in found)


@pytest.mark.parametrize(
    "place",
    ["accounts/login/", "accounts/signup/", "nothing/is/here/", "library/?q=x&kind=course"],
)
def test_every_page_changes_language_where_it_is(open_page, place):
    page = open_page(width=390)
    status = page.goto(f"/en/{place}").status
    offered = walk.choices(page)
    assert [one["lang"] for one in offered] == list(walk.LANGUAGES)
    assert [one["dir"] for one in offered] == [walk.direction(one) for one in walk.LANGUAGES]
    assert offered[0]["current"]
    assert offered[-1]["name"] == "العربية"

    for code in ["ar", "el"]:
        walk.switch_language(page, code)
        assert walk.address(page) == f"/{code}/{place}"
        walk.speaks(page, code)
        assert page.goto(f"/{code}/{place}").status == status
    cookie = next(c for c in page.context.cookies() if c["name"] == "language")
    assert cookie["value"] == "el"


def test_a_signed_in_person_switches_on_the_profile_and_it_is_kept(open_page, sign_up, portal):
    page = open_page(width=390)
    email = sign_up(page, "en")
    page.goto("/en/accounts/profile/")
    walk.switch_language(page, "ar")
    assert walk.address(page) == "/ar/accounts/profile/"
    walk.speaks(page, "ar")
    assert portal.count("people_user", "email = ? AND language = 'ar'", email) == 1
    page.context.clear_cookies(name="language")
    page.goto("/")
    assert walk.address(page) == "/ar/"


def test_the_first_visit_follows_the_browser(open_page):
    page = open_page(locale="ar-TN")
    page.goto("/")
    assert walk.address(page) == "/ar/"
    page.goto(f"{walk.course('fr')}")
    walk.speaks(page, "fr")
