"""What editors are told about learners, before publishing and before deleting."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.pages.checklist import points_of
from courses.catalogue.blocks import QuizConditionBlock
from courses.catalogue.questions import complaints
from courses.learning import actions as learning
from courses.models import Attempt, LessonCompletion, LessonPage
from courses.quizzes import actions
from courses.quizzes.attempts import tries_of
from people.models import User
from tests.factories.core import translated
from tests.factories.courses import lesson, line_of
from tests.factories.quizzes import answer, course_key, one_of_each, quiz_lesson, uid


@pytest.fixture
def administrator(db, settings) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = False
    client = Client()
    client.force_login(User.objects.create_superuser("admin@example.org", "a long password"))
    return client


@pytest.fixture
def taken(home, roots, learner) -> LessonPage:
    """A lesson with a completion, a result and an open attempt, of two people."""
    page = quiz_lesson()
    other = User.objects.create_user("other@example.org")
    for person in (learner, other):
        learning.enrol(learner=person, course_key=course_key(page))
        answer(person, page, "rung", uid("asked"))
    actions.finish_attempt(
        learner=other,
        lesson_key=page.translation_key,
        public_id=tries_of(other, page.translation_key).public_id,
    )
    learning.complete_lesson(learner=other, lesson=line_of(page))
    return LessonPage.objects.get(pk=page.pk)


def words_about(page) -> list[str]:
    return [point.words for point in points_of(page) if "quiz" in point.words]


def test_the_checklist_says_who_is_inside_and_what_a_change_touches(taken):
    assert words_about(taken) == [
        "People in the middle of this quiz: 1. People with a result: 1. People who have completed"
        " the lesson: 1."
    ]

    taken.body = json.dumps(one_of_each()[1:])

    assert len(words_about(taken)) == 2
    assert "keeps the questions they began with (1)" in words_about(taken)[1]


def test_a_lesson_with_records_is_archived_after_asking_with_numbers(taken, administrator):
    arabic = translated(taken, "ar")
    place = reverse("wagtailadmin_pages:delete", args=[taken.pk])

    asked = administrator.get(place).content.decode()
    assert "Have completed a lesson here: 1" in asked
    assert "Are in the middle of a quiz: 1" in asked
    assert LessonPage.objects.get(pk=taken.pk).live

    administrator.post(place)

    assert not LessonPage.objects.get(pk=taken.pk).live
    assert not LessonPage.objects.get(pk=arabic.pk).live
    assert (Attempt.objects.count(), LessonCompletion.objects.count()) == (2, 1)


def test_a_module_and_a_course_are_archived_with_what_is_below(taken, administrator):
    course = taken.get_parent().get_parent()

    administrator.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))

    assert not LessonPage.objects.get(pk=taken.pk).live


def test_what_nobody_has_taken_is_deleted_as_ever(taken, administrator):
    untouched = lesson(taken.get_parent().specific, "Untouched")

    administrator.post(reverse("wagtailadmin_pages:delete", args=[untouched.pk]))

    assert not LessonPage.objects.filter(pk=untouched.pk).exists()


def test_one_translation_may_be_deleted(taken, administrator):
    arabic = translated(taken, "ar")

    administrator.post(reverse("wagtailadmin_pages:delete", args=[arabic.pk]))

    assert not LessonPage.objects.filter(pk=arabic.pk).exists()
    assert LessonPage.objects.get(pk=taken.pk).live


def test_many_at_once_are_not_deleted_with_one_that_has_records(taken, administrator):
    place = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    told = administrator.post(f"{place}?id={taken.pk}", follow=True).content.decode()

    assert "Not deleted, because learners have records of it" in told
    assert LessonPage.objects.get(pk=taken.pk).live


OPTIONS = [{"right": True, "place": 2}, {"right": False, "place": 1}]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"kind": "single", "options": OPTIONS}, None),
        ({"kind": "single", "options": OPTIONS[1:] * 2}, "Mark the correct answer."),
        ({"kind": "multiple", "options": OPTIONS[:1]}, "at least two answers"),
        ({"kind": "true_false", "options": [*OPTIONS, OPTIONS[1]]}, "has two answers"),
        ({"kind": "true_false", "options": OPTIONS}, None),
        ({"kind": "text", "accepted": [" "]}, "accepted answer"),
        ({"kind": "text", "accepted": ["yes"]}, None),
        ({"kind": "number"}, "correct number"),
        ({"kind": "number", "number": 0}, None),
        ({"kind": "order", "options": OPTIONS, "counts": True}, None),
        ({"kind": "order", "options": OPTIONS}, "tick “Counts towards the lesson quiz”"),
        ({"kind": "order", "options": OPTIONS[:1] * 2, "counts": True}, "each once"),
        ({"kind": "order", "options": OPTIONS[::-1], "counts": True}, "shuffle them first"),
    ],
)
def test_an_editor_is_told_what_a_question_lacks(value, words):
    found = [str(one) for one in complaints(value)]

    assert (words is None and not found) or (len(found) == 1 and words in found[0])


def test_a_lesson_is_chosen_in_the_words_of_whoever_edits():
    """Whoever opened the form first."""
    with translation.override("en"):
        widget = QuizConditionBlock().child_blocks["lesson"].widget
        assert str(widget.choose_one_text) == "Choose a page (Lesson)"

    with translation.override("fr"):
        assert str(widget.choose_one_text) == "Choisissez une page (Leçon)"
