"""Error pages: in the reader's language and direction, without losing form input."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory, override_settings

from people.models import User
from portal.middleware import OwnErrorPages
from portal.views import errors
from tests.rooms import language_of

LANGUAGES = [
    ("en", "ltr"),
    ("fr", "ltr"),
    ("es", "ltr"),
    ("pt", "ltr"),
    ("el", "ltr"),
    ("ar", "rtl"),
]


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
def test_not_found(home, roots, code, direction):
    answer = Client().get(f"/{code}/no-such-page/")

    assert answer.status_code == 404
    assert language_of(answer.content.decode()) == (code, direction)
    assert answer.headers["Content-Language"] == code


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
@pytest.mark.parametrize("status", [400, 500, 503])
def test_plain_pages_need_no_database(code, direction, status):
    """No `db` fixture: a query would fail."""
    answer = errors.plain(RequestFactory().get(f"/{code}/x/"), status)

    assert answer.status_code == status
    assert language_of(answer.content.decode()) == (code, direction)


def test_a_fault_answers_500_in_the_readers_language(home, monkeypatch):
    monkeypatch.setattr("search.views.ask", lambda *_args, **_words: 1 / 0)

    answer = Client(raise_request_exception=False).get("/ar/library/")

    assert answer.status_code == 500
    assert language_of(answer.content.decode()) == ("ar", "rtl")


@override_settings(CSRF_COOKIE_HTTPONLY=True)
def test_old_token_offers_what_was_typed_again(home):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        "/ar/accounts/signup/",
        {"email": "salma@example.org", "password1": "secret words"},
        headers={"Origin": "http://testserver"},
    )

    page = answer.content.decode()
    assert answer.status_code == 403
    assert language_of(page) == ("ar", "rtl")
    assert "salma@example.org" in page
    assert "secret words" not in page


@pytest.mark.parametrize("secret", ["oldpassword", "password", "password1", "code"])
def test_old_token_never_shows_a_secret_again(home, secret):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        "/en/accounts/password/change/?next=/en/",
        {secret: "secret words", "wish": "kept words"},
        headers={"Origin": "http://testserver"},
    )

    page = answer.content.decode()
    assert "kept words" in page
    assert "secret words" not in page
    assert 'action="/en/accounts/password/change/?next=/en/"' in page


def test_a_form_from_elsewhere_is_not_offered_again(home):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        "/en/accounts/signup/",
        {"email": "canary@example.org"},
        headers={"Origin": "http://evil.example"},
    )

    assert answer.status_code == 403
    assert "canary@example.org" not in answer.content.decode()


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
def test_every_refusal_has_a_page_in_the_language_of_the_address(home, roots, code, direction):
    client = Client()
    client.force_login(User.objects.create_user("learner@example.org", language="en"))
    answers = {
        405: [
            client.post(f"/{code}/library/"),
            client.post(f"/{code}/glossary/"),
            client.put(f"/{code}/learn/00000000-0000-0000-0000-000000000000/done/"),
        ],
        414: [
            client.get(f"/{code}/library/?q=" + "a" * 40_000),
            client.get(f"/{code}/" + "a" * 2000),
        ],
        404: [client.get(f"/{code}/learn/00000000-0000-0000-0000-000000000000/done/")],
        400: [client.post(f"/{code}/feedback/", {"words": ""}), client.get(f"/{code}/%00/")],
    }

    for status, found in answers.items():
        for answer in found:
            page = answer.content.decode()
            assert answer.status_code == status, answer.request["PATH_INFO"]
            assert language_of(page) == (code, direction)
            assert answer.headers["Content-Language"] == code
            assert "<h1" in page


def test_a_refused_method_still_names_those_that_are_taken(home):
    assert "GET" in Client().post("/en/library/").headers["Allow"]


def test_who_is_signed_in_is_not_offered_to_sign_in(home):
    learner = Client(headers={"accept-language": "en"})
    learner.force_login(User.objects.create_user("learner@example.org", language="en"))

    answer = learner.get("/admin/")

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You are signed in" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "/accounts/login/" not in main


def test_a_part_of_a_file_that_there_is_not_has_a_page_too(home):
    request = RequestFactory().get("/en/x/")

    answer = OwnErrorPages(lambda _request: HttpResponse(status=416))(request)

    assert answer.status_code == 416
    assert "416" in answer.content.decode()


def test_words_that_an_answer_has_already_are_left_alone(home):
    request = RequestFactory().get("/en/x/")

    answer = OwnErrorPages(lambda _request: JsonResponse({"a": 1}, status=409))(request)

    assert answer.content == b'{"a": 1}'


def test_who_is_signed_in_is_not_told_to_sign_in(client, home):
    client.force_login(User.objects.create_user("learner@example.org"))

    answer = client.get("/admin/", headers={"accept-language": "en"})

    assert answer.status_code == 403
    assert "/accounts/login/" not in answer.content.decode()
    assert "Sign in" not in answer.content.decode()
