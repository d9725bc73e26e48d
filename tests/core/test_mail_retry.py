"""A mail that a server cannot take is tried again, and given up after a day and a half; one that it
refuses for good is not tried again."""

from datetime import UTC, datetime, timedelta
from email import message_from_string
from smtplib import SMTPException

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import mail
from portal.settings import base
from tests.services_down import mute_server
from tests.smtp import mail_server

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
MAIL = {"to": "salma@example.org", "subject": "رمز", "text": "1234", "html": "<p>1234</p>"}
RETRIED = {
    **MAIL,
    "tries": 1,
    "asked_at": "",
    "valid_until": "",
    "run_after": NOW + timedelta(minutes=1),
}
# What each reply refuses, and when: on connecting, a sender, a recipient, the text, its end.
# A refusal of us, even with a final code, says nothing of the mail: settings can be corrected.
REFUSALS = {
    "busy": {"GREET": "421 too many connections"},
    "sender": {"MAIL": "451 try again later"},
    "greylisted": {"RCPT": "450 greylisted, try again in five minutes"},
    "full": {"RCPT": "452 the mailbox is full"},
    "text": {"DATA": "451 out of memory"},
    "end": {"END": "421 closing down"},
    "blocked": {"GREET": "554 no service for you"},
    "wrong sender": {"MAIL": "550 not your address"},
}
FOR_GOOD = {
    "no such person": ({"RCPT": "550 no such person"}, "550 SMTPRecipientsRefused"),
    "text": ({"DATA": "554 no transaction"}, "554 SMTPDataError"),
    "end": ({"END": "554 looks like spam"}, "554 SMTPDataError"),
}


@pytest.fixture
def server(db, settings, time_machine):
    time_machine.move_to(NOW, tick=False)
    settings.TASKS = base.TASKS
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with mail_server() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def waiting() -> list[dict[str, object]]:
    """What the queue holds, oldest first: words of the mail, tries, and when it may run."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("run_after")
    return [{**row.args_kwargs["kwargs"], "run_after": row.run_after} for row in rows]


def test_a_mail_that_is_taken_arrives_once_and_leaves_nothing_behind(server):
    mail.send.call(**MAIL)

    assert len(server.taken) == 1
    assert "To: salma@example.org" in server.taken[0]
    assert waiting() == []


@pytest.mark.parametrize("replies", REFUSALS.values(), ids=REFUSALS)
def test_a_mail_that_is_refused_is_queued_for_a_minute_later(server, replies):
    server.replies = replies

    said = mail.send.call(**MAIL)

    assert said == mail.LATER
    assert server.taken == []
    assert waiting() == [RETRIED]


@pytest.mark.parametrize(("replies", "told"), FOR_GOOD.values(), ids=FOR_GOOD)
def test_a_mail_that_is_refused_for_good_is_not_tried_again(server, replies, told, caplog):
    server.replies = replies

    said = mail.send.call(**MAIL)

    assert said == mail.REFUSED
    assert waiting() == []
    assert f"answered {told}" in caplog.text
    assert "salma" not in caplog.text


def test_a_server_that_is_not_there_is_tried_again(server, settings):
    settings.EMAIL_PORT = 9

    mail.send.call(**MAIL)

    assert waiting() == [RETRIED]


def test_a_server_that_never_answers_is_tried_again(server, settings):
    settings.EMAIL_TIMEOUT = 0.5
    with mute_server() as mute:
        settings.EMAIL_PORT = mute.port

        said = mail.send.call(**MAIL)

    assert (said, len(mute.callers)) == (mail.LATER, 1)
    assert waiting() == [RETRIED]


def test_a_server_that_takes_the_mail_the_second_time_gets_it_as_it_was(server):
    server.replies = REFUSALS["greylisted"]
    mail.send.call(**MAIL)
    server.replies = {}
    again = DBTaskResult.objects.get()

    mail.send.call(**again.args_kwargs["kwargs"])

    assert server.calls == 2
    assert len(server.taken) == 1
    assert "text/html" in server.taken[0]
    assert len(waiting()) == 1  # The row that the worker has just run.


def test_each_try_of_a_mail_has_one_id_and_another_mail_has_another(server):
    """A mail that was taken, and of which the worker did not hear, arrives twice as one."""
    for fields in (MAIL, {**MAIL, "tries": 1}, {**MAIL, "text": "5678"}):
        mail.send.call(**fields)

    first, again, other = [message_from_string(text)["Message-ID"] for text in server.taken]
    assert first == again != other


def test_waits_grow_to_more_than_a_day_and_a_half_in_all(server):
    server.replies = REFUSALS["greylisted"]
    waits = []

    for tries in range(len(mail.RETRY_DELAYS)):
        mail.send.call(**MAIL, tries=tries)
        later = DBTaskResult.objects.get()
        waits.append((later.run_after - NOW) // timedelta(minutes=1))
        assert later.args_kwargs["kwargs"]["tries"] == tries + 1
        later.delete()

    assert waits == [1, 5, 15, 60, 240, 720, 1440]
    assert timedelta(hours=36) < timedelta(minutes=sum(waits)) < timedelta(hours=48)


def test_after_the_last_try_it_stands_as_failed_with_the_servers_words(server):
    server.replies = REFUSALS["greylisted"]

    with pytest.raises(SMTPException, match="greylisted"):
        mail.send.call(**MAIL, tries=len(mail.RETRY_DELAYS))

    assert waiting() == []


def test_the_log_says_that_it_is_tried_again_and_names_nobody(server, caplog):
    server.replies = REFUSALS["greylisted"]

    mail.send.call(**MAIL)

    told = [record.getMessage() for record in caplog.records if record.name == "portal.mail"]
    server_name = f"127.0.0.1:{server.port}"
    assert told == [
        f"a mail was not taken ({server_name} answered 450 SMTPRecipientsRefused); next try in"
        " 0:01:00"
    ]
