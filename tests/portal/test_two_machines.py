"""Two web machines that share PostgreSQL and nothing else: what one does holds for the other."""

import http.client
import http.cookiejar
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.settings import base
from search import outbox
from search.models import ClusterFailure
from tests import database
from tests.factories.core import root_for, standard_page
from tests.factories.people import PASSWORD, UserFactory
from tests.search.stub_cluster import CLUSTER, stub_cluster
from tests.server import ROOT, end, environment, free_port, wait_for

pytestmark = [
    pytest.mark.database,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is for one machine"),
]
EMAIL = "salma@example.org"
MOST_TRIES = 6


@contextmanager
def two(folder: Path, **more: str) -> Iterator[list[str]]:
    """The addresses of two web servers, each with a data directory of its own."""
    # Limits are counted in the cache that production shares; tests have one in memory.
    call_command("createcachetable", "portal_cache", verbosity=0)
    ports, processes = [free_port(), free_port()], []
    for number, port in enumerate(ports):
        env = {
            **environment(folder / str(number), port),
            "DJANGO_SETTINGS_MODULE": "tests.machine",
            "DATABASE_URL": database.url(),
            # One key for all machines, as operators set it.
            "SECRET_KEY": "of-all-machines-" * 4,
            "WEB_WORKERS": "1",
            **more,
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn.py", "portal.wsgi"]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=env))
    found = [f"http://127.0.0.1:{port}" for port in ports]
    try:
        for url in found:
            wait_for(f"{url}/healthz")
        yield found
    finally:
        end(processes)


@pytest.fixture
def machines(committed_db, settings, tmp_path):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    with two(tmp_path) as found:
        yield found


@pytest.fixture
def cluster(settings):
    """A stand-in for a cluster, which this process feeds."""
    from search.engines.elasticsearch import client  # noqa: PLC0415 - its package is an extra

    with stub_cluster() as found:
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH = {**CLUSTER, "URLS": [found.url]}
        settings.TASKS = base.TASKS
        client.connection.cache_clear()
        yield found
    client.connection.cache_clear()


@pytest.fixture
def searching_machines(committed_db, cluster, tmp_path):
    """The same, with that cluster and time enough to ask it."""
    there = {"SEARCH_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": cluster.url}
    with two(tmp_path, ELASTICSEARCH_TIMEOUT="20", **there) as found:
        yield found


class Browser:
    """Keeps cookies, and follows redirects."""

    def __init__(self) -> None:
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, url: str, **fields: str) -> tuple[int, str]:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(url, data, {"Referer": url})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def sign_in(self, url: str, password: str) -> bool:
        address = f"{url}/en/accounts/login/"
        _status, form = self.get(address)
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[:1]
        self.get(address, csrfmiddlewaretoken=token, login=EMAIL, password=password)
        return self.is_signed_in(url)

    def is_signed_in(self, url: str) -> bool:
        return "/accounts/logout/" in self.get(f"{url}/en/my-learning/")[1]


def test_pages_limits_and_sessions_hold_on_both(machines):
    one, other = machines
    reader = Browser()
    page = standard_page(root_for("en"), "Agreements", slug="agreements", summary="First words")
    address = page.get_url()
    for _time in range(2):
        assert all("First words" in reader.get(url + address)[1] for url in machines)

    # What is published in one process is there at once on all machines, cached pages included.
    page.summary = "Second words"
    page.save_revision().publish()
    read = [reader.get(url + address)[1] for url in machines]
    page.unpublish()
    gone = [reader.get(url + address)[0] for url in machines]

    assert ["Second words" in text for text in read] == [True, True]
    assert gone == [410, 410]

    # A session of one machine is one of the other; wrong passwords are counted over both.
    UserFactory(email=EMAIL)
    salma = Browser()
    assert salma.sign_in(one, PASSWORD)
    assert salma.is_signed_in(other)
    for number in range(MOST_TRIES):
        assert not Browser().sign_in(machines[number % 2], "wrong")
    assert [Browser().sign_in(url, PASSWORD) for url in machines] == [False, False]


def engine_of(url: str) -> str:
    """Who answers a search there."""
    with urllib.request.urlopen(f"{url}/en/library/?q=agreements", timeout=60) as answer:
        return str(answer.headers["X-Search"])


def test_both_know_what_the_cluster_must_not_show_and_that_it_fails(searching_machines, cluster):
    page = standard_page(root_for("en"), "Agreements", slug="agreements")
    outbox.feed.call()
    assert [engine_of(url) for url in searching_machines] == ["elasticsearch"] * 2

    # Restricted by another process, and not yet sent: masked in what either machine asks.
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for url in searching_machines:
        cluster.searches.clear()
        assert engine_of(url) == "elasticsearch"
        assert any(str(page.translation_key) in asked for asked in cluster.searches)

    # Once one has met its failure, nobody waits for it.
    cluster.failure = "busy"
    assert engine_of(searching_machines[0]) == "database"
    ClusterFailure.objects.update(ask_again_at=timezone.now() + timedelta(hours=1))
    before = cluster.requests
    assert [engine_of(url) for url in searching_machines] == ["database"] * 2
    assert cluster.requests == before
