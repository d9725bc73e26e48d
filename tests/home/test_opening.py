"""The question that opens the home page for who is not signed in."""

import json

import pytest
from django.test import Client

from tests.factories.courses import course, lesson
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ID, RIGHT = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
QUESTION = {
    "type": "question",
    "id": ID,
    "value": {
        "text": "Which rung?",
        "options": [
            {
                "type": "item",
                "id": RIGHT,
                "value": {"text": "Consultation", "right": True, "why": "They were asked once."},
            },
            {
                "type": "item",
                "id": "33333333-3333-4333-8333-333333333333",
                "value": {"text": "Co-design", "right": False, "why": "They planned nothing."},
            },
        ],
    },
}


@pytest.fixture
def asking(home):
    module = course("Course", lessons=1).get_children().get().specific
    return lesson(module, "It asks", body=json.dumps([QUESTION]))


def home_page(client=None, query=""):
    return (client or Client()).get(f"/en/{query}").content.decode()


def test_home_asks_the_first_question_of_the_first_course(asking):
    html = home_page()

    assert "Which rung?" in html
    assert "They were asked once." not in html
    assert "/en/courses/course/understand/it-asks/" in html


def test_an_answer_is_told_why_and_nothing_is_stored(asking):
    client = Client()

    html = home_page(client, f"?q={ID}&a={RIGHT}")

    assert "They were asked once." in html
    assert not client.cookies
    assert "They were asked once." not in home_page(client)


def test_who_is_signed_in_goes_on_instead(asking):
    client = Client()
    client.force_login(UserFactory())

    assert "Which rung?" not in home_page(client)


def test_without_a_question_a_course_is_offered(home):
    course("Course", lessons=1)

    html = home_page()

    assert 'class="question"' not in html
    assert "Start with a course" in html
