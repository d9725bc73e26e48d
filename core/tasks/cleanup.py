"""Daily cleanup (data retention) by the worker: nothing is kept longer than the privacy notice
says.

A room that keeps something for a limited time registers a function as `DAILY_CLEANUP`; it deletes
what is too old, and is idempotent.
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
from core.counts import counting
from core.tasks import leases

log = logging.getLogger("portal.worker")
INTERVAL = timedelta(days=1)
RETENTION = timedelta(days=14)


def clean() -> None:
    """Run all cleanup functions; log a failure and go on with the rest. Re-raises database
    errors."""
    for forget in extensions.functions(extensions.DAILY_CLEANUP):
        try:
            forget()
        except Error:
            raise
        except Exception:
            log.exception("daily cleanup failed in %s", forget)


def delete_expired_sessions() -> None:
    """Expired sessions, with the stashed form posts in them."""
    call_command("clearsessions", verbosity=0)


def delete_old_task_results() -> None:
    """Results of finished tasks, e-mails among them."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - RETENTION).delete()


def delete_expired_cache_rows() -> None:
    """Expired rows of the database cache: attempts that allauth counts."""
    shared = settings.CACHES["default"]
    if not str(shared["BACKEND"]).endswith("DatabaseCache"):
        return
    with connection.cursor() as cursor:
        # The table's name is ours, from the settings.
        name = connection.ops.quote_name(str(shared["LOCATION"]))
        moment = connection.ops.adapt_datetimefield_value(timezone.now().replace(tzinfo=None))
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [moment])  # noqa: S608


def delete_old_mail_files() -> None:
    """E-mails that a portal on one's own machine wrote to files."""
    oldest = (timezone.now() - RETENTION).timestamp()
    for path in (Path(settings.DATA_DIR) / "mails").glob("*.txt"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


FUNCTIONS = (
    delete_expired_sessions,
    delete_old_task_results,
    leases.delete_old_heartbeats,
    delete_expired_cache_rows,
    counters.delete_expired,
    counting.delete_old,
    delete_old_mail_files,
)
