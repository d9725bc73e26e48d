"""The pictures of docs/screens and README, made by a run of our own, only when they are asked for:

    SCREENS=1 make test TESTS="tests/e2e/test_screens.py -m browser"

Fourteen kinds of pages in English and Arabic, at 390 and 1280 px by day; each once by night; the
paper of the certificate, which pdftoppm draws (Debian's poppler-utils); and the admin as
docs/editing.md tells of it, which is made by itself with `-k editing` behind `browser`.
"""

import io
import os
import re
import subprocess
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e import walk
from tests.server import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("SCREENS") != "1", reason="pictures are made on request"),
]
FOLDER = ROOT / "docs" / "screens"
README_PICTURE = ROOT / "docs" / "screen.webp"
WIDTHS = {390: 844, 1280: 900}
# A long page is cut: its first screens say what it is like.
MOST_HEIGHT = {390: 2000, 1280: 2200}
GOOD_BYTES = 125_000
MOST_BYTES = 150_000
MOST_BYTES_TOGETHER = 6_500_000
NAMES = {"en": "Inês", "ar": "سلمى"}
PRINTED = {
    "en": ("Inês Conceição", ""),
    "ar": ("سلمى بن يوسف", "Salma Ben Youssef"),
}
# By night: each page in one language and one width, all four in turn.
NIGHT = {
    "home": ("ar", 390),
    "catalogue": ("en", 1280),
    "course": ("en", 1280),
    "lesson": ("ar", 1280),
    "library": ("en", 390),
    "my-learning": ("ar", 390),
    "sign-in": ("en", 390),
    "error": ("ar", 390),
    "certificate": ("en", 1280),
    "case": ("ar", 390),
    "visit": ("en", 1280),
    "study": ("ar", 1280),
    "events": ("en", 390),
    "glossary": ("ar", 390),
}
RECORDS = ("case", "visit", "study", "events", "glossary")
EDITING_SIZE = {"width": 1100, "height": 760}
MOST_BYTES_EDITING = 60_000
EDITING = {
    f"editing-{name}.webp"
    for name in (
        "home", "pages", "visit", "checklist", "publish", "links", "translate", "glossary", "user",
        "message",
    )
}  # fmt: skip

TRANSLATING = {
    "translating-dashboard.webp", "translating-version.webp", "translating-editor.webp",
    "checking.ar.390.webp",
}  # fmt: skip


def fewer_shades(counts: list[int], step: int) -> list[int]:
    """Of one channel: the values of large areas stay, those between move to steps."""
    large = sorted(range(256), key=counts.__getitem__)[-12:]
    nearest = [min(large, key=lambda one: abs(one - value)) for value in range(256)]
    return [
        near if abs(near - value) <= step / 2 else min(255, round(value / step) * step)
        for value, near in enumerate(nearest)
    ]


def webp(png: bytes, most_height: int) -> bytes:
    """Without loss, but for shades that no eye tells apart: letters stay sharp, at half the weight
    of a lossy picture."""
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    drawn = drawn.crop((0, 0, drawn.width, min(drawn.height, most_height)))
    counts = drawn.histogram()
    channels = [counts[:256], counts[256:512], counts[512:]]
    for step in (3, 5, 8):
        table = [value for one in channels for value in fewer_shades(one, step)]
        out = io.BytesIO()
        drawn.point(table).save(out, "WEBP", lossless=True, quality=80, method=4)
        if out.tell() < GOOD_BYTES:
            break
    return out.getvalue()


def take(page: Page, name: str, language: str, address: str = "") -> None:
    """The page by day in both widths, and by night where it is this page's turn."""
    if address:
        page.goto(address)
    walk.speaks(page, language)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ["light", "dark"]:
            if theme == "dark" and NIGHT[name] != (language, width):
                continue
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            file = FOLDER / f"{name}.{language}.{width}.{theme}.webp"
            page.evaluate("document.activeElement?.blur()")
            png = page.screenshot(full_page=True, animations="disabled")
            file.write_bytes(webp(png, MOST_HEIGHT[width]))
            assert 3_000 < file.stat().st_size < MOST_BYTES, file.name


@pytest.mark.parametrize("language", walk.BOTH)
def test_pictures_of_every_kind_of_page(open_page, sign_up, language):
    FOLDER.mkdir(parents=True, exist_ok=True)
    stranger, learner = open_page(), open_page()
    take(stranger, "catalogue", language, f"/{language}/courses/")
    words = "agreements" if language == "en" else "اتفاقيات"
    take(stranger, "library", language, f"/{language}/library/?q={words}&kind=lesson")
    take(stranger, "sign-in", language, f"/{language}/accounts/login/")
    take(stranger, "error", language, f"/{language}/courses/agreements/")
    for name in RECORDS:
        take(stranger, name, language, f"/{language}/{walk.RECORDS[name]}")

    sign_up(learner, language, name=NAMES[language])
    walk.finish(learner, language, last=3)
    take(learner, "home", language, f"/{language}/")
    take(learner, "course", language, walk.course(language))
    take(learner, "my-learning", language, f"/{language}/my-learning/")
    learner.goto(walk.lesson(language, 4))
    quiz = learner.locator("form[data-quiz]")
    quiz.locator("fieldset[data-question] input[type=radio]").first.check()
    expect(quiz.locator("output[data-answer-state=kept]")).to_be_visible()
    take(learner, "lesson", language)

    walk.finish(learner, language, first=4)
    learner.goto(f"/{language}/my-learning/")
    walk.certificate_link(learner).click()
    name, other = PRINTED[language]
    learner.fill("input[name=name]", name)
    learner.fill("input[name=name_other]", other)
    learner.locator("form:has(input[name=name]) button").click()
    expect(learner.locator(".certificate")).to_be_visible()
    learner.reload()
    take(learner, "certificate", language)
    paper = learner.request.get(learner.locator("a[href$='paper.pdf']").get_attribute("href"))
    draw = ["pdftoppm", "-png", "-r", "100", "-singlefile", "-"]
    drawn = subprocess.run(draw, input=paper.body(), capture_output=True, check=True)
    (FOLDER / f"certificate-paper.{language}.webp").write_bytes(webp(drawn.stdout, 900))


def test_the_picture_of_the_readme(open_page, sign_up):
    page = open_page()
    sign_up(page, "en", name=NAMES["en"])
    walk.finish(page, last=3)
    page.goto("/en/")
    README_PICTURE.write_bytes(webp(page.screenshot(animations="disabled"), 900))
    assert README_PICTURE.stat().st_size < MOST_BYTES


@pytest.fixture
def editor(open_page, portal) -> Page:
    """The admin, as the demonstration's editor finds it, in a window of a small screen."""
    page = open_page(reduced_motion="reduce")
    page.set_viewport_size(EDITING_SIZE)
    walk.enter_admin(page, portal, "editor")
    in_english(page)
    page.goto("/admin/")
    return page


def in_english(page: Page) -> None:
    """The menus of who is signed in, as docs/editing.md names them."""
    page.goto("/admin/account/")
    page.select_option("[name=locale-preferred_language]", "en")
    page.locator("main form [type=submit]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def take_editing(name: str, scene: Page | Locator) -> None:
    """What the window shows, or one part of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"editing-{name}.webp"
    png = scene.screenshot(animations="disabled")
    file.write_bytes(webp(png, EDITING_SIZE["height"]))
    assert 3_000 < file.stat().st_size < MOST_BYTES_EDITING, (file.name, file.stat().st_size)


def test_pictures_of_translating(open_page, portal, sign_in):
    """Behind `browser` and alone: what docs/translating.md and docs/checking.md show."""
    page, phone = open_page(reduced_motion="reduce"), open_page(width=390)
    page.set_viewport_size(EDITING_SIZE)
    walk.enter_admin(page, portal, "administrator")
    key = UUID(
        portal.value(
            "SELECT translation_key FROM wagtailcore_page WHERE slug = ? LIMIT 1", "irbid-thyme"
        )
    )
    places = {
        "dashboard": "/admin/translations/?language=ar",
        "version": f"/admin/translations/{key}/ar/",
        "editor": walk.edit_address(portal, "ar", "irbid-thyme"),
    }
    for name, address in places.items():
        page.goto(address)
        expect(
            page.locator("main ins, main table, .js-translation-editor li").first
        ).to_be_visible()
        png = page.screenshot(animations="disabled")
        (FOLDER / f"translating-{name}.webp").write_bytes(webp(png, EDITING_SIZE["height"]))
    sign_in(phone, "Arabic translator", "ar")
    phone.goto(f"/ar/versions/{key}/ar/check/?at=4")
    expect(phone.locator("button[value=right]")).to_be_visible()
    (FOLDER / "checking.ar.390.webp").write_bytes(
        webp(phone.screenshot(animations="disabled"), 844)
    )


def panel(page: Page, heading: str) -> Locator:
    """A part of the form by its heading."""
    return page.locator("section.w-panel", has=page.get_by_role("heading", name=heading)).first


def test_pictures_for_editing_a_page(editor, portal):
    take_editing("home", editor)
    visits = walk.edit_address(portal, "en", "visits")
    editor.goto(visits.removesuffix("edit/"))
    take_editing("pages", editor)

    editor.goto(walk.edit_address(portal, "en", "seville-projects"))
    expect(panel(editor, "Aim")).to_be_visible()
    panel(editor, "Aim").scroll_into_view_if_needed()
    take_editing("visit", editor)
    editor.locator("footer .w-dropdown__toggle").click()
    expect(
        editor.locator("footer button[name=action-publish][value=action-publish]")
    ).to_be_visible()
    take_editing("publish", editor)
    editor.goto(walk.edit_address(portal, "en", "four-days-together-in-seville"))
    expect(panel(editor, "Before you publish")).to_be_visible()
    take_editing("checklist", editor)
    editor.get_by_role("tab", name="Promote").click()
    links = panel(editor, "Builds on")
    expect(links.locator("[data-chooser-title], .chooser__title").first).to_be_visible()
    links.scroll_into_view_if_needed()
    take_editing("links", links)


def test_pictures_for_editing_translations(editor, portal):
    editor.goto(walk.edit_address(portal, "fr", "seville-projects"))
    expect(editor.locator(".js-translation-editor li.complete").first).to_be_visible()
    take_editing("translate", editor)
    term = portal.value("SELECT id FROM translations_term WHERE slug = ?", "time-bank")
    editor.goto(f"/admin/snippets/translations/term/edit/{term}/")
    expect(panel(editor, "Wordings, one per language")).to_be_visible()
    panel(editor, "Wordings, one per language").scroll_into_view_if_needed()
    take_editing("glossary", editor)


def test_pictures_for_editing_accounts_and_messages(open_page, editor, portal):
    reader = open_page()
    reader.goto("/en/feedback/")
    reader.check("input[name=about][value=fact]")
    reader.fill("input[name=page]", "Visits to projects in Seville during a training")
    reader.fill("textarea[name=words]", "The visits took place on the second and the third day.")
    reader.locator("form:has(textarea[name=words]) button").click()
    expect(reader).to_have_url(re.compile("/feedback/received/"))
    message = portal.value("SELECT MAX(id) FROM people_feedback")
    editor.goto(f"/admin/snippets/people/feedback/edit/{message}/")
    take_editing("message", editor)

    administrator = open_page(reduced_motion="reduce")
    administrator.set_viewport_size(EDITING_SIZE)
    walk.enter_admin(administrator, portal, "administrator")
    administrator.goto("/admin/users/new/")
    take_editing("user", administrator)


def test_all_pictures_are_there_and_light():
    made = {file.name: file.stat().st_size for file in FOLDER.glob("*.webp")}
    wanted = {
        f"{name}.{language}.{width}.light.webp"
        for name in NIGHT
        for language in walk.BOTH
        for width in WIDTHS
    }
    wanted |= {f"{name}.{language}.{width}.dark.webp" for name, (language, width) in NIGHT.items()}
    wanted |= {f"certificate-paper.{language}.webp" for language in walk.BOTH}
    wanted |= EDITING | TRANSLATING
    assert set(made) == wanted
    assert max(made.values()) < MOST_BYTES
    assert sum(made.values()) < MOST_BYTES_TOGETHER
