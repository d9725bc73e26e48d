"""What is not words follows the original at once, kind of value by kind of value."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    Translation,
    TranslationSource,
)

from courses.models import LessonPage
from news.models import NewsPage
from tests import database
from tests.factories.core import topic, translated
from tests.factories.home import news
from tests.factories.people import UserFactory
from tests.factories.quizzes import option, question, uid
from tests.translations.pairs import FOUR, ONE, THREE, TWO, Pair, in_arabic, up_to_date
from tests.translations.versions import publish
from translations import review
from translations.freshness.pieces import pieces_of
from translations.models import PieceCheck

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def only_pair(django_db_setup, django_db_blocker) -> Iterator[Pair]:
    """Made once for all tests."""
    made: list[Pair] = []
    with database.rows_for_all(django_db_blocker, lambda: made.append(Pair())):
        yield made[0]


@pytest.fixture
def pair(only_pair, db) -> Pair:
    return only_pair.again()


def test_flags_and_choices(pair):
    options = pair["rung"]["options"]
    options[0]["value"]["right"], options[1]["value"]["right"] = False, True
    pair["callout"]["tone"] = "watch"

    pair.publish()

    found = pair.found("rung")
    assert [one["value"]["right"] for one in found["options"]] == [False, True, False]
    assert found["text"] == "؟"
    assert pair.found("callout")["tone"] == "watch"
    assert pair.found("callout")["title"] == "انتبه"
    assert pair.changes == {}


def test_numbers_and_accepted_answers(pair):
    pair["who"]["points"] = 5
    pair["place"]["accepted"].pop()
    pair["share"]["tolerance"] = "1.5"

    pair.publish(minutes=25)

    assert pair.found("who")["points"] == 5
    assert [one["value"] for one in pair.found("place")["accepted"]] == ["Thessaloniki"]
    assert pair.found("share")["tolerance"] == "1.5"
    assert pair.live.minutes == 25
    assert pair.changes == {}


def test_dates(home, roots):
    page = news(happened_on="2025-03", source_url="https://one.example")
    version = up_to_date(translated(page, "ar", title="خبر"))

    page = NewsPage.objects.get(pk=page.pk)
    page.happened_on = "2025-03-14"
    page.save_revision().publish()

    found = NewsPage.objects.get(pk=version.pk)
    assert (found.happened_on, found.title) == ("2025-03-14", "خبر")
    assert review.of_work(page.translation_key)["ar"].freshness == "fresh"


def test_topics(pair):
    pair.page.topics.set([topic("time", en="Time")])
    pair.page.save()

    pair.publish()

    assert [one.slug for one in pair.live.topics.all()] == ["time"]


def test_pictures_and_files(pair):
    pair["image"]["image"]["image"] = pair.pictures[1].pk
    pair["file"]["document"] = pair.files[1].pk

    pair.publish()

    image = pair.found("image")["image"]
    assert (image["image"], image["alt_text"]) == (pair.pictures[1].pk, "شارع")
    assert pair.found("file") == {"document": pair.files[1].pk, "text": "محضر"}
    assert pair.changes == {}


def test_links_of_a_field_and_in_a_text(pair):
    pair["links"]["items"][0]["value"]["href"] = "https://two.example"
    pair["callout"]["text"] = pair["callout"]["text"].replace(ONE, THREE)

    pair.publish()

    link = pair.found("links")["items"][0]["value"]
    assert (link["href"], link["title"]) == ("https://two.example", "دليل")
    assert pair.found("callout")["text"] == f"<p>اسأل {THREE}them</a> or {TWO}us</a>.</p>"
    assert pair.changes == {}


def test_links_that_stand_in_another_order_in_the_translation(pair):
    """Which is which is known by what they were."""
    other = [in_arabic(one) for one in pair.body]
    other[1]["value"]["text"] = f"<p>اسأل {TWO}نا</a> أو {ONE}هم</a>.</p>"
    translated(pair.page, "ar", body=json.dumps(other))
    pair["callout"]["text"] = f"<p>Ask {THREE}them</a> or {FOUR}us</a>.</p>"

    pair.publish()

    assert pair.found("callout")["text"] == f"<p>اسأل {FOUR}نا</a> أو {THREE}هم</a>.</p>"
    assert pair.changes == {}


def test_a_link_that_is_taken_out_is_for_a_translator_to_see(pair):
    pair["callout"]["text"] = f"<p>Ask {ONE}them</a> or us.</p>"

    pair.publish()

    assert TWO in pair.found("callout")["text"]
    assert pair.changes == {f"body.{uid('callout')}.text": "values"}


def test_the_order_of_blocks_and_of_answers(pair):
    pair.body.insert(0, pair.body.pop(5))
    pair["rung"]["options"].reverse()

    pair.publish()

    assert [one["id"] for one in pair.stored()] == [one["id"] for one in pair.body]
    options = [one["id"] for one in pair.found("rung")["options"]]
    assert options == [uid("led"), uid("told"), uid("asked")]
    assert pair.changes == {}


def test_words_stay_and_new_words_wait_for_their_translation(pair):
    pair["heading"]["text"] = "Another head"
    pair["callout"]["text"] = f"<p>Please ask {THREE}them</a> or {TWO}us</a>.</p>"
    pair.body.append(question("fresh", "single", option("new", right=True), option("old")))

    pair.publish()

    assert pair.found("heading")["text"] == "عنوان"
    assert pair.found("callout")["text"] == f"<p>اسأل {THREE}them</a> or {TWO}us</a>.</p>"
    assert uid("fresh") not in {one["id"] for one in pair.stored()}
    assert pair.changes[f"body.{uid('heading')}.text"] == "words"
    assert pair.changes[f"body.{uid('callout')}.text"] == "words"


def test_words_that_the_original_no_longer_has_stay_and_are_told(pair):
    del pair["rung"]["options"][2]
    del pair.body[0]

    pair.publish()

    assert len(pair.found("rung")["options"]) == 3
    assert pair.found("heading")["text"] == "عنوان"
    assert pair.changes[f"body.{uid('heading')}.text"] == "removed"


def test_what_a_translator_chose_for_their_language_stays(pair):
    """Readers are told that the original has another one now: theirs may need a look."""
    own = '<a href="https://ar.example/1?a=1&amp;b=2">'
    pair.override("image", "image.image", pair.pictures[0].pk)
    pair.override("callout", "text.'https://one.example'", "https://ar.example/1?a=1&b=2")
    other = [in_arabic(one) for one in pair.body]
    other[1]["value"]["text"] = f"<p>اسأل {own}هم</a> أو {TWO}نا</a>.</p>"
    translated(pair.page, "ar", body=json.dumps(other))
    pair["image"]["image"]["image"] = pair.pictures[1].pk
    pair["callout"]["text"] = f"<p>Ask {ONE}them</a> or {THREE}us</a>.</p>"

    pair.publish()

    assert pair.found("image")["image"]["image"] == pair.pictures[0].pk
    assert pair.found("callout")["text"] == f"<p>اسأل {own}هم</a> أو {THREE}نا</a>.</p>"
    assert pair.changes == {f"body.{uid('image')}.image.image": "values"}

    pair["callout"]["text"] = f"<p>Ask {FOUR}them</a> or {THREE}us</a>.</p>"
    pair.publish()
    assert pair.found("callout")["text"] == f"<p>اسأل {own}هم</a> أو {THREE}نا</a>.</p>"
    assert pair.changes[f"body.{uid('callout')}.text"] == "values"


def test_words_that_were_checked_are_so_still(pair):
    key, locale, person = pair.page.translation_key, pair.version.locale, UserFactory()
    path = f"body.{uid('callout')}.text"
    review.mark_machine(key=key, locale=locale)
    own = digests(pair)[path]
    PieceCheck.objects.create(
        translation_key=key, locale=locale, path=path, own=own, verdict="right", person=person,
        at=timezone.now(),
    )  # fmt: skip
    pair["callout"]["text"] = pair["callout"]["text"].replace(ONE, THREE)

    pair.publish()

    assert PieceCheck.objects.get().own == digests(pair)[path] != own
    assert review.of_work(key)["ar"].checked == 1


def digests(pair: Pair) -> dict[str, str]:
    return {path: piece.digest for path, piece in pieces_of(pair.live).items()}


def test_a_draft_stays_a_draft_and_its_day_stands(pair):
    day = timezone.now() + timedelta(days=3)
    draft = pair.live
    draft.title = "مسودة"
    draft.save_revision(approved_go_live_at=day, user=UserFactory())

    pair.publish(minutes=40)

    found = pair.live
    latest = found.get_latest_revision()
    assert (found.minutes, found.title == "مسودة", found.has_unpublished_changes) == (
        40,
        False,
        True,
    )
    assert (latest.as_object().minutes, latest.as_object().title) == (40, "مسودة")
    assert (latest.approved_go_live_at, latest.user_id) == (day, draft.latest_revision.user_id)


def test_what_is_not_published_is_neither_followed_nor_published(pair):
    page = LessonPage.objects.get(pk=pair.page.pk)
    page.minutes = 50
    page.save_revision()
    assert pair.live.minutes == 10

    pair.version.unpublish()
    pair.publish(minutes=60)

    assert not pair.live.live
    pair.live.get_latest_revision().publish()
    assert pair.live.minutes == 60


def test_the_tool_publishes_with_the_values_of_today(pair):
    """Words are published by a translator who has not synchronised since."""
    pair.publish(minutes=35)
    translation = Translation.objects.get(
        source__object_id=pair.page.translation_key, target_locale=pair.version.locale
    )
    source = TranslationSource.objects.get(pk=translation.source_id)
    assert source.as_instance().minutes == 10

    publish(pair.page, translation)

    assert pair.live.minutes == 35
    assert "minutes" not in pair.changes


def test_a_version_that_is_no_longer_synchronised_follows_nothing_and_is_told_as_behind(pair):
    Translation.objects.update(enabled=False)

    pair.publish(minutes=35)

    assert pair.live.minutes == 10
    assert pair.changes == {"minutes": "values"}


def test_nothing_is_published_anew_where_nothing_differs(pair):
    before = Page.objects.get(pk=pair.version.pk).live_revision_id

    pair.publish()

    assert Page.objects.get(pk=pair.version.pk).live_revision_id == before


def test_a_translation_changes_no_original(pair):
    version = pair.live
    version.minutes = 99

    version.save_revision().publish()

    assert LessonPage.objects.get(pk=pair.page.pk).minutes == 10
    assert pair.live.minutes == 10
