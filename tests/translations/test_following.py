"""What is not words follows the original at once, kind of value by kind of value."""

import copy
import json

import pytest
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, TranslationContext

from core.caching import generation
from courses.models import LessonPage
from tests.factories.core import standard_page, topic, translated
from tests.factories.quizzes import one_of_each, option, question, quiz_lesson, uid

pytestmark = pytest.mark.database

CALLOUT = {
    "type": "callout", "id": uid("callout"),
    "value": {"tone": "note", "title": "Mind", "text": "<p>Ask <a href=\"https://one.example\">them</a>.</p>"},
}  # fmt: skip
LINKS = {
    "type": "links",
    "id": uid("links"),
    "value": {
        "heading": "More",
        "items": [
            {
                "type": "item", "id": uid("link"),
                "value": {"title": "Guide", "text": "", "icon": "page", "page": None, "href": "https://one.example"},
            }
        ],
    },
}  # fmt: skip
HEADING = {"type": "heading", "id": uid("heading"), "value": {"text": "Head", "level": "2"}}


def in_arabic(block: dict) -> dict:
    """The block with Arabic words for the English ones."""
    text = json.dumps(block)
    for english, arabic in (
        ("Question rung?", "؟"),
        ("Mind", "انتبه"),
        ("Ask ", "اسأل "),
        ("Guide", "دليل"),
        ("More", "المزيد"),
        ("Head", "عنوان"),
    ):
        text = text.replace(english, arabic)
    return json.loads(text)


@pytest.fixture
def pair(home, roots):
    body = [HEADING, CALLOUT, LINKS, *one_of_each()]
    page = quiz_lesson(body)
    version = translated(page, "ar", body=json.dumps([in_arabic(one) for one in body]))
    return page, version, body


def publish(page, body, **fields):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = json.dumps(body)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def stored(version):
    version = LessonPage.objects.get(pk=version.pk)
    prepared = LessonPage._meta.get_field("body").stream_block.get_prep_value(version.body)
    return json.loads(json.dumps(prepared, default=str))


def block_of(version, name):
    return next(one["value"] for one in stored(version) if one["id"] == uid(name))


def test_a_flag(pair):
    page, version, body = pair
    body = copy.deepcopy(body)
    options = body[3]["value"]["options"]
    options[0]["value"]["right"], options[1]["value"]["right"] = False, True

    publish(page, body)

    found = block_of(version, "rung")
    assert [one["value"]["right"] for one in found["options"]] == [False, True, False]
    assert found["text"] == "؟"


def test_a_choice_a_number_and_words_that_belong_to_the_key(pair):
    page, version, body = pair
    body = copy.deepcopy(body)
    body[1]["value"]["tone"] = "watch"
    body[4]["value"]["points"] = 5
    body[6]["value"]["accepted"].pop()
    body[7]["value"]["tolerance"] = "1.5"

    publish(page, body)

    assert block_of(version, "callout")["tone"] == "watch"
    assert block_of(version, "callout")["title"] == "انتبه"
    assert block_of(version, "who")["points"] == 5
    assert [one["value"] for one in block_of(version, "place")["accepted"]] == ["Thessaloniki"]
    assert block_of(version, "share")["tolerance"] == "1.5"


def test_a_link_in_a_text_and_one_in_a_field(pair):
    page, version, body = pair
    body = copy.deepcopy(body)
    body[1]["value"]["text"] = body[1]["value"]["text"].replace("one.", "two.")
    body[2]["value"]["items"][0]["value"]["href"] = "https://two.example"

    publish(page, body)

    assert block_of(version, "callout")["text"] == (
        '<p>اسأل <a href="https://two.example">them</a>.</p>'
    )
    link = block_of(version, "links")["items"][0]["value"]
    assert (link["href"], link["title"]) == ("https://two.example", "دليل")


def test_the_order_of_blocks_and_of_a_list(pair):
    page, version, body = pair
    body = [body[3], *copy.deepcopy(body[:3]), *body[4:]]
    body[0]["value"]["options"].reverse()

    publish(page, body)

    assert [one["id"] for one in stored(version)] == [one["id"] for one in body]
    options = [one["id"] for one in block_of(version, "rung")["options"]]
    assert options == [uid("led"), uid("told"), uid("asked")]


def test_words_stay_and_new_words_wait_for_their_translation(pair):
    page, version, body = pair
    body = copy.deepcopy(body)
    body[0]["value"]["text"] = "Another head"
    body.append(question("fresh", "single", option("new", right=True), option("old")))

    publish(page, body)

    assert block_of(version, "heading")["text"] == "عنوان"
    assert uid("fresh") not in {one["id"] for one in stored(version)}


def test_a_column_and_topics(pair):
    page, version, body = pair
    page.topics.set([topic("time", en="Time")])
    page.save()

    publish(page, body, minutes=25)

    found = LessonPage.objects.get(pk=version.pk)
    assert found.minutes == 25
    assert [one.slug for one in found.topics.all()] == ["time"]


def test_a_picture_that_a_translator_chose_stays_theirs(pair):
    page, version, body = pair
    context = TranslationContext.objects.get_or_create(
        object_id=page.translation_key, path=f"body.{uid('callout')}.tone"
    )[0]
    SegmentOverride.objects.create(locale=version.locale, context=context, data_json='"note"')
    body = copy.deepcopy(body)
    body[1]["value"]["tone"] = "watch"

    publish(page, body)

    assert block_of(version, "callout")["tone"] == "note"


def test_a_draft_follows_and_stays_a_draft(pair):
    page, version, body = pair
    draft = LessonPage.objects.get(pk=version.pk)
    draft.title = "مسودة"
    draft.save_revision()

    publish(page, body, minutes=40)

    found = LessonPage.objects.get(pk=version.pk)
    assert (found.minutes, found.title == "مسودة", found.has_unpublished_changes) == (
        40,
        False,
        True,
    )
    latest = found.get_latest_revision_as_object()
    assert (latest.minutes, latest.title) == (40, "مسودة")


def test_nothing_is_published_anew_where_nothing_differs(pair):
    page, version, body = pair
    before = Page.objects.get(pk=version.pk).live_revision_id

    publish(page, body)

    assert Page.objects.get(pk=version.pk).live_revision_id == before


def test_a_translation_changes_no_original(home, roots):
    page = standard_page(home, "Original")
    version = translated(page, "fr", title="Version")
    generation.bump()

    version.show_in_menus = True
    version.save_revision().publish()

    page.refresh_from_db()
    assert not page.show_in_menus
