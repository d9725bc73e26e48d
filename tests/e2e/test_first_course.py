"""A professional's first half hour: on an empty portal, a course of two lessons with a question, a
picture and a file, in English and Arabic, in no more clicks and keys than promised."""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e import axe, walk
from tests.e2e.portal import Portal
from tests.server import ROOT, end, environment, free_port, sqlite_template, start, wait_for

# One portal for all of them.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("empty portal")]

MOST_ACTIONS = 40
ARABIC = {
    "Sharing a garden": "حديقة مشتركة",
    "Lessons": "الدروس",
    "The soil": "التربة",
    "The seed": "البذرة",
    "Good soil is dark and loose.": "التربة الجيدة داكنة ومفككة.",
    "A hand full of dark soil": "حفنة من التربة الداكنة",
    "What does a plant need first?": "ما أول ما يحتاجه النبات؟",
    "Water": "الماء",
    "Without it nothing grows.": "لا ينمو شيء من دونه.",
    "A fence": "سياج",
    "It helps later.": "يفيد لاحقًا.",
    "Sow when the nights are warm.": "ازرع حين تدفأ الليالي.",
}


class Hands:
    """An editor's hands: every click and every key that is no letter of a text is counted, and a
    file costs two, the button and the choice."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        self.actions += 1
        target.click()

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def pick(self, target: Locator, name: str, content: bytes, kind: str) -> None:
        self.actions += 2
        target.set_input_files([{"name": name, "mimeType": kind, "buffer": content}])


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """A portal that nobody has written anything on."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    folder.mkdir()
    if sqlite_template().exists():
        shutil.copy(sqlite_template(), folder / "portal.sqlite3")
    port = free_port()
    own = {"DEMO": "0", "BASE_URL": "http://garden.example.org"}
    env = {**environment(folder, port), **own}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True)
    processes = start(folder, port, **own)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        rows = json.loads((folder / "first-account.json").read_text("utf-8"))
        yield Portal(f"http://127.0.0.1:{port}", folder, {row["role"]: row for row in rows})
    finally:
        end(processes)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 360), "saddlebrown").save(made, "PNG")
    return made.getvalue()


def upload(hands: Hands, block: str, name: str, content: bytes, kind: str) -> None:
    """Choose → upload, in the dialog that a block opens; with an empty library it opens there."""
    page = hands.page
    hands.click(page.locator(f"#{block}-chooser [data-chooser-action-choose]").first)
    form = page.locator(".modal form[enctype]")
    expect(form).to_be_visible()
    hands.pick(form.locator("input[type=file]"), name, content, kind)
    hands.click(form.locator("[type=submit]"))
    expect(page.locator(".modal")).to_have_count(0, timeout=15_000)


def write_first_lesson(hands: Hands) -> None:
    page = hands.page
    hands.click(page.locator("#panel-child-content-body-section [contenteditable=true]").first)
    hands.type("Good soil is dark and loose.")
    upload(hands, "body-1-value-image-image", "soil.png", picture(), "image/png")
    hands.click(page.locator("[name=body-1-value-image-alt_text]"))
    hands.type("A hand full of dark soil")
    hands.click(page.locator("[name=body-2-value-text]"))
    hands.type("What does a plant need first?")
    option = "body-2-value-options-{}-value-{}"
    for number, (answer, why) in enumerate(
        [("Water", "Without it nothing grows."), ("A fence", "It helps later.")]
    ):
        hands.click(page.locator(f"[name={option.format(number, 'text')}]"))
        hands.type(answer)
        hands.click(page.locator(f"[name={option.format(number, 'why')}]"))
        hands.type(why)
    hands.click(page.locator(f"[name={option.format(0, 'right')}]"))
    upload(hands, "body-3-value-document", "sowing.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")


def wait_until_saved(portal: Portal, page: Page, words: str) -> None:
    """The form saves by itself; nobody clicks for it."""
    pk = re.search(r"/pages/(\d+)/edit", page.url)
    assert pk
    for _second in range(150):
        if portal.count(
            "wagtailcore_revision", "object_id = ? AND content LIKE ?", pk[1], f"%{words}%"
        ):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not saved by itself: {words}")


def translate(hands: Hands) -> None:
    """All entries in one form, from field to field by Tab."""
    page = hands.page
    labels = page.locator("label[for^=entry-]")
    expect(labels.first).to_be_visible()
    page.wait_for_load_state("load")
    sources = [words.strip() for words in labels.all_inner_texts()]
    assert set(sources) == set(ARABIC)
    for number, words in enumerate(sources):
        if number:
            hands.press("Tab")
        hands.type(ARABIC[words])


def test_a_course_in_two_languages_on_an_empty_portal(open_page, portal):
    page = open_page()
    walk.enter_admin(page, portal, "administrator")
    page.goto("/admin/")
    hands = Hands(page)

    hands.click(page.get_by_role("link", name="New course"))
    expect(page.locator("[name=title]")).to_be_focused()
    hands.type("Sharing a garden")
    hands.press("Tab")
    hands.type("The soil")
    hands.press("Enter")
    hands.type("The seed")
    hands.click(page.locator("button[name=write]"))
    write_first_lesson(hands)
    wait_until_saved(portal, page, "document__: 1")
    hands.click(page.locator(".course-parts a", has_text="The seed"))
    expect(page.locator("[name=title]")).to_have_value("The seed", timeout=15_000)
    hands.click(page.locator("#panel-child-content-body-section [contenteditable=true]").first)
    hands.type("Sow when the nights are warm.")
    wait_until_saved(portal, page, "Sow when the nights")
    hands.click(page.locator("a[href$='/outline/']").last)
    hands.click(page.get_by_role("button", name="العربية"))
    translate(hands)
    hands.click(page.locator("button[name=publish]"))
    expect(page.locator("[name=open]")).to_have_count(2)
    for box in page.locator("[name=open]").all():
        hands.click(box)
    hands.click(page.get_by_role("button", name="Publish", exact=True))
    expect(page.locator(".messages .success").first).to_be_visible()

    assert hands.actions <= MOST_ACTIONS, hands.actions
    assert page.locator(".help-warning").count() == 0, "nothing is left unseen"
    read(open_page(), "en", "Sharing a garden", "Good soil is dark and loose.")
    read(open_page(), "ar", "حديقة مشتركة", "التربة الجيدة داكنة ومفككة.")


# The width of a picture once it is there; an error where it is broken.
LOADED = "async one => { one.scrollIntoView(); await one.decode(); return one.naturalWidth }"


def read(page: Page, language: str, title: str, words: str) -> None:
    """A visitor finds the course, and reads its first lesson with all that is in it."""
    page.goto(f"/{language}/courses/")
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("h1")).to_have_text(title)
    page.locator("#lessons a").first.click()
    walk.speaks(page, language)
    expect(page.locator(".prose")).to_contain_text(words)
    assert page.locator(".prose img").evaluate(LOADED) > 0
    assert page.locator(".prose a[href*='/files/']").count() == 1
    assert page.locator(".prose input[type=radio]").count() == 2


def test_no_address_of_this_machine_and_no_name_of_the_demonstration(open_page, portal):
    page = open_page()
    walk.enter_admin(page, portal, "administrator")
    for place in ["", "first-steps/", "pages/", "courses/new/", "sites/"]:
        page.goto(f"/admin/{place}")
        words = page.locator("body").inner_text()
        assert not re.search("medtown|localhost", words, re.IGNORECASE), place


@pytest.fixture
def keeper(open_page, portal) -> Page:
    page = open_page()
    walk.enter_admin(page, portal, "administrator")
    return page


def make_course(page: Page, title: str, *lessons: str) -> None:
    """Leads to its outline."""
    page.goto("/admin/courses/new/")
    page.fill("[name=title]", title)
    page.fill("[name=lessons]", "\n".join(lessons))
    page.locator("form:has([name=lessons]) button.button-secondary").click()
    expect(page.locator(".outline__title", has_text=lessons[-1])).to_be_visible()


def test_the_outline_is_ordered_by_keyboard_and_by_dragging(keeper):
    make_course(keeper, "Order", "One", "Two", "Three")
    titles = keeper.locator("li[data-level=lesson] .outline__title")

    keeper.locator("li[data-level=lesson]", has_text="One").locator("[name=down]").focus()
    keeper.keyboard.press("Enter")
    expect(titles).to_have_text(["Two", "One", "Three"])
    moved = keeper.locator("li[data-level=lesson]", has_text="One")
    expect(moved.locator("[name=down]")).to_be_focused()
    keeper.keyboard.press("Enter")
    expect(titles).to_have_text(["Two", "Three", "One"])

    last = keeper.locator("li[data-level=lesson]", has_text="One")
    with keeper.expect_navigation():
        last.locator("[data-handle]").drag_to(titles.first, target_position={"x": 20, "y": 1})
    expect(titles).to_have_text(["One", "Two", "Three"])
    keeper.reload()
    expect(titles).to_have_text(["One", "Two", "Three"])


PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "words");
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", paste));
}"""
WEB = """<h1>Paying aid</h1><p>Ask <a href="https://example.org/">them</a>.</p><ul><li>first</li></ul>
<p dir="rtl">سلام</p><table><tr><th>Aid</th><th>Amount</th></tr><tr><td>Voucher</td><td>20</td></tr>
</table><img src="a.png">"""


def test_a_text_is_pasted_and_a_table_filled_by_keyboard(keeper, portal):
    make_course(keeper, "Aid", "Ways")
    keeper.locator("li[data-level=lesson] .outline__title").click()
    text = keeper.locator("#panel-child-content-body-section [contenteditable=true]").first
    text.evaluate(PASTE, WEB)
    note = keeper.locator(".story-note")
    expect(note).to_contain_text("images")
    expect(note).to_contain_text("direction")
    assert keeper.locator(".grid [data-cell='1,1']").first.input_value() == "20"
    expect(keeper.locator("[name^=body-][name$=-value-text]").first).to_have_value("Paying aid")
    wait_until_saved(portal, keeper, "Voucher")

    keeper.locator("[data-add=table]").click()
    expect(keeper.locator(".grid")).to_have_count(2)
    grid = keeper.locator(".grid").last
    # The editor leads into a new block, once it has been unfolded.
    expect(grid.locator(":focus")).to_have_count(1)
    grid.locator("[data-cell='0,0']").focus()
    for words, key in [("Way", "Tab"), ("Time", "Enter"), ("Card", "Tab"), ("A day", "Enter")]:
        keeper.keyboard.type(words)
        keeper.keyboard.press(key)
    keeper.keyboard.type("Cash")
    cells = [grid.locator(f"[data-cell='{x},{y}']").input_value() for y in (0, 1) for x in (0, 1)]
    assert cells == ["Way", "Time", "Card", "A day"]
    expect(grid.locator("[data-cell='0,2']")).to_have_value("Cash")
    expect(grid.locator("[data-cell='0,2']")).to_be_focused()
    wait_until_saved(portal, keeper, "Cash")


def test_what_is_pasted_into_a_block_within_a_text_keeps_its_rows(keeper, portal):
    make_course(keeper, "Notes", "Ways")
    keeper.locator("li[data-level=lesson] .outline__title").click()
    keeper.locator("[id$=-body-section] .c-sf-add-button").last.click()
    keeper.get_by_role("option", name="Callout").click()
    texts = keeper.locator("[id$=-body-section] [contenteditable=true]")
    expect(texts).to_have_count(2)
    texts.last.evaluate(PASTE, WEB)
    expect(keeper.locator(".story-note")).to_be_visible()
    paragraphs = texts.last.locator("[data-block=true]")
    expect(paragraphs.filter(has_text="Aid · Amount")).to_have_count(1)
    expect(paragraphs.filter(has_text="Voucher · 20")).to_have_count(1)
    expect(paragraphs.filter(has_text="Paying aid")).to_have_count(1)


@pytest.mark.parametrize("language", walk.BOTH)
def test_pages_for_courses_have_no_faults(keeper, language):
    keeper.goto("/admin/account/")
    keeper.select_option("[name=locale-preferred_language]", language)
    keeper.locator("main form [type=submit]").first.click()
    expect(keeper.locator("html")).to_have_attribute("dir", walk.direction(language))

    found = {}
    for place in ["first-steps/", "courses/new/"]:
        keeper.goto(f"/admin/{place}")
        found[place] = look(keeper)
    keeper.fill("[name=title]", "🌱")
    keeper.fill("[name=lessons]", "A")
    keeper.locator("form:has([name=lessons]) button.button-secondary").click()
    expect(keeper.locator(".error-message").first).to_be_visible()
    found["mistakes"] = look(keeper)
    make_course(keeper, f"Faultless {language}", "A", "B")
    expect(keeper.locator(".messages .success")).to_be_visible()
    found["outline"] = look(keeper)
    keeper.locator("form[action*='/prepare/'] button").first.click()
    expect(keeper.locator("label[for^=entry-]").first).to_be_visible()
    found["translate"] = look(keeper)
    keeper.go_back()
    keeper.locator("a[href$='/publish/']").first.click()
    expect(keeper.locator("[name=page]").first).to_be_visible()
    found["publish"] = look(keeper)
    keeper.go_back()
    keeper.locator("li[data-level=lesson] .outline__title").first.click()
    keeper.locator("[data-add=table]").click()
    expect(keeper.locator(".grid")).to_be_visible()
    expect(keeper.locator(".w-panel--nested[role=group]").first).to_be_attached()
    expect(keeper.locator(".w-panel--nested:not([role=group])")).to_have_count(0)
    found["form"] = look(keeper)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def look(page: Page) -> list[str]:
    # What axe cannot tell are colours of Wagtail's own controls.
    found = axe.faults(
        page,
        reviewed="*",
        widths={1280: 900, 390: 844},
        colours=["light"],
        as_high_as_the_page=True,
    )
    # Groups are no landmarks, but axe takes every `section` that has a name for one.
    return [one for one in found if not ("landmark-unique" in one and "w-panel--nested" in one)]
