"""Making the whole index anew, beside the one in use: readers search meanwhile, and from one moment
to the next they search the new one."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import Page

from core.caching import generation
from core.db import yield_write_lock
from search import health
from search.documents import index_page, remove_page
from search.engines import database_engine, uses_cluster
from search.engines.base import EngineUnavailable
from search.models import IndexDamage, SearchDocument, SearchWord, SearchWork

CHUNK = 50
# By name: it needs the client of the cluster.
CLUSTER = "search.cluster"
# Of the advisory locks on PostgreSQL, one for each index: "library", and the next number.
LOCKS = {"database": 0x6C696272617279, "cluster": 0x6C69627261727A}
Progress = Callable[[int, int], None]


class AlreadyRunning(Exception):
    """Another process is making the index anew."""


@contextmanager
def rebuild_lock(index: str) -> Iterator[None]:
    """One rebuild of an index at a time, on whichever machine: two would fill the same one beside
    that in use. `index`: one of LOCKS; to fill a cluster takes long, and holds up no repair of the
    database's own. The lock goes with its process. Raises `AlreadyRunning`."""
    if connection.vendor == "sqlite":
        with (settings.DATA_DIR / f"rebuild-{index}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning from None
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCKS[index]])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCKS[index]])


def rebuild_index(progress: Progress = lambda done, total: None) -> int:
    """Index every live page anew, in one short transaction a page, and swap; returns the number of
    documents. `progress` is told how many pages are done, of how many.

    Stopped half-way, it leaves the index in use as it is. Not inside a transaction. Raises
    `AlreadyRunning`.
    """
    with rebuild_lock("database"):
        return fill_and_swap(progress)


def fill_and_swap(progress: Progress) -> int:
    began = timezone.now()
    health.repair()
    # Spelling has no words to suggest until they are read again.
    SearchWord.objects.all().delete()
    following = database_engine().begin_next()
    page_ids = list(Page.objects.live().order_by("pk").values_list("pk", flat=True))
    kept = 0
    for start in range(0, len(page_ids), CHUNK):
        pages = Page.objects.filter(pk__in=page_ids[start : start + CHUNK]).specific()
        for page in pages:
            kept += index_page(page, following)
            yield_write_lock()
        progress(min(start + CHUNK, len(page_ids)), len(page_ids))
    forget_gone()
    following.prune()
    with transaction.atomic():
        database_engine().swap()
        IndexDamage.objects.all().delete()
        generation.bump()
    # What was published while the other index was being filled.
    with health.filling():
        for page in Page.objects.live().filter(last_published_at__gte=began).specific():
            index_page(page)
    generation.bump()
    return kept


def is_resumed() -> bool:
    """Whether an index in a cluster was being filled, and only that is left to do."""
    try:
        return uses_cluster() and bool(import_string(f"{CLUSTER}.is_resumed")())
    except EngineUnavailable:
        return False


def lacks_index() -> bool:
    """Whether there is a cluster that answers and has no index of ours."""
    try:
        return uses_cluster() and bool(import_string(f"{CLUSTER}.lacks_index")())
    except EngineUnavailable:
        return False


def rebuild_cluster(progress: Progress = lambda done, total: None) -> None:
    """The same in the cluster, if there is one: the works as the database has them by now. Raises
    `EngineUnavailable` (called again, it goes on where it stopped) and `AlreadyRunning`."""
    if uses_cluster():
        with rebuild_lock("cluster"):
            import_string(f"{CLUSTER}.rebuild")(progress)


def forget_gone() -> None:
    """Remove the documents of pages that are not live, works without documents, unused words."""
    gone = SearchDocument.objects.filter(page__live=False).values_list("page_id", flat=True)
    for page_id in list(gone):
        remove_page(page_id)
    SearchWork.objects.filter(documents=None).delete()
