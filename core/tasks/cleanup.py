"""Daily cleanup by the worker: nothing is kept longer than the privacy notice says.

A room that keeps something for a time registers a function as `DAILY_CLEANUP`; it deletes what is
too old, and is safe to repeat.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import extensions
from core.caching import counters
from core.tasks import leases

log = logging.getLogger("portal.worker")
EVERY = timedelta(days=1)
KEPT_FOR = timedelta(days=14)


def clean() -> None:
    """Run all cleanup functions; log a failure and go on with the rest. Raises a database error."""
    for forget in extensions.functions(extensions.DAILY_CLEANUP):
        try:
            forget()
        except Error:
            raise
        except Exception:
            log.exception("daily cleanup failed in %s", forget)


def forget_sessions() -> None:
    """Sessions that have ended, with what was typed in them."""
    call_command("clearsessions", verbosity=0)


def forget_tasks() -> None:
    """Results of tasks, mails among them."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()


def forget_tries() -> None:
    """What the shared cache kept for a time that is over: tries that allauth counts."""
    shared = settings.CACHES["default"]
    if not str(shared["BACKEND"]).endswith("DatabaseCache"):
        return
    with connection.cursor() as cursor:
        # The table's name is ours, from the settings.
        name = connection.ops.quote_name(str(shared["LOCATION"]))
        moment = connection.ops.adapt_datetimefield_value(timezone.now().replace(tzinfo=None))
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [moment])  # noqa: S608


def forget_mail_files() -> None:
    """Mails that a portal on one's own machine wrote to files."""
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    for path in (Path(settings.DATA_DIR) / "mails").glob("*.txt"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


FUNCTIONS = (
    forget_sessions,
    forget_tasks,
    leases.forget_workers,
    forget_tries,
    counters.forget_ended,
    forget_mail_files,
)
