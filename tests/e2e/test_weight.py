"""Page weight and network: few bytes, no third-party requests, no CSP violations."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e import walk

pytestmark = pytest.mark.browser
# English and Arabic: what these kinds of pages fetched before they were folded and had home's
# question, menus that close and a layout on paper.
BEFORE = {
    "home": (22_534, 23_687),
    "lesson": (26_223, 28_031),
    "course": (21_211, 22_286),
    "cases": (25_704, 26_991),
    "library": (20_873, 21_930),
    "news": (18_617, 19_590),
    "case": (22_828, 23_739),
    "visit": (20_571, 21_381),
    "study": (17_294, 18_009),
    "glossary": (26_155, 28_520),
}
KINDS = {
    "home": "",
    "lesson": walk.COURSE + walk.LESSONS[0],
    "course": walk.COURSE,
    "cases": "cases/",
    "library": "library/",
    "news": "news/",
    **walk.RECORDS,
}
# A learner's lesson may have a quiz, with its scripts.
MOST_BYTES, MOST_OF_A_LEARNER = 30_000, 36_000
MOST_REQUESTS = 8
LESSONS = [walk.COURSE + one for one in walk.LESSONS]
PLACES = ["", "courses/", walk.COURSE, *LESSONS, "library/"]
# Every lesson in the two languages that have all of them; in the others the first. Pages of these
# kinds in the two languages are weighed by a limit of their own, which is lower.
FIRST_VIEWS = [
    f"/{language}/{place}"
    for language in walk.LANGUAGES
    for place in (
        [*LESSONS, *walk.RECORDS.values()]
        if language in walk.BOTH
        else ["", walk.COURSE, *LESSONS[:1]]
    )
    if language not in walk.BOTH or place not in {KINDS[kind] for kind in BEFORE}
]


@dataclass
class Line:
    """What one page fetched, as Chromium's network log counts it."""

    kinds: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        log = page.context.new_cdp_session(page)
        log.on("Network.requestWillBeSent", self.asked)
        log.on("Network.loadingFinished", self.came)
        log.send("Network.enable")
        log.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def asked(self, event: dict) -> None:
        self.kinds[event["requestId"]] = event.get("type", "")
        self.urls[event["requestId"]] = event["request"]["url"]

    def came(self, event: dict) -> None:
        self.sizes[event["requestId"]] = round(event["encodedDataLength"])

    @property
    def bytes_without_pictures(self) -> int:
        return sum(size for one, size in self.sizes.items() if self.kinds[one] != "Image")

    def __str__(self) -> str:
        rows = [f"{size:>7} {self.urls[one]}" for one, size in self.sizes.items()]
        return "\n".join([*rows, f"{self.bytes_without_pictures:>7} without pictures"])


def fetched(page: Page, address: str) -> Line:
    """A first visit: nothing is in any cache."""
    line = Line()
    line.listen(page)
    page.goto(address)
    page.wait_for_timeout(150)  # The picture of the tab comes last.
    assert line.sizes
    return line


@pytest.mark.parametrize("address", FIRST_VIEWS)
def test_a_first_view_is_light(open_page, address):
    line = fetched(open_page(width=390), address)
    assert line.bytes_without_pictures <= MOST_BYTES, f"\n{line}"
    assert len(line.urls) <= MOST_REQUESTS, f"\n{line}"


@pytest.mark.parametrize("kind", BEFORE)
def test_no_kind_of_page_grew_heavier(open_page, kind):
    for language, most in zip(walk.BOTH, BEFORE[kind], strict=True):
        assert most <= MOST_BYTES
        line = fetched(open_page(width=390), f"/{language}/{KINDS[kind]}")
        assert line.bytes_without_pictures <= most, f"\n{line}"
        assert len(line.urls) <= MOST_REQUESTS, f"\n{line}"


@pytest.mark.parametrize("place", ["", walk.COURSE, walk.COURSE + walk.LESSONS[1]])
def test_a_learners_view_is_light(open_page, sign_up, place):
    page = open_page(width=390)
    sign_up(page, "ar")
    walk.finish(page, "ar", last=2)
    line = fetched(page, f"/ar/{place}")
    assert line.bytes_without_pictures <= MOST_OF_A_LEARNER, f"\n{line}"
    assert len(line.urls) <= MOST_REQUESTS, f"\n{line}"


class Watch:
    """Requests to other hosts, and what the browser's console complains of."""

    def __init__(self, page: Page, portal_url: str) -> None:
        self.host = urlsplit(portal_url).netloc
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.context.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.strangers.append(request.url)

    def console(self, message) -> None:
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")


STRANGER = [
    *PLACES,
    "library/?q=a&kind=lesson",
    "library/?q=qqqqzzzz",
    "project/",
    "about/",
    *walk.RECORDS.values(),
    "accounts/login/",
    "accounts/signup/",
    "accounts/login/code/",
    "accounts/password/reset/",
    "nothing/is/here/",
]
SIGNED_IN = [
    "",
    walk.COURSE,
    walk.COURSE + walk.LESSONS[0],
    "my-learning/",
    "accounts/profile/",
    "accounts/email/",
    "accounts/2fa/",
    "accounts/2fa/totp/activate/",
    "accounts/logout/",
    "library/?q=a",
]
# tests/demo/test_walk.py reads every page in six languages for this; a browser, whose word is the
# last, opens all of these in two.
IN_OTHER_LANGUAGES = {
    "",
    walk.COURSE,
    LESSONS[0],
    "library/?q=a",
    "accounts/login/",
    "my-learning/",
}
NO_UNSAFE = re.compile(r"unsafe-(inline|eval|hashes)")


@pytest.mark.slow
@pytest.mark.parametrize("language", walk.LANGUAGES)
def test_no_page_asks_another_host_or_breaks_the_policy(open_page, portal, sign_up, language):
    stranger, learner = open_page(), open_page()
    watches = [Watch(page, portal.url) for page in (stranger, learner)]
    sign_up(learner, language)
    walk.finish(learner, language, last=1)
    for page, places in [(stranger, STRANGER), (learner, SIGNED_IN)]:
        for place in places:
            if language not in walk.BOTH and place not in IN_OTHER_LANGUAGES:
                continue
            answer = page.goto(f"/{language}/{place}")
            policy = answer.headers["content-security-policy"]
            assert answer.status in {200, 404}, place
            assert not NO_UNSAFE.search(policy), place
            assert "default-src 'none'" in policy
    for watch in watches:
        assert watch.strangers == []
        assert watch.complaints == []


@pytest.mark.slow
def test_a_question_and_a_done_break_no_policy_either(open_page, portal, sign_up):
    page = open_page()
    watch = Watch(page, portal.url)
    sign_up(page, "en")
    walk.finish(page, last=8)
    page.goto(walk.lesson("en", 1))
    page.locator(".question resilient-form input[type=radio]").first.check()
    page.locator(".question resilient-form button").first.click()
    page.locator(".question .badge").first.wait_for()
    page.goto(walk.lesson("en", 9))
    walk.done_button(page).click()
    walk.undo_button(page).wait_for()
    walk.certificate_link(page).click()
    page.fill("input[name=name]", "Inês")
    page.locator("form:has(input[name=name]) button").click()
    page.locator(".certificate").wait_for()
    page.goto(re.search(r"/verify/[^/]+/", page.content())[0])
    page.locator(".certificate").wait_for()
    assert watch.strangers == []
    assert watch.complaints == []


ADMIN = [
    "",
    "pages/",
    "pages/{}/",
    "pages/{}/edit/",
    "pages/{}/history/",
    "pages/{}/move/",
    "pages/{}/copy/",
    "images/",
    "images/add/",
    "documents/",
    "reports/site-history/",
    "users/",
    "account/",
    "localize/submit/page/{}/",
]


@pytest.mark.slow
def test_the_admin_asks_no_other_host_and_keeps_its_own_policy(open_page, portal):
    page = open_page()
    watch = Watch(page, portal.url)
    page.goto("/admin/")
    account = portal.accounts["administrator"]
    walk.enter_password(page, account["email"], account["password"])
    page.wait_for_url("**/admin/")
    lesson = portal.value("SELECT MIN(page_ptr_id) FROM courses_lessonpage")
    for place in ADMIN:
        answer = page.goto(f"/admin/{place.format(lesson)}", wait_until="networkidle")
        assert answer.status == 200, place
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
    assert watch.strangers == []
    assert watch.complaints == []
