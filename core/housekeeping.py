"""What the worker does once a day: nothing is kept longer than the privacy notice says.

A room that keeps something for a time answers `daily`; it deletes what is too old, and is safe to
repeat.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from django.dispatch import Signal, receiver
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

log = logging.getLogger("portal.worker")
EVERY = timedelta(days=1)
KEPT_FOR = timedelta(days=14)

daily = Signal()


def clean() -> None:
    """Ask every room. One that fails is told in the log, and the others are asked all the same."""
    for answering, answer in daily.send_robust(sender=None):
        if isinstance(answer, Error):
            raise answer
        if isinstance(answer, Exception):
            log.error("daily cleaning failed in %s", answering, exc_info=answer)


@receiver(daily)
def forget_sessions(**kwargs: Any) -> None:
    """Sessions that have ended, with what was typed in them."""
    call_command("clearsessions", verbosity=0)


@receiver(daily)
def forget_tasks(**kwargs: Any) -> None:
    """Results of tasks, mails among them."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()


@receiver(daily)
def forget_tries(**kwargs: Any) -> None:
    """What the shared cache kept for a time that is over: tries to sign in, by address."""
    shared = settings.CACHES["default"]
    if not str(shared["BACKEND"]).endswith("DatabaseCache"):
        return
    with connection.cursor() as cursor:
        # The table's name is ours, from the settings.
        name = connection.ops.quote_name(str(shared["LOCATION"]))
        moment = connection.ops.adapt_datetimefield_value(timezone.now().replace(tzinfo=None))
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [moment])  # noqa: S608


@receiver(daily)
def forget_mail_files(**kwargs: Any) -> None:
    """Mails that a portal on one's own machine wrote to files."""
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    for path in (Path(settings.DATA_DIR) / "mails").glob("*.txt"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
