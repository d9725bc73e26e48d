"""Integrity check of the index: damage is noticed, noted for all processes, and repaired by
`rebuild_library`.

While it is recorded, searches use titles alone and readers see a notice; published pages are stored
as usual, and can be found again once the index is rebuilt.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection

from core import fts5
from core.caching import generation
from core.caching.generation import GenerationCache
from search.engines import database_engine
from search.engines.fts5 import CREATE, TABLE
from search.lexicon import STOPWORDS
from search.models import IndexDamage, SearchDocument

logger = logging.getLogger("portal.search")
NOT_FOUND = "the newest document is not found by a word of its title"
_noted: GenerationCache[bool] = GenerationCache(size=1)
_filling: ContextVar[bool] = ContextVar("filling", default=False)


def has_own_index() -> bool:
    """Whether the database's engine has an index beside the rows, which can be
    damaged by itself."""
    return database_engine().name == "fts5"


def is_noted() -> bool:
    """Whether unrepaired damage is recorded; read once a generation."""
    return _noted.get("", IndexDamage.objects.exists)


def is_sound() -> bool:
    """Whether the index finds what it should, as far as two small queries can tell.

    Cheap enough for a health check. Raises DatabaseError only where the database itself is gone.
    """
    if IndexDamage.objects.exists():
        return False
    if not has_own_index():
        return True
    try:
        if finds_newest():
            return True
        note(NOT_FOUND)
    except DatabaseError as error:
        if not fts5.is_damage(error, TABLE):
            raise
        note(str(error))
    return False


def finds_newest(but: int | None = None) -> bool:
    """Whether the newest document is found, `but` the one that is being written now. A damaged
    index may find nothing without an error."""
    newest = SearchDocument.objects.exclude(pk=but or 0).order_by("-pk").only("title_order").first()
    words = [one for one in (newest.title_order.split() if newest else []) if one.isalnum()]
    known = [word for word in words[:-1] or words if word not in STOPWORDS]
    if newest is None or not known:
        return True
    match = f'{{title title_more}} : "{max(known, key=len)}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid = %s",  # noqa: S608 - our table
            [match, newest.pk],
        )
        return cursor.fetchone() is not None


def write(work: Callable[[], None], *, document_id: int | None = None) -> None:
    """Change the index, unless it is damaged: that is recorded, and nothing is raised.

    The state is checked first. What SQLite defers may fail as late as at the commit, and would roll
    back what an editor has published.
    """
    if is_noted() and not _filling.get():
        return
    try:
        if has_own_index() and not _filling.get() and not finds_newest(document_id):
            note(NOT_FOUND)
            return
        work()
    except DatabaseError as error:
        if not fts5.is_damage(error, TABLE):
            raise
        note(str(error))


@contextmanager
def filling() -> Iterator[None]:
    """The index is being refilled, so that entries may be missing."""
    token = _filling.set(True)
    try:
        yield
    finally:
        _filling.reset(token)


def note(words: str) -> None:
    """Record that the index is damaged, for all processes."""
    _row, is_new = IndexDamage.objects.get_or_create(pk=1, defaults={"words": words[:200]})
    if is_new:
        logger.error("the search index is damaged (%s); run: manage.py rebuild_library", words)
        generation.bump()


def repair() -> bool:
    """Rebuild the index, empty, if it does not pass a full check; returns whether it did."""
    if not has_own_index() or (fts5.passes_full_check(TABLE) and not IndexDamage.objects.exists()):
        return False
    fts5.rebuild(TABLE, CREATE)
    return True


def forget_damage() -> None:
    """The index has been repaired and refilled."""
    IndexDamage.objects.all().delete()
    generation.bump()
