import pytest
from django.test import Client

from courses.learning import actions
from people.models import User
from tests.factories.courses import course


@pytest.fixture
def learner(db) -> User:
    return User.objects.create_user("salma@example.org", "a long password", display_name="Salma")


@pytest.fixture
def signed_in(learner) -> Client:
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def two_lessons(home, roots):
    """A course of two lessons, in English."""
    return course("Co-producing", lessons=2)


@pytest.fixture
def enrolled(two_lessons, learner):
    actions.enrol(learner=learner, course_key=two_lessons.translation_key)
    return two_lessons
