"""E-mail queue: filled in the sender's transaction, served first by the worker, with retries.

The result of a mail's task is SENT, LATER (queued again), EXPIRED or REFUSED (for good).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.tasks import queues

logger = logging.getLogger("portal.mail")
# Back-off before each retry: a day and a half in all.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
SENT, LATER, EXPIRED, REFUSED = "sent", "later", "expired", "refused"
# From here on an SMTP reply is final: the same mail would be refused again (RFC 5321, 4.2.1).
PERMANENT = 500
# Priorities: a new mail goes before a retry.
FRESH, AGAIN = 50, 0
SLOW = timedelta(minutes=1)


def enqueue(
    *, to: str, subject: str, text: str, html: str = "", valid_for: timedelta | None = None
) -> None:
    """Queue an e-mail. Inside a transaction it is sent only if that commits.

    With `valid_for` (the lifetime of the code or link in it) it is not sent after that time.
    """
    now = timezone.now()
    send.enqueue(
        to=to,
        subject=subject,
        text=text,
        html=html,
        asked_at=now.isoformat(),
        valid_until=(now + valid_for).isoformat() if valid_for else "",
    )


@task(queue_name=queues.URGENT, priority=FRESH)
def send(
    to: str,
    subject: str,
    text: str,
    html: str = "",
    tries: int = 0,
    asked_at: str = "",
    valid_until: str = "",
) -> str:
    """Send one e-mail now; retry with back-off where the mail server cannot take it just now.

    A mail that is refused for good is not tried again. After the last retry it re-raises the mail
    server's error: the task is then marked as failed.
    """
    end = parse_datetime(valid_until) if valid_until else None
    if end and timezone.now() >= end:
        logger.warning("a mail was not sent: what it carried had expired while it waited")
        return EXPIRED
    try:
        message_of(to, subject, text, html, asked_at).send()
    except (OSError, SMTPException) as error:
        if is_final(error):
            logger.warning("a mail was refused for good (%s); it is not tried again", cause(error))
            return REFUSED
        if tries >= len(RETRY_DELAYS):
            raise
        logger.warning(
            "a mail was not taken (%s); next try in %s", cause(error), RETRY_DELAYS[tries]
        )
        send.using(run_after=timezone.now() + RETRY_DELAYS[tries], priority=AGAIN).enqueue(
            to=to,
            subject=subject,
            text=text,
            html=html,
            tries=tries + 1,
            asked_at=asked_at,
            valid_until=valid_until,
        )
        return LATER
    return SENT


def message_of(to: str, subject: str, text: str, html: str, asked_at: str) -> EmailMessage:
    """The mail as text, and as HTML where there is any."""
    headers = {"Message-ID": message_id(to, subject, text, asked_at)}
    message = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def message_id(*parts: str) -> str:
    """The same for each try. A worker that ends between the mail server's reply and its own note of
    it sends the mail again; by its id mail programs show one."""
    digest = salted_hmac("core.mail", "\0".join(parts), algorithm="sha256").hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest[:32]}@{domain}>"


def is_final(error: Exception) -> bool:
    """Whether the mail server refuses this mail, or the person it is for, for good.

    A refusal of us (greeting, sign-in, sender) is none: all mail would meet it, until somebody
    corrects the settings, and none may be lost meanwhile.
    """
    return isinstance(error, SMTPRecipientsRefused | SMTPDataError) and all(
        code >= PERMANENT for code in reply_codes(error)
    )


def reply_codes(error: Exception) -> list[int]:
    """The codes of the SMTP replies that the error tells of."""
    if isinstance(error, SMTPRecipientsRefused):
        return sorted({int(code) for code, _words in error.recipients.values()})
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def cause(error: Exception) -> str:
    """What the mail server or the connection to it reported, without any address."""
    server = f"{getattr(settings, 'EMAIL_HOST', '')}:{getattr(settings, 'EMAIL_PORT', '')}"
    if codes := reply_codes(error):
        said = ", ".join(str(code) for code in codes)
        return f"{server} answered {said} {type(error).__name__}"
    if isinstance(error, SMTPException):
        return f"{server}: {type(error).__name__}"
    return f"{server}: {error}"


# State of the queue ----------------------------------------------------------------------------


def waiting_mails() -> QuerySet[DBTaskResult]:
    """The mails that are still to be sent."""
    path = f"{send.func.__module__}.{send.func.__name__}"
    unsent = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return DBTaskResult.objects.filter(
        queue_name=queues.URGENT, status__in=unsent, task_path=path
    ).order_by("enqueued_at")


def was_refused(address: str) -> bool:
    """Whether the newest mail to this address was refused for good."""
    last = (
        DBTaskResult.objects.filter(queue_name=queues.URGENT, args_kwargs__kwargs__to=address)
        .order_by("-enqueued_at")
        .values_list("return_value", flat=True)
        .first()
    )
    return bool(last == REFUSED)


def refused_addresses(since: datetime) -> list[str]:
    """Whom no mail reaches: the newest one to them was refused for good, since then."""
    rows = DBTaskResult.objects.filter(
        queue_name=queues.URGENT, return_value=REFUSED, finished_at__gte=since
    )
    found = {row["kwargs"]["to"] for row in rows.values_list("args_kwargs", flat=True)[:200]}
    return sorted(address for address in found if was_refused(address))


def is_refused() -> bool:
    """Whether the mail server refused the last email."""
    last = (
        DBTaskResult.objects.filter(queue_name=queues.URGENT, finished_at__isnull=False)
        .exclude(return_value=EXPIRED)
        .order_by("-finished_at")
        .values_list("status", "return_value")
        .first()
    )
    return last is not None and (last[0] == TaskResultStatus.FAILED or last[1] == LATER)


def delay() -> timedelta:
    """How long the oldest email has been waiting: of those not tried yet, and while the server
    accepts none, of all. Zero if none is waiting."""
    is_down = is_refused()
    now = timezone.now()
    ages = [
        now - (asked_at(row["kwargs"]) or enqueued_at)
        for row, enqueued_at in waiting_mails().values_list("args_kwargs", "enqueued_at")[:1000]
        if is_down or not row["kwargs"].get("tries")
    ]
    return max(ages, default=timedelta(0))


def asked_at(kwargs: dict[str, Any]) -> datetime | None:
    said = kwargs.get("asked_at")
    return parse_datetime(said) if said else None


def minutes_slow() -> int:
    """The delay in whole minutes once it is worth telling a person; else 0."""
    late = delay()
    return int(late.total_seconds() // 60) if late >= SLOW else 0


class ReadableFileBackend(BaseEmailBackend):
    """File-based mail backend for a portal on one's own machine: one readable file an e-mail;
    nothing is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.DATA_DIR) / "mails"

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
            path = self.folder / f"{stamp}.txt"
            subject = str(make_header(decode_header(str(message.subject))))
            head = f"To: {', '.join(message.to)}\nSubject: {subject}\n\n"
            path.write_text(head + str(message.body), encoding="utf-8")
            print(f"\n✉  {path}\n{head}{message.body}\n", flush=True)  # noqa: T201 - shown in the terminal
        return len(email_messages)
