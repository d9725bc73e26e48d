"""An editor makes a course from one form, and orders it in its outline; translations follow."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from core.l10n.languages import CODES
from courses.editing import moves
from courses.models import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from people import roles
from tests.factories.core import add, translated
from tests.factories.courses import course, lesson, lessons_of
from tests.factories.people import UserFactory, signed_in

NEW = "/admin/courses/new/"
FORM = {
    "title": "Growing together",
    "module": "Lessons",
    "lessons": "The soil\n\n  The seed  \nThe harvest",
    "begins_with": ["text", "question"],
    "language": "en",
}


@pytest.fixture
def editor(client, roots):
    user = UserFactory(language="en")
    roles.give(user, ["editor"])
    client.force_login(user)
    return user


def read(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def titles(page) -> list[str]:
    return [one.title for one in children(page)]


def children(page) -> list[Page]:
    """As they are now: a page that was read before a move has an old place."""
    return list(Page.objects.get(pk=page.pk).get_children())


def address(page) -> str:
    return reverse("course_outline", args=[page.pk])


@pytest.mark.slow
@pytest.mark.database
def test_one_form_makes_a_course_with_its_index_page_in_every_language(client, editor):
    answer = client.post(NEW, {**FORM, "write": "1"})

    made = CoursePage.objects.get()
    first, *_rest = lessons_of(made)
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[first.pk])
    assert not made.live
    assert [one.title for one in lessons_of(made)] == ["The soil", "The seed", "The harvest"]
    assert [block.block_type for block in first.body] == ["text", "question"]
    shelves = CatalogueIndexPage.objects.filter(live=True).select_related("locale")
    assert {one.locale.language_code for one in shelves} == set(CODES)
    assert {one.title for one in shelves} >= {"Courses", "Cours", "Cursos", "Μαθήματα"}
    assert shelves.values("translation_key").distinct().count() == 1

    page = read(client, address(made))
    assert page.select_one("#add-title")
    client.post(reverse("course_add", args=[made.pk]), {"parent": made.pk, "title": "Later"})
    assert ModulePage.objects.child_of(made).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"lessons": " \n "}, {"title": "A\u4e2d"}, {"lessons": "x" * 300}],
    ids=["no title", "no lesson", "not printable", "too long"],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, editor, wrong):
    answer = client.post(NEW, {**FORM, **wrong})

    page = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 400
    assert page.select(".w-field__errors .error-message, .error-message")
    assert page.select_one("[name=module]")["value"] == "Lessons"
    assert not CoursePage.objects.exists()


def test_only_who_may_add_pages_there_is_offered_a_course(client, roots):
    learner, translator = UserFactory(), UserFactory()
    roles.give(translator, ["translator-ar"])

    client.force_login(learner)
    assert client.get(NEW).status_code in {302, 403}
    client.force_login(translator)
    assert [one["value"] for one in read(client, NEW).select("[name=language] option")] == ["ar"]
    assert client.post(NEW, FORM).status_code == 400


@pytest.mark.slow
@pytest.mark.database
def test_parts_are_moved_with_arrows_and_by_dragging_and_translations_follow(client, editor):
    made = course(lessons=3)
    first = ModulePage.objects.child_of(made).get()
    second = add(made, ModulePage(title="Agree"))
    lesson(second, "Lesson 4")
    one, two, three = lessons_of(made)[:3]
    for page in (one, two, three):
        translated(page, "ar")
    arabic = first.get_translation(translated(first, "ar").locale)
    move = reverse("course_move", args=[made.pk])

    client.post(move, {"up": two.pk})
    assert titles(first) == ["Lesson 2", "Lesson 1", "Lesson 3"]
    client.post(move, {"down": three.pk})
    assert titles(first) == ["Lesson 2", "Lesson 1"]
    assert titles(second) == ["Lesson 3", "Lesson 4"]
    client.post(move, {"page": one.pk, "parent": first.pk, "position": 0})
    assert titles(first) == ["Lesson 1", "Lesson 2"]
    client.post(move, {"page": second.pk, "parent": made.pk, "position": 0})
    assert titles(made) == ["Agree", "Understand"]

    keys = [page.translation_key for page in children(first)]
    assert [page.translation_key for page in children(arabic)][:2] == keys
    assert LessonPage.find_problems() == ([], [], [], [], [])
    for page in (made, first):
        listed = read(client, reverse("wagtailadmin_explore", args=[page.pk]))
        found = [link.text.strip() for link in listed.select("td.title .title-wrapper a")]
        assert found == titles(page)


def test_a_part_goes_nowhere_it_does_not_belong(client, editor):
    made, other = course(lessons=2), course("Another", lessons=1)
    one, two = lessons_of(made)
    move = reverse("course_move", args=[made.pk])

    client.post(move, {"page": one.pk, "parent": made.pk, "position": 0})
    client.post(move, {"page": one.pk, "parent": "x", "position": "y"})
    stranger = ModulePage.objects.child_of(other).get()
    assert (
        client.post(move, {"page": one.pk, "parent": stranger.pk, "position": 0}).status_code == 404
    )
    assert [page.pk for page in lessons_of(made)] == [one.pk, two.pk]

    researcher = UserFactory()
    roles.give(researcher, ["researcher"])
    client.force_login(researcher)
    client.post(move, {"up": two.pk})
    assert [page.pk for page in lessons_of(made)] == [one.pk, two.pk]


def test_a_lesson_moves_neither_beside_its_own_address_nor_where_one_may_not_write(client, editor):
    made = course(lessons=1)
    [one] = lessons_of(made)
    second = add(made, ModulePage(title="Agree"))
    move, sent = reverse("course_move", args=[made.pk]), {"page": one.pk, "position": 0}
    _user, translator = signed_in("translator-ar")

    translator.post(move, {**sent, "parent": second.pk})
    assert titles(second) == []
    lesson(second, "Another", slug=one.slug)
    answer = client.post(move, {**sent, "parent": second.pk}, follow=True)

    assert titles(second) == ["Another"]
    assert "It cannot be moved there." in answer.content.decode()


def test_who_may_neither_write_nor_translate_sees_no_outline_and_adds_nothing(roots):
    made = course("A course of others", lessons=1)
    _user, client = signed_in("researcher")

    shown = client.get(address(made), follow=True)
    client.post(reverse("course_add", args=[made.pk]), {"parent": made.pk, "title": "Mine"})

    assert shown.redirect_chain == [("/admin/", 302)]
    assert "A course of others" not in shown.content.decode()
    assert titles(made) == ["Understand"]


@pytest.mark.parametrize("title", ["", " \x00 ", "x" * 256])
def test_a_part_without_a_title_that_can_be_kept_is_not_made(client, editor, title):
    made = course(lessons=1)
    sent = {"parent": made.pk, "title": title}

    answer = client.post(reverse("course_add", args=[made.pk]), sent, follow=True)

    assert "Enter a title of at most 255 characters." in answer.content.decode()
    assert titles(made) == ["Understand"]


@pytest.mark.slow
def test_the_outline_shows_each_language_and_costs_the_same_for_any_course(
    client, editor, django_assert_max_num_queries
):
    made = course(lessons=6)
    translated(lessons_of(made)[0], "ar")
    client.get(address(made))

    with django_assert_max_num_queries(60):
        page = read(client, address(made))

    rows = page.select(".outline__part")
    assert len(rows) == 8
    assert "العربية" in rows[2].text
    assert "English" in rows[3].text
    assert len(page.select("[data-outline] button")) == 14
    panel = read(client, reverse("wagtailadmin_pages:edit", args=[lessons_of(made)[0].pk]))
    assert len(panel.select(".course-parts li")) == 7
    assert moves.PARENTS[LessonPage] is ModulePage


def test_a_part_moves_into_a_module_without_any_and_to_the_end_of_another(client, editor):
    made = course(lessons=3)
    first = ModulePage.objects.child_of(made).get()
    empty = add(made, ModulePage(title="Agree"))
    one, two, _three = lessons_of(made)
    move = reverse("course_move", args=[made.pk])

    client.post(move, {"page": one.pk, "parent": empty.pk, "position": 5})
    client.post(move, {"page": two.pk, "parent": first.pk, "position": 9})

    assert titles(empty) == ["Lesson 1"]
    assert titles(first) == ["Lesson 3", "Lesson 2"]
    assert LessonPage.find_problems() == ([], [], [], [], [])
