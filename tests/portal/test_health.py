"""Liveness and readiness: what fails is named within two seconds, to staff and this machine."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings as current
from django.test import Client
from django.utils import timezone

from core import mail
from core.models import WorkerHeartbeat
from portal import health
from portal.settings import base
from tests.factories.people import UserFactory

NAMES = {"database", "cache", "worker", "disk", "mail", "files", "search"}
STRANGER = "203.0.113.9"

pytestmark = pytest.mark.sqlite


@pytest.fixture
def ready(committed_db):
    """A portal in which nothing is missing; its checks run in threads of their own."""
    WorkerHeartbeat.beat()


def test_a_process_is_alive_whatever_the_database_does():
    """No `db` fixture: a query would fail."""
    assert Client().get("/healthz").json() == {"process": "ok"}


def test_ready_when_all_of_it_answers(ready):
    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(NAMES, "ok")


def test_without_a_worker_it_is_ready_and_says_what_waits(committed_db):
    never = Client().get("/readyz")
    long_ago = timezone.now() - timedelta(seconds=91)
    WorkerHeartbeat.objects.create(worker="w", last_seen_at=long_ago)
    silent = Client().get("/readyz")

    assert (never.status_code, silent.status_code) == (200, 200)
    assert never.json()["worker"] == silent.json()["worker"] == "not seen for 90 seconds"


def test_the_age_of_the_oldest_waiting_mail_is_told(ready, settings, clock):
    settings.TASKS = base.TASKS
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    clock.shift(500)
    WorkerHeartbeat.beat()

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["mail"] == "the oldest has been waiting for 500 seconds"


def test_a_cache_that_does_not_answer_makes_it_unready(ready, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.services_down.SilentCache"}}

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {**dict.fromkeys(NAMES, "ok"), "cache": "unreachable"}


def test_a_folder_that_takes_no_file_makes_it_unready(ready, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "missing"

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["disk"] == "not writable: No such file or directory"


@pytest.mark.slow
def test_a_locked_database_is_named_within_two_seconds(ready):
    name = current.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        answers = [Client().get("/readyz") for _time in range(2)]
        seconds = time.monotonic() - began
        other.execute("ROLLBACK")
    time.sleep(0.2)

    assert [answer.status_code for answer in answers] == [503, 503]
    assert [answer.json()["database"] for answer in answers] == [health.LOCKED] * 2
    assert seconds < 4
    assert Client().get("/readyz").status_code == 200


def test_a_damaged_index_is_a_warning(ready, monkeypatch):
    with closing(sqlite3.connect(current.DATABASES["default"]["NAME"])) as other:
        other.execute("DROP TABLE search_index")

    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["search"].startswith("does not answer: no such table")


@pytest.mark.parametrize(
    ("proxies", "headers"),
    [
        (0, {"REMOTE_ADDR": STRANGER}),
        # A proxy on this machine that nobody has told the portal of, and one that it knows.
        (0, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": STRANGER}),
        (0, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
        (1, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": STRANGER}),
        (1, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"127.0.0.1, {STRANGER}"}),
        (2, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": STRANGER}),
    ],
)
def test_strangers_read_only_whether_it_is_ready(ready, settings, proxies, headers):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    answer = Client().get("/readyz", **headers)

    assert answer.json() == {"portal": "ok"}


def test_staff_read_details_from_anywhere(ready):
    person = UserFactory(is_superuser=True)
    client = Client(REMOTE_ADDR=STRANGER)
    client.force_login(person)

    assert client.get("/readyz").json().keys() == NAMES
