"""Health checks: each has a deadline, and says "ok" or in a few words what is wrong.

What readers cannot do without (`NEEDED`) makes the portal unready; the rest is named and waits.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.utils.crypto import get_random_string

from core import extensions, mail
from core.db import is_disk_full
from core.media.storage import PrivateStorage
from core.media.tasks import ANY_NAME
from core.models import WorkerHeartbeat
from core.outage import Unavailable

logger = logging.getLogger("portal.health")

Check = Callable[[], str]
DEADLINE = 1.5
WORKER_SEEN_WITHIN = timedelta(seconds=90)
MAIL_WITHIN = timedelta(minutes=1)
# What one upload may need, with its renditions; and what is worth a warning.
WRITTEN_BYTES = 64 * 1024
LOW_BYTES = 200 * 1024 * 1024
OK = "ok"
LATE = f"no answer within {DEADLINE} seconds"
# Over SQLite a check waits for the write lock for less than the deadline, so that it can name it.
LOCK_SECONDS = 1.2
LOCKED = f"locked by another writer for {LOCK_SECONDS} seconds: what readers save has to wait"
NEEDED = ("database", "cache", "disk")

# Threads of checks that a dead network holds are few: a check that still runs is not asked again.
_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="health")
_asked: dict[str, Future[str]] = {}


def check_all() -> dict[str, str]:
    """Each thing by its name: "ok", or what is wrong. Answers within two seconds."""
    checks: dict[str, Check] = {
        "database": database,
        "cache": shared_cache,
        "worker": worker,
        "disk": disk,
        "mail": mail_queue,
        "files": file_storage,
    }
    checks |= {check.__name__: check for check in extensions.functions(extensions.HEALTH_CHECK)}
    return within_deadline(checks)


def is_ready(found: dict[str, str]) -> bool:
    """Whether readers' requests are answered: what only waits does not count."""
    return all(found[name] == OK or found[name].startswith("low") for name in NEEDED)


def within_deadline(checks: dict[str, Check]) -> dict[str, str]:
    """What the checks say, all asked at once; LATE for those that say nothing in time."""
    for name, check in checks.items():
        if name not in _asked or _asked[name].done():
            _asked[name] = _pool.submit(in_thread, check)
    futures = {name: _asked[name] for name in checks}
    wait(futures.values(), timeout=DEADLINE)
    return {name: one.result() if one.done() else LATE for name, one in futures.items()}


def in_thread(check: Check) -> str:
    try:
        wait_briefly()
        return check()
    except Error as error:
        return f"not known: {first_line(error)}"
    finally:
        connection.close()


def wait_briefly() -> None:
    """The connection of this thread waits no longer for a lock; it is closed after the check."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(LOCK_SECONDS * 1000)}")


def first_line(error: Exception) -> str:
    """Databases speak in several."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def database() -> str:
    """Answers, and takes a write: over SQLite, `atomic` waits for the lock that writers need."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        if "database is locked" in str(error):
            return LOCKED
        return "no space left" if is_disk_full(error) else f"unusable: {first_line(error)}"
    return OK


def shared_cache() -> str:
    said = get_random_string(12)
    try:
        cache.set("readyz", said, 30)
        kept = cache.get("readyz")
    except Exception as error:  # Each cache's client raises its own; the answer names it.
        logger.warning("the cache does not answer: %s", error)
        return "no space left" if is_disk_full(error) else "unreachable"
    return OK if kept == said else "does not return what was stored"


def worker() -> str:
    return OK if WorkerHeartbeat.was_seen_within(WORKER_SEEN_WITHIN) else "not seen for 90 seconds"


def disk() -> str:
    """Whether the data directory takes a file; a warning where it soon will not."""
    folder = Path(settings.DATA_DIR)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(WRITTEN_BYTES))
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return (
            f"full: {error.strerror}" if is_disk_full(error) else f"not writable: {error.strerror}"
        )
    return OK if free > LOW_BYTES else f"low: {free // 1024**2} MB left"


def file_storage() -> str:
    """Whether uploads and pictures can be reached; without them readers have the texts."""
    try:
        PrivateStorage().exists(ANY_NAME)
    except Unavailable as error:
        return f"{error}: pictures that have not been drawn yet are missing, uploads are refused"
    return OK


def mail_queue() -> str:
    late = mail.delay()
    refused = ", and the mail server accepts none" if late and mail.is_refused() else ""
    if late < MAIL_WITHIN and not refused:
        return OK
    return f"the oldest has been waiting for {int(late.total_seconds())} seconds{refused}"
