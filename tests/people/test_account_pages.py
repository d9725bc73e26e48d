"""Account pages: all in the page frame, in the language of the URL."""

import re

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import language_of

SIGNED_OUT = ["login/", "signup/", "login/code/", "password/reset/", "password/reset/done/",
              "password/reset/key/done/", "password/reset/key/1-none/", "inactive/"]  # fmt: skip
SIGNED_IN = ["profile/", "email/", "password/change/", "logout/", "2fa/"]
WITHOUT_PASSWORD = ["password/set/", "2fa/totp/activate/"]


def pages_of(language: str) -> dict[str, str]:
    """Path to page, of all that can be reached without a code."""
    learner, codes_only, stranger = Client(), Client(), Client()
    learner.force_login(UserFactory())
    codes_only.force_login(UserFactory(password=None))
    asking = Client()
    asking.post(f"/{language}/accounts/login/code/", {"email": "nobody@example.org"})
    joining = Client()
    joining.post(f"/{language}/accounts/signup/", {"email": "new@example.org"})
    visits = [
        *((stranger, path) for path in SIGNED_OUT),
        *((learner, path) for path in SIGNED_IN),
        *((codes_only, path) for path in WITHOUT_PASSWORD),
        (asking, "login/code/confirm/"),
        (joining, "confirm-email/"),
        (learner, "reauthenticate/"),
    ]
    found = {}
    for client, path in visits:
        answer = client.get(f"/{language}/accounts/{path}")
        assert answer.status_code == 200, path
        assert "no-store" in answer.headers["Cache-Control"], path
        found[path] = answer.content.decode()
    return found


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_every_page_stands_in_our_frame(home, language, direction):
    for path, page in pages_of(language).items():
        assert language_of(page) == (language, direction), path
        assert page.count("<main") == page.count("<h1") == 1, path
        assert '<meta name="robots" content="noindex">' in page, path
        assert re.search(r"<title>[^<\s]", page), path
        assert not re.search(r"\sstyle=|\son\w+=|<script(?! type=\"module\" src)", page), path
        assert "placeholder=" not in page, path


def test_fields_say_what_they_are_for(home):
    pages = pages_of("en")

    for path in ("login/code/confirm/", "confirm-email/"):
        code = re.search(r'<input [^>]*name="code"[^>]*>', pages[path]).group()
        for part in ('autocomplete="one-time-code"', 'inputmode="numeric"', 'dir="ltr"'):
            assert part in code
    for path in ("login/", "signup/", "login/code/", "password/reset/", "email/"):
        for field in re.findall(r'<input type="email"[^>]*>', pages[path]):
            assert 'dir="ltr"' in field
            assert "autocomplete=" in field
    assert 'autocomplete="new-password"' in pages["signup/"]
    assert 'autocomplete="current-password"' in pages["login/"]


def test_errors_are_tied_to_their_fields(home):
    page = Client().post("/en/accounts/signup/", {"email": "not an address"}).content.decode()

    field = re.search(r'<input type="email"[^>]*>', page).group()
    assert 'aria-invalid="true"' in field
    assert 'id="id_email_error"' in page
    assert re.search(r'aria-describedby="[^"]*id_email_error', field)
    assert 'href="#id_email"' in page


INVALID = {
    "login/": {"login": "salma", "password": "x"},
    "login/code/": {"email": "salma"},
    "login/code/confirm/": {"code": "0000"},
    "signup/": {"email": "salma"},
    "confirm-email/": {"code": "0000"},
    "password/reset/": {"email": "salma"},
    "password/change/": {"oldpassword": "wrong", "password1": "short"},
    "password/set/": {"password1": "short"},
    "email/": {"email": "salma", "action_add": "1"},
    "profile/": {"language": "klingon"},
    "reauthenticate/": {"password": "wrong"},
    "2fa/totp/activate/": {"code": "0000"},
}


@pytest.mark.parametrize("path", INVALID)
def test_a_form_that_is_shown_again_with_what_is_wrong_answers_400(home, path):
    """As all forms of ours do; with what was typed, but secrets."""
    client = Client()
    if path == "login/code/confirm/":
        client.post("/en/accounts/login/code/", {"email": "nobody@example.org"})
    elif path == "confirm-email/":
        client.post("/en/accounts/signup/", {"email": "new@example.org"})
    elif path in (*SIGNED_IN, *WITHOUT_PASSWORD, "reauthenticate/"):
        client.force_login(UserFactory(password=None if path in WITHOUT_PASSWORD else PASSWORD))

    answer = client.post(f"/en/accounts/{path}", INVALID[path])
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "Please check the following" in page
    for name, value in INVALID[path].items():
        if value == "salma":
            assert f'value="{value}"' in page, name


def test_every_label_points_to_a_field_once(home):
    for path, page in pages_of("en").items():
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids), path
