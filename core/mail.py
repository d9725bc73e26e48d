"""E-mail queue: queued in the sender's transaction, sent by the worker, retried with back-off."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone
from django_tasks import task

logger = logging.getLogger("portal.mail")
# Back-off before each retry: a day and a half in all.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


def enqueue(*, to: str, subject: str, text: str, html: str = "") -> None:
    """Queue an e-mail. Inside a transaction it is sent only if that commits."""
    send.enqueue(to=to, subject=subject, text=text, html=html)


@task()
def send(to: str, subject: str, text: str, html: str = "", tries: int = 0) -> None:
    """Send one e-mail now; retry with back-off where the mail server refuses it.

    After the last retry it re-raises the mail server's error: the task is then marked as failed.
    """
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, SMTPException):
        if tries >= len(RETRY_DELAYS):
            raise
        later = send.using(run_after=timezone.now() + RETRY_DELAYS[tries])
        later.enqueue(to=to, subject=subject, text=text, html=html, tries=tries + 1)
        logger.warning("a mail was not taken; it is tried again in %s", RETRY_DELAYS[tries])


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
