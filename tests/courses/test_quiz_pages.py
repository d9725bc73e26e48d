"""Quizzes over HTTP: the page, the endpoint of single answers, the form without scripts, the
result."""

import gzip
import json
import re
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.learning import actions as learning
from courses.models import Answer, Attempt, LessonPage
from courses.quiz_views import REFUSALS
from courses.quizzes import actions
from courses.quizzes.attempts import tries_of, values_of
from people.models import User
from tests.factories.core import translated
from tests.factories.courses import url_of
from tests.factories.quizzes import (
    RIGHT,
    answer,
    course_key,
    one_of_each,
    option,
    question,
    quiz_lesson,
    uid,
)
from tests.rooms import texts
from tests.server import ROOT

WAITING = re.compile(r'data-answer-state="(\w[\w-]*)"')


@pytest.fixture
def page(home, roots) -> LessonPage:
    return quiz_lesson()


@pytest.fixture
def joined(page, learner, signed_in) -> LessonPage:
    learning.enrol(learner=learner, course_key=course_key(page))
    return page


def endpoint(page: LessonPage, language: str = "en") -> str:
    return f"/{language}/learn/{page.translation_key}/answers/"


def form_of(page: LessonPage, language: str = "en") -> str:
    return f"/{language}/learn/{page.translation_key}/quiz/"


def fields(learner: User, page: LessonPage, name: str = "rung", value=None, **more) -> dict:
    tries = tries_of(learner, page.translation_key)
    return {
        "attempt": str(tries.public_id),
        "question": uid(name),
        "value": uid("asked") if value is None else value,
        "counter": tries.counter + 1,
        "idempotency_key": uuid4().hex,
        **more,
    }


def send(client: Client, page: LessonPage, data: object, language: str = "en"):
    return client.post(endpoint(page, language), data, content_type="application/json")


def values(learner, page):
    return values_of(tries_of(learner, page.translation_key).answers)


def html_of(client: Client, page: LessonPage, language: str = "en", query: str = "") -> str:
    response = client.get(f"{url_of(page, language)}{query}")
    assert response.status_code == 200
    return response.content.decode()


# What leaves the server ---------------------------------------------------------------------

SECRETS = ["Why asked.", "Why users.", "About law.", "Thessaloniki", "12.5", "data-is"]


def test_nothing_tells_what_is_right_before_it_is_answered(joined, learner, signed_in):
    pages = [
        html_of(signed_in, joined),
        html_of(Client(), joined),
        html_of(Client(), joined, query="?quiz=1&check=1"),
        Client().get("/en/feeds/lesson.xml").content.decode(),
        send(signed_in, joined, fields(learner, joined)).content.decode(),
    ]
    for secret in SECRETS:
        for number, text in enumerate(pages):
            assert secret not in text, (secret, number)
    assert "Question place?" in pages[0]


def test_search_finds_the_questions_and_not_their_key(joined):
    def found(words: str) -> str:
        return Client().get("/en/library/", {"q": words}).content.decode()

    assert url_of(joined) in found("question place")
    assert url_of(joined) not in found("Thessaloniki")


def test_one_answer_tells_nothing_of_the_others(page):
    told = html_of(Client(), page, query=f"?quiz=1&check=1&{uid('rung')}={uid('told')}")

    assert "Why told." in told
    assert "About rung." in told
    assert "Why asked." not in told
    assert "About law." not in told
    assert not Attempt.objects.exists()


def test_the_page_keeps_to_what_others_count_on(joined, learner, signed_in):
    text = html_of(signed_in, joined)

    assert texts(text, f'form[data-quiz="{joined.translation_key}"]')
    assert re.findall(r'data-question="([^"]+)"', text) == [one["id"] for one in one_of_each()]
    assert f'value="{uid("asked")}"' in text
    assert WAITING.findall(text) == ["kept"]
    attempt = tries_of(learner, joined.translation_key).public_id
    assert texts(text, f'input[name=attempt][value="{attempt}"]')


def test_the_scripts_of_a_quiz_are_light():
    """Those that the page loads at once; the dialog is fetched when a session has ended."""
    names = ["answer-form", "answer-queue", "answer-store", "resilient-form", "reading-position"]
    files = [(ROOT / "core/static/core/js" / f"{name}.js").read_bytes() for name in names]

    assert sum(len(gzip.compress(file, 9)) for file in files) <= 9_000


# One answer from a device -------------------------------------------------------------------


@pytest.mark.database
def test_an_answer_is_kept_and_its_receipt_says_what_holds(joined, learner, signed_in):
    first = send(signed_in, joined, fields(learner, joined))
    other = send(signed_in, joined, fields(learner, joined, "who", [uid("users")]))

    assert (first.status_code, other.status_code) == (200, 200)
    data = other.json()
    assert data["state"] == "kept"
    assert data["answers"] == {
        uid("rung"): {"value": uid("asked"), "counter": 1},
        uid("who"): {"value": [uid("users")], "counter": 2},
    }
    assert WAITING.findall(html_of(signed_in, joined)) == ["kept"]
    assert "no-store" in other.headers["Cache-Control"]


@pytest.mark.database
def test_an_answer_costs_six_queries(joined, learner, signed_in):
    """Generation, session, person; attempt, insert, what holds."""
    send(signed_in, joined, fields(learner, joined))
    data = fields(learner, joined, "who", [uid("users")])

    with CaptureQueriesContext(connection) as found:
        assert send(signed_in, joined, data).status_code == 200

    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [one["sql"] for one in found if not one["sql"].startswith(bounds)]
    assert len(asked) <= 6, "\n".join(asked)


def test_it_may_come_as_a_form(joined, learner, signed_in):
    response = signed_in.post(endpoint(joined), fields(learner, joined))

    assert response.json()["state"] == "kept"
    assert values(learner, joined) == {uid("rung"): uid("asked")}


def test_who_is_signed_out_is_told_so_without_a_redirect(joined, learner):
    response = send(Client(), joined, fields(learner, joined), "el")

    assert response.status_code == 401
    assert response.json()["state"] == "waiting"
    assert response.headers["Content-Type"] == "application/json"


def test_a_stale_token_is_renewed(joined, learner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)

    refused = send(strict, joined, fields(learner, joined))
    kept = strict.post(
        endpoint(joined),
        fields(learner, joined),
        content_type="application/json",
        headers={"X-CSRFToken": refused.json()["token"]},
    )

    assert (refused.status_code, refused.json()["error"]) == (403, "token")
    assert kept.status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"[" * 5000, b"x" * 30_000])
def test_what_is_no_answer_at_all_is_no_server_error(joined, signed_in, body):
    assert send(signed_in, joined, body).status_code == 422


def test_other_methods_are_refused_as_json(joined, signed_in):
    assert signed_in.get(endpoint(joined)).json()["error"] == "method"


def test_who_has_not_joined_begins_nothing(page, learner, signed_in):
    assert send(signed_in, page, fields(learner, page)).status_code == 403
    assert "data-endpoint" not in html_of(signed_in, page)


def test_a_begun_attempt_goes_on_when_the_lesson_is_taken_away(joined, learner, signed_in):
    send(signed_in, joined, fields(learner, joined))
    joined.unpublish()

    assert send(signed_in, joined, fields(learner, joined, "law", uid("no"))).status_code == 200


# The form without scripts -------------------------------------------------------------------


def posted(learner, page, **more) -> dict:
    tries = tries_of(learner, page.translation_key)
    return {"attempt": str(tries.public_id), "seen": tries.counter, **more}


@pytest.mark.parametrize("language", ["el", "ar"])
def test_the_form_saves_and_goes_on_and_finishes(joined, learner, signed_in, language):
    data = posted(learner, joined, **{uid("rung"): uid("asked"), "save": "1"})
    on = signed_in.post(form_of(joined, language), data)
    assert on.headers["Location"].endswith(f"#q-{uid('who')}")
    assert f'value="{uid("asked")}" checked' in html_of(signed_in, joined, language)

    data = posted(learner, joined, **RIGHT, finish="1")
    done = signed_in.post(form_of(joined, language), data, follow=True)

    text = done.content.decode()
    assert Attempt.objects.get().percent == 100
    assert texts(text, '#result[tabindex="-1"][autofocus]')
    assert text.count('data-result="right"') == 6
    assert "Why asked." in text


def test_what_was_left_alone_yields_to_another_device(joined, learner, signed_in):
    answer(learner, joined, "rung", uid("told"))
    old = posted(learner, joined, **{uid("rung"): uid("told"), uid("law"): uid("no")})
    answer(learner, joined, "rung", uid("asked"))

    signed_in.post(form_of(joined), old)

    assert values(learner, joined) == {uid("rung"): uid("asked"), uid("law"): uid("no")}


def test_changing_ones_mind_on_the_same_page_holds_each_time(joined, learner, signed_in):
    first = posted(learner, joined)
    for chosen in ("asked", "told", "asked"):
        signed_in.post(form_of(joined), {**first, uid("rung"): uid(chosen)})
        assert values(learner, joined) == {uid("rung"): uid(chosen)}


def test_an_order_is_made_by_buttons(joined, learner, signed_in):
    moves = [("meet", "up"), ("test", "down"), ("test", "up"), ("test", "down")]
    for name, way in moves:
        order = values(learner, joined).get(uid("steps"), [])
        move = f"{uid('steps')}:{uid(name)}:{way}"
        data = posted(learner, joined, move=move, **{uid("steps"): order})
        assert (
            signed_in.post(form_of(joined), data).headers["Location"].endswith(f"#q-{uid('steps')}")
        )

    assert values(learner, joined) == {uid("steps"): RIGHT[uid("steps")]}


def test_nothing_answered_is_no_result(joined, learner, signed_in):
    done = signed_in.post(form_of(joined), posted(learner, joined, finish="1"), follow=True)

    assert "Answer at least one question" in done.content.decode()
    assert not Attempt.objects.exists()


def test_a_result_is_its_owners_alone_and_shows_the_questions_as_they_were(
    joined, learner, signed_in
):
    answer(learner, joined, "rung", uid("told"))
    data = posted(learner, joined, finish="1")
    place = signed_in.post(form_of(joined), data).headers["Location"]
    republished = LessonPage.objects.get(pk=joined.pk)
    republished.body = json.dumps([question("rung", "single", option("new", right=True))])
    republished.save_revision().publish()
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger@example.org"))

    text = signed_in.get(place).content.decode()

    assert "Why told." in text
    assert "Why asked." not in text
    assert text.count('data-result="none"') == 5
    assert stranger.get(place).status_code == 404
    assert "/accounts/login/" in Client().get(place).headers["Location"]


@pytest.mark.slow
def test_another_language_goes_on_where_the_first_stopped(joined, learner, signed_in):
    translated(joined, "ar")
    send(signed_in, joined, fields(learner, joined), "ar")

    text = html_of(signed_in, joined, "fr")

    assert f'value="{uid("asked")}" checked' in text
    assert "Question rung?" in texts(text, "[lang=en][dir=ltr]")
    assert list(Answer.objects.values_list("language", flat=True)) == ["ar"]


def test_a_draft_is_previewed_as_it_is(joined, signed_in):
    draft = LessonPage.objects.get(pk=joined.pk)
    draft.body = json.dumps([question("fresh", "single", option("new", right=True), option("old"))])

    text = draft.make_preview_request().content.decode()

    assert "Question fresh?" in text
    assert "Question rung?" not in text


def test_a_form_whose_attempt_cannot_be_read_goes_to_the_open_one(joined, learner, signed_in):
    data = {"attempt": "x", "seen": "y", uid("rung"): uid("asked")}

    signed_in.post(form_of(joined), data)

    assert values(learner, joined) == {uid("rung"): uid("asked")}


def test_a_form_that_comes_after_the_end_leads_to_the_result(joined, learner, signed_in):
    answer(learner, joined, "rung", uid("asked"))
    late = posted(learner, joined, **{uid("law"): uid("no")})
    signed_in.post(form_of(joined), posted(learner, joined, finish="1"))

    done = signed_in.post(form_of(joined), late, follow=True)

    assert done.redirect_chain[-1][0].endswith(f"{late['attempt']}/")
    text = " ".join(BeautifulSoup(done.content, "lxml").stripped_strings)
    assert str(REFUSALS[actions.AttemptFinished].words) in text
    assert dict(Answer.objects.values_list("question", "value")) == {uid("rung"): uid("asked")}


def test_an_open_attempt_has_no_result_yet(joined, learner, signed_in):
    answer(learner, joined, "rung", uid("asked"))
    attempt = Attempt.objects.get()
    place = reverse("quiz_result", args=[joined.translation_key, attempt.public_id])

    assert signed_in.get(place).headers["Location"].endswith("#quiz")

    joined.unpublish()
    assert signed_in.get(place).status_code == 404
