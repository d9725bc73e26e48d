"""Crawl of the whole demonstration: complete, in six languages, without dead links."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import global_settings, settings
from django.test import Client
from lxml.etree import XPath
from lxml.html import document_fromstring, tostring
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from core import works
from core.models import BasePage
from courses.models import CoursePage, LessonPage
from courses.quizzes.published import quiz_of
from demo import fixtures, loader, manifest
from demo.models import DemoItem
from demo.sources import BadSource
from demo.streams import key_of
from people.models import User
from tests.database import lay_anew
from tests.rooms import language_of
from tests.server import prepared
from translations import following, review
from translations.freshness.derived import languages_of
from translations.merging import Merge
from translations.models import Freshness, PieceCheck

pytestmark = [
    pytest.mark.demo,
    pytest.mark.slow,
    pytest.mark.sqlite,
    pytest.mark.xdist_group("demonstration"),  # one worker walks it; what it has asked is cached
]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, request):
    """The loaded demonstration that the browser tests start from, with real commits; the database
    is laid anew afterwards."""
    with django_db_blocker.unblock():
        lay_anew(source=prepared() / "portal.sqlite3")
        for name in ("media", "demo-accounts.json"):
            copy(prepared() / name, Path(settings.DATA_DIR) / name)
        yield
        lay_anew()


def copy(source: Path, place: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, place, dirs_exist_ok=True)
    else:
        shutil.copy(source, place)


@pytest.fixture(autouse=True)
def open_database(demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield


# Three words in small Latin letters, one after the other: a sentence, no name.
ENGLISH = re.compile(r"\b[a-z]{2,}(?:\s+[a-z]{2,}){2,}\b")
# What stands in its own language: titles of others, as they were published, and official names of
# offices and kinds of contract, which a reader needs as they stand on the door or in the law.
PUBLISHED = {
    "local ecosystem of", "participatory consultation process",
    "sense of ownership one step forward",
    "servicios sociales comunitarios", "de iniciativa social", "junta de freguesia",
    "emploi et le travail", "instance de la commande publique", "la protection de",
    "nationale de protection des",
}  # fmt: skip
# Text whose nearest element that says a language says Arabic or Greek. What stands in bdi speaks
# for itself; scripts and templates are read by nobody.
READ = """//text()[
  ancestor::*[@lang or self::bdi or self::script or self::style or self::template][1]
  [@lang = 'ar' or @lang = 'el']
  [not(self::bdi or self::script or self::style or self::template)]
]"""
# What a browser fetches by itself, and what the content policy keeps it from running.
FETCHED = """//@src | //@srcset | //@poster | //@data[parent::object]
  | //link[not(contains('canonical alternate search', @rel))]/@href"""
INLINE = """//script[not(@src)][not(contains(@type, 'json'))] | //style | //*[@style]
  | //*[@*[starts-with(name(), 'on')]]"""
HREFS, IDS, TEXTS, FETCHES, INLINES = (
    XPath(path, smart_strings=False)
    for path in ("//a/@href[. != '']", "//@id", READ, FETCHED, INLINE)
)


class Links:
    """Addresses, fragments, headings and pictures of a page, Latin words where none belong, and
    what the content policy forbids: what comes from another host, a script or style within it."""

    def __init__(self, html: str) -> None:
        page = document_fromstring(html or "<p>")
        self.hrefs: list[str] = HREFS(page)
        self.ids: list[str] = IDS(page)
        self.h1 = len(page.xpath("//h1"))
        self.without_alt = len(page.xpath("//img[not(@alt)]"))
        self.forbidden = [one for one in FETCHES(page) if re.match(r"\s*(\w+:|//)", one)]
        self.forbidden += [tostring(one, encoding="unicode")[:80] for one in INLINES(page)]
        self.crumbs = {words for text in TEXTS(page) for words in ENGLISH.findall(text)} - PUBLISHED


def live_addresses() -> list[str]:
    keys = set(
        Page.objects.filter(live=True, depth__gt=1).values_list("translation_key", flat=True)
    )
    found = works.resolve(keys, user=None).values()
    own = [version.url for work in found for version in work.versions.values()]
    shells = [work.url(code) for work in found for code, _name in settings.LANGUAGES]
    return sorted({*own, *shells, *(f"/{code}/library/" for code, _name in settings.LANGUAGES)})


def test_every_page_in_six_languages_is_whole():
    """200, right language and direction, one h1, no dead link, no raw key, no placeholder, nothing
    from another host, no script or style within it, no English in an Arabic or Greek sentence but
    where it is marked as another language."""
    client, pages, faults = Client(), {}, []
    for address in live_addresses():
        answer = client.get(address, follow=True)
        html = answer.content.decode()
        pages[address] = Links(html)
        code = address.split("/")[1]
        way = "rtl" if code == "ar" else "ltr"
        if answer.status_code != 200:
            faults.append(f"{address}: {answer.status_code}")
        if f'<html lang="{code}" dir="{way}"' not in html:
            faults.append(f"{address}: lang or dir")
        if pages[address].h1 != 1 or pages[address].without_alt:
            faults.append(f"{address}: h1 {pages[address].h1}, alt {pages[address].without_alt}")
        if re.search(r"%\(\w+\)s|\{\{|\{%|Lorem|TODO|>None</(?!td)", html):
            faults.append(f"{address}: something raw")
        faults += [f"{address}: {crumb}" for crumb in sorted(pages[address].crumbs)]
        faults += [f"{address}: {one}" for one in pages[address].forbidden]
    for address, found in list(pages.items()):
        faults += dead(client, address, found, pages)

    assert faults == []
    assert len(pages) > 800


def dead(client: Client, address: str, found: Links, pages: dict[str, Links]) -> list[str]:
    faults = []
    for href in set(found.hrefs):
        path, _hash, fragment = href.partition("#")
        if "://" in href or href.startswith(("mailto:", "/language/")):
            continue
        plain = (path or address).partition("?")[0]
        if plain not in pages:
            answer = client.get(plain, follow=True)
            is_page = answer.headers["Content-Type"].startswith("text/html")
            html = answer.content.decode() if is_page and answer.status_code == 200 else ""
            pages[plain] = Links(html)
            if answer.status_code != 200:
                faults.append(f"{address}: {href} answers {answer.status_code}")
        if fragment and fragment not in pages[plain].ids:
            faults.append(f"{address}: nothing is called #{fragment} at {plain}")
    return faults


def test_tree_has_no_problems():
    assert Page.find_problems() == ([], [], [], [], [])


def test_loading_again_changes_nothing():
    before = {page.pk: page.latest_revision_id for page in Page.objects.all()}

    lines = [loader.load(item) for item in manifest.works()]

    assert set(lines) == {""}
    assert {page.pk: page.latest_revision_id for page in Page.objects.all()} == before


def test_translations_are_real_and_marked_as_drafts():
    lesson = LessonPage.objects.get(locale__language_code="en", slug="what-co-production-is")
    translation = Translation.objects.get(
        source__object_id=lesson.translation_key, target_locale__language_code="ar"
    )

    assert translation.get_progress()[0] == translation.get_progress()[1] > 40
    assert review.is_machine_draft(lesson.translation_key, "ar")
    assert not review.is_machine_draft(lesson.translation_key, "en")
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_one_page_is_partly_checked_says_that_nobody_did_and_stays_so():
    key = key_of("about/translations")
    states = review.of_works([key])[key]
    marks = list(PieceCheck.objects.order_by("pk").values())

    DemoItem.objects.filter(key="about/translations").update(source_hash="older")
    line = loader.load(manifest.by_name()["about/translations"])

    assert line.startswith("about/translations: ")
    assert list(PieceCheck.objects.order_by("pk").values()) == marks
    assert review.of_works([key])[key].keys() == states.keys()
    assert {code for code, one in states.items() if one.review == "partly"} == {"fr", "ar"}
    assert [(states[code].checked, states[code].doubts) for code in ("fr", "ar")] == [
        (4, 0),
        (4, 1),
    ]
    others = Freshness.objects.exclude(translation_key=key)
    assert set(others.values_list("review", flat=True)) == {"own", "machine"}
    account = User.objects.get(pk__in={one["person_id"] for one in marks})
    assert not account.is_active
    assert not account.has_usable_password()
    html = Client().get("/fr/about/translations/").content.decode()
    assert 'data-review="partly"' in html
    assert account.display_name in document_fromstring(html).find(".//main").text_content()


def test_every_course_has_two_quizzes_in_all_its_languages():
    for course in CoursePage.objects.filter(locale__language_code="en", elsewhere=""):
        lessons = LessonPage.objects.descendant_of(course)
        quizzes = [quiz_of(one.translation_key) for one in lessons]
        quizzes = [one for one in quizzes if one.questions]
        assert len(quizzes) == 2, course
        for quiz, language in product(quizzes, languages_of(course.translation_key)):
            for question in quiz.questions:
                assert quiz.words_of(question, language).language == language, question.id


def test_translations_have_the_values_of_their_originals():
    """So an editor who publishes an original publishes no translation along with it."""
    for page in LessonPage.objects.filter(locale__language_code="en"):
        for version in following.followers(page):
            assert not following.take_over(page, version, Merge({}, {})), version


def test_slugs_are_the_same_in_all_languages():
    for model in [one for one in apps.get_models() if issubclass(one, BasePage)]:
        for page in model.objects.filter(depth__gt=2):
            slugs = model.objects.filter(translation_key=page.translation_key)
            assert set(slugs.values_list("slug", flat=True)) == {page.slug}


def test_work_missing_in_french_is_said_and_offered():
    html = Client().get("/fr/news/old-clothes-and-bees-in-beitillo/").content.decode()

    assert language_of(html) == ("fr", "ltr")
    assert language_of(html, "main") == ("en", "ltr")
    assert "noindex" in html


def test_what_a_person_changed_is_left_alone():
    item = manifest.by_name()["about"]
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.summary = "Written by a person."
    page.save_revision().publish()
    DemoItem.objects.filter(key="about").update(source_hash="older")

    line = loader.load(item)

    assert "left as it is" in line
    assert type(page).objects.get(pk=page.pk).summary == "Written by a person."


def test_a_work_that_was_cut_short_is_loaded_by_the_next_call(monkeypatch):
    item = manifest.by_name()["terms"]
    DemoItem.objects.filter(key="terms").update(source_hash="older")
    save = loader.save_version

    def stop_at_greek(item, original, language, links):
        if language == "el":
            raise KeyboardInterrupt
        return save(item, original, language, links)

    monkeypatch.setattr(loader, "save_version", stop_at_greek)
    with pytest.raises(KeyboardInterrupt):
        loader.load(item)
    monkeypatch.undo()

    assert loader.load(item) == f"terms: {' '.join(item.files)}"
    assert loader.load(item) == ""


def test_accounts_are_made_once_and_kept_private(settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the loading portal's
    rows = fixtures.read_accounts()
    again = fixtures.load_accounts()

    assert again == rows
    assert {row["role"] for row in rows} == {
        "learner", "second learner", "coordinator", "researcher", "editor", "Arabic translator",
        "administrator",
    }  # fmt: skip
    assert fixtures.accounts_path().stat().st_mode & 0o077 == 0
    assert all(User.objects.get(email=row["email"]).check_password(row["password"]) for row in rows)


def test_a_translation_of_another_structure_is_refused(tmp_path):
    item = manifest.by_name()["about"]
    text = item.files["fr"].read_text("utf-8")
    shorter = tmp_path / "about.fr.md"
    shorter.write_text(text.rsplit("\n## ", 1)[0] + "\n", encoding="utf-8")
    other = type(item)("about", item.model, "home", "about", {**item.files, "fr": shorter})
    page = loader.Page.objects.get(slug="about", locale__language_code="en").specific

    with pytest.raises(BadSource, match=r"differ from the original|original has"):
        loader.save_version(other, loader.read_original(item, page), "fr", loader.Links())
