"""Liveness and readiness probes."""

from datetime import timedelta

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client
from django.utils import timezone

from core.models import WorkerHeartbeat

pytestmark = pytest.mark.database


class SilentCache(BaseCache):
    """A cache whose server is gone."""

    def __init__(self, location: str, parameters: dict) -> None:
        super().__init__(parameters)

    def set(self, *args: object, **kwargs: object) -> None:
        raise ConnectionError("no answer")


def test_a_process_is_alive_whatever_the_database_does():
    """No `db` fixture: a query would fail."""
    assert Client().get("/healthz").json() == {"process": "ok"}


def test_ready_when_all_of_it_answers(db):
    WorkerHeartbeat.beat()

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "worker": "ok"}


def test_not_ready_without_a_worker(db):
    never = Client().get("/readyz")
    WorkerHeartbeat.objects.create(pk=1, last_seen_at=timezone.now() - timedelta(seconds=91))
    silent = Client().get("/readyz")

    assert (never.status_code, silent.status_code) == (503, 503)
    assert never.json()["worker"] == "never seen"
    assert silent.json()["worker"] == "not seen for 90 seconds"


def test_a_cache_that_does_not_answer_is_named(db, settings):
    WorkerHeartbeat.beat()
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.{SilentCache.__name__}"}}

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "cache": "unreachable", "worker": "ok"}
