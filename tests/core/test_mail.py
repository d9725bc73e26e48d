"""E-mail is sent by the worker and retried: a mail server that is down loses none."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import mail

pytestmark = pytest.mark.database

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


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


def test_the_last_try_says_that_it_failed(db, closed_port):
    with pytest.raises(OSError, match="refused"):
        mail.send.call(to="salma@example.org", subject="s", text="t", tries=len(mail.RETRY_DELAYS))

    assert DBTaskResult.objects.count() == 0


def test_a_mail_may_be_right_to_left(db):
    mail.send.call(to="salma@example.org", subject="رمز", text="نص", html="<p dir='rtl'>نص</p>")

    sent = outbox.outbox[0]
    assert (sent.subject, sent.body) == ("رمز", "نص")
    assert sent.alternatives[0].mimetype == "text/html"
