"""Search with failover: the cluster first, else the portal's own database: where there is no
cluster, or where it is down, slow, wrong or behind in what may be seen.

What is gone or hidden and not yet sent to the cluster is masked there, so that neither hits nor
counts tell of it.

The database's own index is written in the transaction of each change, so its answer is complete.
What is found is checked against `visible_to` before it is drawn (`core.works.resolve`).
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from wagtail.models import Page

from core import fts5
from core.access.visibility import visible_to
from core.http import Reader
from search import breaker, health, outbox
from search.engines import cluster_engine, database_engine, uses_cluster
from search.engines.base import Engine, EngineUnavailable
from search.engines.fts5 import TABLE
from search.engines.titles import TitleEngine
from search.library import SearchResults, run_query
from search.models import SearchDocument
from search.params import SearchParams

logger = logging.getLogger("portal.search")
T = TypeVar("T")
# What `X-Search` says where the database answers for the cluster.
DATABASE = "database"
# How often one answer is asked for while works are being hidden or deleted.
READINGS = 3
# With more than these on their way, the database answers.
MOST_MASKED = 1000


def ask(asked: SearchParams, *, language: str, user: Reader | None) -> SearchResults:
    """Run a search for this reader; a page beyond the last one is the last one."""
    if not uses_cluster():
        return ask_database(asked, language, user)
    found = ask_cluster(
        lambda search: run_query(asked, search, language, user),
        user,
        is_right=lambda found: database_agrees(found, user),
    )
    if found is not None:
        return found
    is_down = breaker.lasting_failure() is not None
    return replace(ask_database(asked, language, user), engine=DATABASE, is_fallback=is_down)


def ask_cluster(
    question: Callable[[Engine], T],
    user: Reader | None,
    *,
    is_right: Callable[[T], bool] = lambda found: True,
) -> T | None:
    """What the cluster answers this reader; None where it is not asked, fails, or takes too long.
    What is not right is asked once more: something may have been hidden meanwhile."""
    # Its package is an extra, which only a portal with a cluster has.
    from search.engines.elasticsearch.client import time_limit  # noqa: PLC0415

    masked = works_to_mask(user)
    known = breaker.breaker_state() if masked is not None else breaker.BreakerState(may_ask=False)
    if not known.may_ask:
        return None
    try:
        with breaker.record_outcome(known), time_limit(settings.ELASTICSEARCH["TIMEOUT"]):
            for _ in range(READINGS):
                if masked is None:
                    return None
                found = question(cluster_engine(masked))
                if is_right(found):
                    return found
                masked = works_to_mask(user)
    except EngineUnavailable:
        return None  # `breaker` has logged it.
    logger.warning("the search cluster names works that are not there for this reader")
    return None


def works_to_mask(user: Reader | None) -> frozenset[UUID] | None:
    """Works that are gone or hidden from this reader, and of which the cluster does not know that
    yet. None where there are too many, or where it does not know that a part of a work is gone
    which this reader may still see."""
    keys = outbox.narrowing(MOST_MASKED + 1)
    if len(keys) > MOST_MASKED:
        return None
    pages = Page.objects.filter(translation_key__in=keys)
    return None if keys and visible_to(pages, user).exists() else frozenset(keys)


def database_agrees(found: SearchResults, user: Reader | None) -> bool:
    """Whether the database shows this reader all that the cluster has named: if not, its counts are
    not to be believed, either. A work may have been hidden while the answer was on its way, so this
    is no failure of the cluster."""
    if not found.unseen:
        return True
    here = SearchDocument.objects.filter(
        work__translation_key__in=found.unseen,
        page__in=visible_to(Page.objects.all(), user),
    )
    return len(set(here.values_list("work_id", flat=True))) == len(found.unseen)


def ask_database(asked: SearchParams, language: str, user: Reader | None) -> SearchResults:
    """What the database's own engine answers; titles only, while its index is damaged."""
    if health.is_noted():
        return run_query(asked, TitleEngine(), language, user)
    try:
        found = answer_consistently(asked, language, user)
    except DatabaseError as error:
        if not fts5.is_damage(error, TABLE):
            raise
        health.note(str(error))
        return run_query(asked, TitleEngine(), language, user)
    # A damaged index may find nothing, and raise nothing.
    nothing = asked.words and not found.counts.unfiltered
    if nothing and not health.is_sound():
        return run_query(asked, TitleEngine(), language, user)
    return found


def answer_consistently(asked: SearchParams, language: str, user: Reader | None) -> SearchResults:
    """What the database's engine finds, read again where a work was hidden or deleted between the
    search and the drawing of its hits: its counts and its last page would be those of before."""
    for _ in range(READINGS):
        found = run_query(asked, database_engine(), language, user)
        if not found.unseen:
            break
    return found
