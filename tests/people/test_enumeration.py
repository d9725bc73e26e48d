"""No account enumeration: responses do not reveal whether an address has an account."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.database

KNOWN, CODES_ONLY, UNKNOWN = "known@example.org", "codes@example.org", "other@example.org"
FORMS = {
    "signup": ("/en/accounts/signup/", "email", {"password1": PASSWORD}),
    "signup without password": ("/en/accounts/signup/", "email", {}),
    "login": ("/en/accounts/login/", "login", {"password": "a wrong phrase"}),
    "code": ("/en/accounts/login/code/", "email", {}),
    "code from the one form": ("/en/accounts/login/", "login", {}),
    "reset": ("/en/accounts/password/reset/", "email", {}),
}
HASHES = {"signup": 1, "login": 1}
MAILS = {"login": 0}


@pytest.fixture
def hashes(monkeypatch):
    """Counts how often a password is hashed."""
    done = []
    original = MD5PasswordHasher.encode

    def counted(self, password, salt):
        done.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done


@pytest.fixture
def people(home):
    UserFactory(email=KNOWN)
    UserFactory(email=CODES_ONLY, password=None)


def seen(form: str, address: str, hashes: list[str]) -> dict[str, object]:
    """All that somebody outside can see of one try, and what it cost."""
    url, field, more = FORMS[form]
    client = Client()
    hashes.clear()
    mail.outbox.clear()
    answer = client.post(url, {field: address, **more})
    count = len(hashes)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
    return {
        "status": answer.status_code,
        "headers": headers,
        "cookies": sorted(answer.cookies),
        # Addresses of one length differ; a token is new each time, of one length.
        "length": len(page.content) - page.content.decode().count(address) * len(address),
        "page headers": sorted(page.headers),
        "hashes": count,
        "mails": [message.to for message in mail.outbox] == [[address]] * len(mail.outbox)
        and len(mail.outbox),
    }


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_addresses_look_alike(people, form, hashes):
    known = seen(form, KNOWN, hashes)
    codes_only = seen(form, CODES_ONLY, hashes)
    unknown = seen(form, UNKNOWN, hashes)

    assert known == unknown
    assert codes_only == unknown
    assert unknown["hashes"] == HASHES.get(form, 0)
    assert unknown["mails"] == MAILS.get(form, 1)


@pytest.mark.parametrize("form", FORMS)
def test_a_mail_server_that_is_down_tells_nothing(people, form, hashes, settings):
    settings.EMAIL_BACKEND = "tests.people.test_enumeration.NoServer"

    assert seen(form, KNOWN, hashes) == seen(form, UNKNOWN, hashes)


class NoServer:
    """A mail server that refuses everything."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_adding_the_address_of_another_looks_like_any_other(people, client):
    answers = []
    for address in (KNOWN, UNKNOWN):
        client = Client()
        client.force_login(UserFactory(password=None))
        mail.outbox.clear()
        answer = client.post("/en/accounts/email/", {"email": address, "action_add": "1"})
        page = client.get(answer.headers["Location"]).content.decode()
        answers.append(
            (answer.headers["Location"], len(page.replace(address, "")), len(mail.outbox))
        )

    assert answers[0] == answers[1]
    assert answers[0][2] == 1
