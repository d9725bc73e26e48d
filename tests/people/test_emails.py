import pytest
from django.core import mail
from django.utils import translation
from django_tasks import default_task_backend

from core.l10n.languages import CODES, direction
from people import emails
from tests.factories.people import UserFactory
from tests.rooms import language_of

CONTEXT = {
    "code": "1234-5678",
    "uid": "1a",
    "key": "key-of-reset",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
}


def html_of(message) -> str:
    return str(message.alternatives[0].content)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("name", emails.EMAILS)
def test_every_letter_can_be_written_in_every_language(home, name, language):
    with translation.override(language):
        email = emails.compose(name, CONTEXT)

        assert language_of(email.html) == (language, direction(language))
        assert "\n" not in email.subject
        assert "\u2068MedTOWN\u2069" in email.subject
        # Both parts say the same.
        for sentence in [*email.before, *email.after]:
            assert sentence in email.text
        for part in (email.text, email.html):
            assert part.count(email.code or email.link or "MedTOWN") >= 1


def test_a_letter_has_no_picture_and_asks_nothing_of_others(home):
    page = emails.compose("account/email/login_code", CONTEXT).html

    assert "<img" not in page
    assert "http" not in page


def test_a_mail_speaks_the_language_of_the_person(client, home):
    UserFactory(email="salma@example.org", language="ar")

    client.post("/fr/accounts/login/code/", {"email": "salma@example.org"})

    assert language_of(html_of(mail.outbox[-1])) == ("ar", "rtl")


def test_a_mail_to_a_stranger_speaks_the_language_of_the_page(client, home):
    client.post("/el/accounts/login/code/", {"email": "nobody@example.org"})

    assert language_of(html_of(mail.outbox[-1])) == ("el", "ltr")
    assert "/el/accounts/signup/" in mail.outbox[-1].body


def test_the_link_in_a_mail_is_in_the_language_of_the_person(client, home):
    UserFactory(email="salma@example.org", language="ar")

    client.post("/en/accounts/password/reset/", {"email": "salma@example.org"})

    assert "/ar/accounts/password/reset/key/" in mail.outbox[-1].body


def test_a_mail_is_queued_not_sent_in_the_request(client, home, settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
    }

    client.post("/en/accounts/login/code/", {"email": "nobody@example.org"})

    assert len(default_task_backend.results) == 1
    assert mail.outbox == []
