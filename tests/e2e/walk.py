"""Helpers of browser tests: URLs, steps through the portal, and what a reader sees."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import document_fromstring
from playwright.sync_api import APIResponse, Locator, Page, expect

COURSE = "courses/co-producing-social-services/"
LESSONS = (
    "understand/what-co-production-is/",
    "understand/worth-it-here/",
    "understand/who-is-in-the-room/",
    "agree/time-pay-and-benefits/",
    "agree/from-need-to-first-test/",
    "agree/the-legal-door/",
    "agree/agreements-premises-budget/",
    "do/safeguarding-consent-data/",
    "do/measuring-together/",
)
# Of the second course there are English, Spanish and Arabic only.
IN_TWO_LANGUAGES = "news/old-clothes-and-bees-in-beitillo/"
# One page of each kind of record, and of each index_page.
RECORDS = {
    "cases": "cases/",
    "case": "cases/beitillo-waste-to-wealth/",
    "visits": "visits/",
    "visit": "visits/jordan-women-entrepreneurs/",
    "lesson learned": "visits/jordan-women-entrepreneurs/digital-skills/",
    "research": "research/",
    "study": "research/sse-legal-framework/",
    "resource": "research/lebanon-cooperatives/",
    "recommendations": "research/recommendations/",
    "recommendation": "research/recommendations/sort-waste-at-source/",
    "news": "news/",
    "news item": "news/incubator-starts-in-al-koura/",
    "events": "events/",
    "event": "events/waste-to-wealth/",
    "course of others": "courses/citess/",
    "glossary": "glossary/",
    "feedback": "feedback/",
    "sources": "sources/",
    "privacy": "privacy/",
    "accessibility": "accessibility/",
}
LANGUAGES = ("en", "fr", "es", "pt", "el", "ar")
BOTH = ("en", "ar")
ARABIC = re.compile(r"[\u0600-\u06ff]{3}")
PLACE, DONE, OUTLINE = "#place", "#done", "#outline"
FORM = re.compile(
    r'action="(/[^"]+)"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"'
)


def course(language: str) -> str:
    return f"/{language}/{COURSE}"


def lesson(language: str, number: int) -> str:
    return f"/{language}/{COURSE}{LESSONS[number - 1]}"


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def speaks(page: Page, language: str) -> None:
    """The page's shell is in that language, set in its direction, with one h1."""
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", direction(language))
    expect(page.locator("h1")).to_have_count(1)


def address(page: Page) -> str:
    """Path and query of where the page is."""
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def switch_language(page: Page, code: str) -> None:
    """By the menu in the header, as a person would."""
    page.locator(".languages > summary").click()
    choice = page.locator(f".languages li [lang={code}]")
    expect(choice).to_be_visible()
    choice.click()
    page.wait_for_load_state()


def open_menu(page: Page) -> None:
    """On a phone the menu is folded; the entries are then below its sign."""
    page.locator(".menu > summary").click()
    expect(page.locator("nav.nav")).to_be_visible()


def choices(page: Page) -> list[dict[str, str]]:
    """The languages that the menu offers, as they are marked."""
    return page.locator(".languages li > a, .languages li button").evaluate_all(
        "all => all.map(one => ({name: one.innerText || one.textContent.trim(),"
        " lang: one.lang, dir: one.dir, current: one.getAttribute('aria-current')}))"
    )


def progress(scope: Page | Locator) -> tuple[int, int]:
    """What the first progress bar says: done, total."""
    bar = scope.locator("progress").first
    return tuple(bar.evaluate("bar => [bar.value, bar.max]"))


def done_button(page: Page) -> Locator:
    return page.locator("#done form[action$='/done/'] button")


def undo_button(page: Page) -> Locator:
    return page.locator("#done form[action$='/undo/'] button")


def enrol_button(page: Page) -> Locator:
    return page.locator("form[action$='/enrol/'] button").first


def send(page: Page, opened: APIResponse, **fields: str) -> APIResponse:
    """Fill in and send the form of these fields, without drawing the page it stands on. A field
    may stand outside its form, and name it."""
    assert opened.ok, (opened.url, opened.status)
    forms = document_fromstring(opened.body()).forms
    form = next(one for one in forms if fields.keys() & set(one.fields.keys()))
    address = urljoin(opened.url, form.action or "")
    return page.request.post(address, form={**dict(form.form_values()), **fields})


def finish(page: Page, language: str = "en", *, first: int = 1, last: int = 9) -> None:
    """Enrol and mark lessons as done: by the forms of the pages, none of them drawn."""
    for number in range(first, last + 1):
        for action in ["enrol", "done"] if number == 1 else ["done"]:
            html = page.request.get(lesson(language, number)).text()
            address, token = next(one for one in FORM.findall(html) if f"/{action}/" in one[0])
            sent = {"csrfmiddlewaretoken": token}
            answer = page.request.post(address, form=sent, max_redirects=0)
            assert answer.status == 302, answer.status


def certificate_link(page: Page) -> Locator:
    return page.locator("a[href*='/my-learning/certificates/']").first


def enter_password(page: Page, email: str, password: str) -> None:
    """On a sign-in page that is open."""
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("form:has(input[name=password]) button")


def edit_address(portal, language: str, slug: str) -> str:
    """The admin's address for the page of that language."""
    locale = portal.value("SELECT id FROM wagtailcore_locale WHERE language_code = ?", language)
    page = portal.value(
        "SELECT id FROM wagtailcore_page WHERE slug = ? AND locale_id = ?", slug, locale
    )
    return f"/admin/pages/{page}/edit/"


def enter_admin(page: Page, portal, role: str) -> None:
    """By the login page to which the admin redirects; nothing is drawn of either."""
    account = portal.accounts[role]
    opened = page.request.get("/admin/")
    assert "/accounts/login/?next=/admin/" in opened.url
    answer = send(page, opened, login=account["email"], password=account["password"])
    assert urlsplit(answer.url).path == "/admin/", answer.url
