"""What staff and readers are told of mail that is slow and of a worker that is not there."""

import pytest
from django.test import Client

from core import mail
from core.models import WorkerHeartbeat
from portal.settings import base
from tests.factories.people import UserFactory
from tests.smtp import mail_server

NO_WORKER = "The worker is not running"
REFUSED = "The mail server for this address refused our email."
NO_MAIL = "these accounts: salma@example.org."


@pytest.fixture
def slow_mail(home, settings, clock):
    """Somebody's mail has been waiting for eight minutes."""
    settings.TASKS = base.TASKS
    mail.enqueue(to="first@example.org", subject="s", text="t")
    clock.shift(8 * 60)
    WorkerHeartbeat.beat()


@pytest.fixture
def editor(home):
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("address", ["/en/", "/admin/"])
def test_staff_are_told_that_mail_is_slow(editor, slow_mail, address):
    page = editor.get(address).content.decode()

    assert "Emails are delayed: the oldest has been waiting for 8 minutes." in page
    assert NO_WORKER not in page


@pytest.mark.parametrize("address", ["/en/", "/admin/"])
def test_staff_are_told_that_no_worker_runs(editor, address):
    assert NO_WORKER in editor.get(address).content.decode()


def test_readers_are_not_told_of_it(home, slow_mail):
    assert "Emails are delayed" not in Client().get("/en/").content.decode()


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("signup/", {"email": "a@example.org"}),
        ("login/code/", {"email": "a@example.org"}),
        ("password/reset/", {"email": "a@example.org"}),
    ],
)
def test_a_page_that_promises_a_mail_says_how_mail_goes(slow_mail, door, fields):
    slow = Client().post(f"/en/accounts/{door}", fields, follow=True).content.decode()
    mail.waiting_mails().delete()
    fields = {"email": "b@example.org"}
    quick = Client().post(f"/en/accounts/{door}", fields, follow=True).content.decode()

    assert "the oldest has been waiting for 8 minutes" in slow
    assert "may take a minute" not in slow
    assert "may take a minute" in quick
    assert "is on its way" in quick


def test_a_code_that_expired_in_the_queue_is_not_sent(slow_mail, clock):
    Client().post("/en/accounts/signup/", {"email": "a@example.org"})
    row = mail.waiting_mails().last()
    clock.shift(15 * 60)

    assert row.args_kwargs["kwargs"]["to"] == "a@example.org"
    assert mail.send.call(**row.args_kwargs["kwargs"]) == mail.EXPIRED


@pytest.fixture
def server(settings):
    settings.TASKS = base.TASKS
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def send_what_waits() -> None:
    for row in mail.waiting_mails():
        row.set_successful(mail.send.call(**row.args_kwargs["kwargs"]))


def test_who_waits_and_who_looks_after_accounts_learn_of_a_refusal(editor, server, client):
    """Until a newer mail to that address is taken; never of addresses without an account."""
    UserFactory(email="salma@example.org", password=None)
    server.replies = {"RCPT": "550 no such person"}
    mail.enqueue(to="nobody@example.org", subject="s", text="t")
    client.post("/en/accounts/login/code/", {"email": "salma@example.org"})
    send_what_waits()

    assert REFUSED in client.get("/en/accounts/login/code/confirm/").content.decode()
    assert NO_MAIL in editor.get("/admin/").content.decode()
    assert not mail.is_refused()

    server.replies = {}
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    send_what_waits()

    assert REFUSED not in client.get("/en/accounts/login/code/confirm/").content.decode()
    assert NO_MAIL not in editor.get("/admin/").content.decode()
