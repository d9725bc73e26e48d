"""An answer that is not stored: a status for the device, and a sentence for its reader in each of
the six languages."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from courses.learning import actions as learning
from courses.models import Answer, Attempt, LessonPage
from courses.quizzes.attempts import tries_of
from people.models import User
from tests.factories.courses import url_of
from tests.factories.quizzes import answer, course_key, one_of_each, quiz_lesson, uid

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def joined(home, roots, learner, signed_in) -> LessonPage:
    page = quiz_lesson()
    learning.enrol(learner=learner, course_key=course_key(page))
    return page


def fields(learner: User, page: LessonPage, **more: Any) -> dict[str, Any]:
    tries = tries_of(learner, page.translation_key)
    facts = {
        "attempt": str(tries.public_id),
        "question": uid("rung"),
        "value": uid("asked"),
        "counter": tries.counter + 1,
        "idempotency_key": uuid4().hex,
    }
    return {**facts, **more}


def send(client: Client, page: LessonPage, data: Any, language: str = "en") -> HttpResponse:
    address = f"/{language}/learn/{page.translation_key}/answers/"
    return client.post(address, data, content_type="application/json")


def refused(sent: Callable[[str], HttpResponse], status: int, error: str) -> str:
    """Check the refusal in all languages; returns the English sentence."""
    found = {language: sent(language) for language in LANGUAGES}
    for language, response in found.items():
        assert (response.status_code, response.json()["error"]) == (status, error), language
        assert response.headers["Content-Type"] == "application/json"
    sentences = {response.json()["words"] for response in found.values()}
    assert len(sentences) == len(LANGUAGES), sentences
    return found["en"].json()["words"]


FORGED = [
    ({"attempt": str(uuid4())}, 403, "not-yours"),
    ({"question": str(uuid4())}, 409, "not-in-quiz"),
    ({"question": 7}, 409, "not-in-quiz"),
    ({"value": uid("yes")}, 422, "value"),  # an option of another question
    ({"value": {"a": ["b"]}}, 422, "value"),
    ({"attempt": "nonsense"}, 422, "malformed"),
    ({"counter": "many"}, 422, "malformed"),
    ({"counter": 10**30}, 422, "malformed"),
    ({"idempotency_key": ""}, 422, "malformed"),
]


def test_a_forged_answer(joined, learner, signed_in):
    for change, status, error in FORGED:
        data = fields(learner, joined, **change)
        refused(lambda language, data=data: send(signed_in, joined, data, language), status, error)

    assert not Answer.objects.exists()
    assert not Attempt.objects.exists()


def test_an_answer_to_another_persons_attempt(joined, learner, signed_in):
    other = User.objects.create_user("other@example.org")
    learning.enrol(learner=other, course_key=course_key(joined))
    answer(other, joined, "rung", uid("told"))
    theirs = fields(other, joined)

    words = refused(lambda language: send(signed_in, joined, theirs, language), 403, "not-yours")

    assert "another account" in words
    assert Answer.objects.count() == 1


def test_a_late_answer(joined, learner, signed_in):
    late = fields(learner, joined)
    answer(learner, joined, "rung", uid("asked"))
    form = {"attempt": late["attempt"], "seen": 1, "finish": 1}
    signed_in.post(f"/en/learn/{joined.translation_key}/quiz/", form)

    words = refused(lambda language: send(signed_in, joined, late, language), 409, "finished")

    assert "already finished" in words
    assert Answer.objects.count() == 1


def test_an_answer_to_a_block_that_was_deleted_and_to_a_quiz_that_is_gone(
    joined, learner, signed_in
):
    data = fields(learner, joined)
    page = LessonPage.objects.get(pk=joined.pk)
    page.body = json.dumps(one_of_each()[1:])
    page.save_revision().publish()

    words = refused(lambda language: send(signed_in, joined, data, language), 409, "not-in-quiz")
    assert "Reload the page" in words

    page.body = json.dumps([])
    page.save_revision().publish()
    refused(lambda language: send(signed_in, joined, data, language), 409, "no-quiz")
    assert not Attempt.objects.exists()


def test_of_somebody_who_is_signed_out_or_whose_page_is_old(joined, learner):
    data = fields(learner, joined)
    strict = Client(enforce_csrf_checks=True)

    refused(lambda language: send(Client(), joined, data, language), 401, "signed-out")
    strict.force_login(learner)
    refused(lambda language: send(strict, joined, data, language), 403, "token")

    assert not Answer.objects.exists()


def test_a_file_that_is_broken_is_told_so_by_the_page_in_its_language(joined, signed_in):
    """The script has the sentences from the page, as the reader's language has them."""
    said = set()
    for language in LANGUAGES:
        page = signed_in.get(url_of(joined, language)).content.decode()
        said.add(page.partition('data-foreign="')[2].partition('"')[0])

    assert len(said) == len(LANGUAGES)
    assert "" not in said
