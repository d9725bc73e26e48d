"""Query budgets: the same number of queries for one item and for thirty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.caching.page_store import HIT
from courses.learning import actions
from tests.factories.core import translated
from tests.factories.courses import course, lessons_of, url_of


def warm(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200
    assert client.get(url).status_code == 200


@pytest.fixture(params=[1, 9])
def any_size(request, home, roots):
    return course("Course", lessons=request.param)


def test_lesson_signed_out(any_size, django_assert_num_queries):
    """The generation alone. The query string keeps the page cache out."""
    url = f"{url_of(lessons_of(any_size)[0])}?x=1"
    client = Client()
    warm(client, url)

    with django_assert_num_queries(1):
        client.get(url)


def test_lesson_from_the_page_cache(any_size, django_assert_num_queries):
    """The generation alone."""
    url = url_of(lessons_of(any_size)[0])
    client = Client()
    warm(client, url)

    with django_assert_num_queries(1):
        answer = client.get(url)

    assert answer.headers["Cache-Status"] == HIT


def test_lesson_signed_in(any_size, learner, signed_in, django_assert_num_queries):
    """Generation, session, user, progress."""
    actions.enrol(learner=learner, course_key=any_size.translation_key)
    url = url_of(lessons_of(any_size)[0])
    warm(signed_in, url)

    with django_assert_num_queries(4):
        signed_in.get(url)


def test_lesson_in_another_language(any_size, django_assert_num_queries):
    """No more than in the reader's own language: where it was found is cached."""
    url = f"{url_of(lessons_of(any_size)[0], 'fr')}?x=1"
    client = Client()
    warm(client, url)

    with django_assert_num_queries(1):
        client.get(url)


def test_first_hit_after_a_publish(any_size, django_assert_max_num_queries):
    url = url_of(lessons_of(any_size)[0])
    client = Client()
    warm(client, url)
    any_size.save_revision().publish()

    with django_assert_max_num_queries(28):
        client.get(url)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3, 12])
def test_catalogue(home, roots, count, django_assert_num_queries, django_assert_max_num_queries):
    for number in range(count):
        page = course(f"Course {number}", lessons=1)
    translated(page, "fr")
    client = Client()
    warm(client, "/en/courses/?x=1")

    with django_assert_num_queries(1):
        client.get("/en/courses/?x=1")

    page.save_revision().publish()
    with django_assert_max_num_queries(25):
        client.get("/en/courses/?x=1")


@pytest.mark.database
def test_my_learning_after_a_publish(home, roots, learner, signed_in):
    """The outlines that are not cached are built together."""
    counts = []
    for number in range(3):
        page = course(f"Course {number}", lessons=1)
        actions.enrol(learner=learner, course_key=page.translation_key)
        warm(signed_in, "/en/my-learning/")
        page.save_revision().publish()
        with CaptureQueriesContext(connection) as captured:
            signed_in.get("/en/my-learning/")
        counts.append(len(captured))

    assert counts[0] == counts[2]


@pytest.mark.database
def test_marking_a_lesson_done(any_size, learner, signed_in, django_assert_num_queries):
    """Generation, session, user, BEGIN's savepoint pair aside: enrolment, insert, count."""
    actions.enrol(learner=learner, course_key=any_size.translation_key)
    first, *_rest = lessons_of(any_size)
    warm(signed_in, url_of(first))
    path = f"/en/learn/{first.translation_key}/done/"
    signed_in.post(path)
    signed_in.post(path.replace("done", "undo"))

    with django_assert_num_queries(9):
        answer = signed_in.post(path)

    assert answer.status_code == 302
