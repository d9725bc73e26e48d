"""E-mail is sent by the worker and retried: a mail server that is down loses none."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import mail
from portal.settings import base

pytestmark = pytest.mark.database

QUEUE = base.TASKS


@pytest.fixture
def closed_port(settings):
    settings.TASKS = QUEUE
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_a_mail_waits_in_the_queue_until_the_worker_sends_it(db, settings):
    settings.TASKS = QUEUE

    mail.enqueue(to="salma@example.org", subject="رمز", text="1234")

    assert outbox.outbox == []
    assert DBTaskResult.objects.get().args_kwargs["kwargs"]["to"] == "salma@example.org"


def test_a_mail_that_is_not_taken_is_queued_again(db, closed_port):
    mail.send.call(to="salma@example.org", subject="s", text="t")

    again = DBTaskResult.objects.get()
    assert again.args_kwargs["kwargs"]["tries"] == 1
    assert again.run_after > timezone.now() + timedelta(seconds=50)


def test_the_log_names_the_cause_and_no_address(db, closed_port, caplog):
    mail.send.call(to="salma@example.org", subject="s", text="t")

    assert "127.0.0.1:9: [Errno 111] Connection refused" in caplog.text
    assert "salma" not in caplog.text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            SMTPRecipientsRefused({"salma@example.org": (550, b"no")}),
            "answered 550 SMTPRecipientsRefused",
        ),
        (SMTPAuthenticationError(535, b"salma"), "answered 535 SMTPAuthenticationError"),
    ],
)
def test_a_cause_has_no_address(error, words):
    assert words in mail.cause(error)
    assert "salma" not in mail.cause(error)


def test_a_mail_whose_code_has_expired_is_not_sent(db, settings, clock):
    settings.TASKS = QUEUE
    mail.enqueue(to="salma@example.org", subject="s", text="t", valid_for=timedelta(minutes=15))
    words = DBTaskResult.objects.get().args_kwargs["kwargs"]

    in_time = mail.send.call(**words)
    clock.shift(15 * 60)
    too_late = mail.send.call(**words)

    assert (in_time, too_late) == (mail.SENT, mail.EXPIRED)
    assert len(outbox.outbox) == 1


def test_a_retry_keeps_when_the_mail_was_asked_for_and_until_when_it_is_good(db, closed_port):
    mail.enqueue(to="salma@example.org", subject="s", text="t", valid_for=timedelta(minutes=15))
    first = DBTaskResult.objects.get().args_kwargs["kwargs"]

    mail.send.call(**first)

    again = DBTaskResult.objects.get(run_after__lt=timezone.now() + timedelta(days=2))
    kept = {name: again.args_kwargs["kwargs"][name] for name in ("asked_at", "valid_until")}
    assert kept == {name: first[name] for name in ("asked_at", "valid_until")}


def test_a_mail_that_waits_is_told_once_it_is_a_minute_old(db, settings, clock):
    settings.TASKS = QUEUE
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    at_once = mail.minutes_slow()

    clock.shift(7 * 60)

    assert (at_once, mail.minutes_slow()) == (0, 7)


def test_one_address_that_is_refused_makes_no_mail_slow(db, closed_port, clock):
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    work_off()
    down = mail.is_refused()
    DBTaskResult.objects.create(
        status=TaskResultStatus.SUCCESSFUL,
        task_path="core.mail.send",
        queue_name="urgent",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        run_after=timezone.now(),
        finished_at=timezone.now() + timedelta(seconds=1),
        return_value=mail.SENT,
    )

    clock.shift(30 * 60)

    assert down
    assert mail.waiting_mails().count() == 1
    assert (mail.is_refused(), mail.minutes_slow()) == (False, 0)


def test_a_server_that_takes_none_makes_all_mail_slow(db, closed_port, clock):
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    work_off()

    clock.shift(9 * 60)

    assert (mail.is_refused(), mail.minutes_slow()) == (True, 9)


def work_off() -> None:
    """What the worker does with one mail."""
    row = mail.waiting_mails().get()
    row.set_successful(mail.send.call(**row.args_kwargs["kwargs"]))


def test_the_last_try_says_that_it_failed(db, closed_port):
    with pytest.raises(OSError, match="refused"):
        mail.send.call(to="salma@example.org", subject="s", text="t", tries=len(mail.RETRY_DELAYS))

    assert DBTaskResult.objects.count() == 0


def test_a_mail_may_be_right_to_left(db):
    mail.send.call(to="salma@example.org", subject="رمز", text="نص", html="<p dir='rtl'>نص</p>")

    sent = outbox.outbox[0]
    assert (sent.subject, sent.body) == ("رمز", "نص")
    assert sent.alternatives[0].mimetype == "text/html"
