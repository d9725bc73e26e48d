"""Error pages: in the reader's language and direction, without losing form input."""

import pytest
from django.test import Client, RequestFactory, override_settings

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
