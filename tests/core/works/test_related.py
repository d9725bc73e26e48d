"""Related works: edited at one end, shown at both, in the reader's language, and never to those who
may not see them."""

import json

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from core.models import WorkLink
from core.works import related
from people.models import User
from tests.factories.core import standard_page, translated
from tests.rooms import texts

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("roots")]


def builds_on(*pages) -> str:
    return json.dumps([{"type": "work", "value": page.pk} for page in pages])


@pytest.fixture
def guide(home):
    return standard_page(home, "A guide")


@pytest.fixture
def lesson(home, guide):
    return standard_page(home, "A lesson", builds_on=builds_on(guide))


def html(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


def test_both_ends_show_it(lesson, guide):
    ahead, back = html(f"/en/{lesson.slug}/"), html(f"/en/{guide.slug}/")

    assert "Builds on" in ahead
    assert f'href="/en/{guide.slug}/"' in ahead
    assert "Used in" in back
    assert f'href="/en/{lesson.slug}/"' in back


def test_it_holds_in_every_language_in_the_readers_own(lesson, guide):
    translated(lesson, "fr", title="Une leçon")
    translated(guide, "fr", title="Un guide")

    back = html(f"/fr/{guide.slug}/")

    assert f'href="/fr/{lesson.slug}/"' in back
    assert "Une leçon" in back


def test_a_work_of_another_language_is_marked_as_such(lesson, guide):
    translated(lesson, "ar", title="درس")

    ahead = html(f"/ar/{lesson.slug}/")

    link = f'a[href="/ar/{guide.slug}/"][lang=en][dir=ltr][hreflang=en]'
    assert texts(ahead, link) == ["A guide"]


def test_what_the_reader_may_not_see_is_not_named(lesson, guide):
    PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)
    member = Client()
    member.force_login(User.objects.create_user("member@example.org"))

    assert "A lesson" not in html(f"/en/{guide.slug}/")
    assert "A lesson" in html(f"/en/{guide.slug}/", member)


def test_a_draft_links_nothing(home, guide):
    draft = standard_page(home, "Draft")
    draft.builds_on = builds_on(guide)
    draft.save_revision()

    assert not related.of_work(guide.translation_key, None)


def test_what_is_unpublished_is_named_nowhere(lesson, guide):
    lesson.unpublish()

    assert "A lesson" not in html(f"/en/{guide.slug}/")


def test_a_link_that_is_taken_out_goes_at_both_ends(lesson, guide):
    lesson.builds_on = builds_on()
    lesson.save_revision().publish()

    assert "Used in" not in html(f"/en/{guide.slug}/")
    assert not WorkLink.objects.exists()


def test_a_translation_with_an_older_list_changes_nothing(home, lesson, guide):
    french = translated(lesson, "fr")
    other = standard_page(home, "Another guide")
    lesson.builds_on = builds_on(other)
    lesson.save_revision().publish()

    french.builds_on = builds_on(guide)
    french.save_revision().publish()

    (link,) = WorkLink.objects.all()
    assert link.to_key == other.translation_key


def test_order_is_the_editors(home, guide):
    second = standard_page(home, "B guide")
    page = standard_page(home, "Page", builds_on=builds_on(second, guide))

    found = related.of_work(page.translation_key, None).builds_on

    assert [work.link("en").title for work in found] == ["B guide", "A guide"]


def test_a_page_cannot_build_on_itself_nor_twice_on_one(home, guide):
    guide.builds_on = builds_on(guide)
    guide.save_revision().publish()
    page = standard_page(home, "Page", builds_on=builds_on(guide, guide))

    (link,) = WorkLink.objects.all()
    assert (link.from_key, link.to_key) == (page.translation_key, guide.translation_key)


def test_a_work_that_has_gone_leaves_no_link(lesson, guide):
    lesson.delete()

    assert not WorkLink.objects.exists()


def test_a_version_that_goes_leaves_the_work_its_links(lesson, guide):
    translated(lesson, "fr").delete()

    assert WorkLink.objects.count() == 1
