import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail

from people import roles
from tests.factories.core import root_for
from tests.factories.people import PASSWORD, UserFactory


def app_code(secret: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def editor(home):
    user = UserFactory(email="carmen@example.org", password=None)
    roles.give(user, ["editor"])
    return user


def test_staff_without_a_second_step_are_led_to_set_one_up(client, editor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(editor)

    for answer in (client.get("/admin/"), client.post("/admin/pages/2/edit/")):
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/en/accounts/2fa/totp/activate/"
    page = client.get("/en/accounts/2fa/totp/activate/").content.decode()
    assert "must use two-step verification" in page


def test_staff_with_a_second_step_enter(client, editor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    TOTP.activate(editor, generate_totp_secret())
    client.force_login(editor)

    assert client.get("/admin/").status_code == 200


def test_the_setting_can_be_off(client, editor):
    client.force_login(editor)

    assert client.get("/admin/").status_code == 200


def test_learners_are_not_asked_for_one(client, home, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(UserFactory())

    assert client.get("/en/accounts/profile/").status_code == 200
    assert "2fa" not in client.get("/admin/").headers.get("Location", "")


def test_setting_it_up(committed_db, client):
    """With real commits: allauth says that it is done once it is committed."""
    root_for("en")
    user = UserFactory(password=None)
    client.force_login(user)
    page = client.get("/en/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)

    # Our policy allows no picture from a data: address.
    assert "data:" not in page
    assert "<svg" in page
    answer = client.post("/en/accounts/2fa/totp/activate/", {"code": app_code(secret)})

    assert answer.headers["Location"] == "/en/accounts/2fa/recovery-codes/"
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    page = client.get(answer.headers["Location"]).content.decode()
    assert len(re.findall(r"<code>\d+</code>", page)) == 10
    assert "Two-step verification" in mail.outbox[-1].body


def test_with_a_password_one_is_asked_for_it_again(client, home):
    client.force_login(UserFactory())

    answer = client.get("/en/accounts/2fa/totp/activate/")

    asked = "/en/accounts/reauthenticate/?next=%2Fen%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert answer.headers["Location"] == asked
    answer = client.post(asked, {"password": PASSWORD, "next": "/en/accounts/2fa/totp/activate/"})
    assert answer.headers["Location"] == "/en/accounts/2fa/totp/activate/"


@pytest.mark.parametrize("way", ["password", "code"])
def test_signing_in_with_it(client, home, mailed_code, way):
    user = UserFactory(email="carmen@example.org")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    if way == "password":
        answer = client.post("/ar/accounts/login/", {"login": user.email, "password": PASSWORD})
    else:
        client.post("/ar/accounts/login/code/", {"email": user.email})
        answer = client.post("/ar/accounts/login/code/confirm/", {"code": mailed_code()})

    assert answer.headers["Location"] == "/ar/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    answer = client.post("/ar/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert answer.headers["Location"] == "/ar/my-learning/"
    assert "_auth_user_id" in client.session


def test_guesses_of_the_second_step_are_few(client, home):
    user = UserFactory()
    TOTP.activate(user, generate_totp_secret())
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})

    pages = [
        client.post("/en/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
        for _try in range(7)
    ]

    assert "Too many attempts" in pages[-1]
    assert "Too many attempts" not in pages[-2]
