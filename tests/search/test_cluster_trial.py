"""Nodes of the cluster die while works are published, deleted and restricted, and readers search:
no reader sees an error or what is not theirs to see, and nothing is lost."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from search import breaker, outbox
from search.engines.elasticsearch import indexes
from search.engines.elasticsearch.client import client_for_request, is_alive
from search.models import SearchWork
from tests.elastic import Cluster, Node
from tests.factories.core import add, root_for
from tests.search.cluster_index import fed
from tests.workers import wait_until

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

PUBLISHED, TAKEN = 50, 10
SEARCHES, READERS = 200, 4
# What the cluster answers at least while one of its nodes is dead (on a quiet machine: all); what
# the database does at most without a word.
LEAST, UNEXCUSED = 100, 20
WITHIN = 60
NOTICE = "Our search service is not available at the moment"
STILL_THERE = 'class="work"'


@dataclass
class Trial:
    """What happens in one: pages by what becomes of them, and what readers got."""

    deleted: list[StandardPage]
    restricted: list[StandardPage]
    published: list[StandardPage] = field(default_factory=list)
    #: Keys that no reader may see any more, from when on.
    gone: dict[str, float] = field(default_factory=dict)
    engines: Counter[str] = field(default_factory=Counter)
    #: How many answers said that the cluster is not available.
    excused: int = 0
    wrong: list[str] = field(default_factory=list)
    #: Whether readers who are told so come back when the cluster is asked again: else one failure
    #: of it would count as often as this machine asks the database meanwhile.
    comes_back: bool = False

    def write(self) -> None:
        """Publish, delete and restrict, one after the other."""
        for number in range(PUBLISHED):
            self.published.append(page(f"Meadow new {number}"))
            if number % (PUBLISHED // TAKEN) == 0:
                self.take(self.deleted[number * TAKEN // PUBLISHED], StandardPage.delete)
                self.take(self.restricted[number * TAKEN // PUBLISHED], restrict)

    def take(self, one: StandardPage, by: Callable[[StandardPage], object]) -> None:
        by(one)
        self.gone[str(one.translation_key)] = time.monotonic()

    def read(self, number: int) -> None:
        """Search as a reader does, and look for what is not theirs to see."""
        client = Client()
        for turn in range(number):
            began = time.monotonic()
            answer = client.get("/en/library/", {"q": "meadow", "page": 1 + turn % 4})
            html = answer.content.decode()
            self.engines[answer.headers.get("X-Search", "")] += 1
            if NOTICE in html:
                self.excused += 1
                self.wait()
            if answer.status_code != 200 or STILL_THERE not in html:
                self.wrong.append(f"answered {answer.status_code}")
            shown = [key for key, since in list(self.gone.items()) if since < began and key in html]
            self.wrong += [f"shown after it was gone: {key}" for key in shown]

    def wait(self) -> None:
        """Until the cluster is asked again."""
        while self.comes_back and (known := breaker.lasting_failure()):
            if known.ask_again_at <= timezone.now():
                return
            time.sleep(0.1)


def page(title: str) -> StandardPage:
    return add(root_for("en"), StandardPage(title=title), summary="Grass and flowers.")


def restrict(one: StandardPage) -> None:
    PageViewRestriction.objects.create(page=one, restriction_type=PageViewRestriction.LOGIN)


@contextmanager
def running(work: Callable[[], None]) -> Iterator[threading.Thread]:
    """In a thread of its own, with a connection of its own; an error there is one here."""
    errors = list[BaseException]()

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()
    if errors:
        raise errors[0]


@pytest.fixture
def cluster() -> Cluster:
    """The three nodes; tests kill some, and start them again."""
    return Cluster.given()


@pytest.fixture
def trial(committed_db, cluster) -> Trial:
    kept = [page(f"Meadow old {number}") for number in range(2 * TAKEN)]
    fed()
    return Trial(kept[:TAKEN], kept[TAKEN:])


def perform(trial: Trial) -> None:
    """All of it at once: an editor, a worker and four readers."""
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            outbox.feed.call()
            time.sleep(0.1)

    def reading() -> None:
        trial.read(SEARCHES // READERS)

    with running(work):
        try:
            with running(trial.write), running(reading), running(reading), running(reading):
                reading()
        finally:
            done.set()


def feed_until_there(seconds: float) -> float:
    """Let the worker go on until nothing waits; how long that took."""
    began = time.monotonic()
    while outbox.count_pending() and time.monotonic() - began < seconds:
        outbox.feed.call()
        time.sleep(0.1)
    return time.monotonic() - began


def assert_the_index_is_the_database(trial: Trial) -> None:
    said = StringIO()
    call_command("check_library", stdout=said)
    assert said.getvalue() == "the index is as the database says\n"
    assert SearchWork.objects.count() == PUBLISHED + TAKEN
    answer = Client().get("/en/library/", {"q": "meadow"})
    assert answer.headers["X-Search"] == "elasticsearch"
    assert answer.context["answer"].counts.total == PUBLISHED
    assert {one.translation_key for one in trial.published} <= set(
        SearchWork.objects.values_list("translation_key", flat=True)
    )


def primary(cluster: Cluster) -> Node:
    """The node that takes the changes of the index."""
    with client_for_request(10) as client:
        rows = client.cat.shards(index=indexes.existing_indexes().current, format="json").body
    name = next(row["node"] for row in rows if row["prirep"] == "p")
    return next(node for node in cluster.nodes if node.name == name)


def test_one_of_three_nodes_is_killed(cluster, trial):
    cluster.start()
    trial.comes_back = True
    node = primary(cluster)

    def kill() -> None:
        while len(trial.published) < PUBLISHED // 5:
            time.sleep(0.01)
        node.kill()

    with running(kill):
        perform(trial)

    assert trial.wrong == []
    assert trial.engines.total() == SEARCHES
    assert set(trial.engines) <= {"elasticsearch", "database"}
    # Two nodes are enough, whatever is being hidden meanwhile; where it was not, readers were told.
    assert trial.engines["elasticsearch"] >= LEAST
    assert trial.engines["database"] - trial.excused <= UNEXCUSED
    assert feed_until_there(WITHIN) < WITHIN
    assert_the_index_is_the_database(trial)


def test_the_whole_cluster_is_off_and_on_again(trial, cluster):
    """With it comes back the node that the test before has left dead."""
    cluster.stop()

    perform(trial)

    assert trial.wrong == []
    assert trial.engines == {"database": SEARCHES}
    assert outbox.count_pending() == PUBLISHED + 2 * TAKEN
    cluster.start()
    # Its first search may take longer than the second that `is_alive` gives it.
    wait_until(is_alive)
    assert feed_until_there(WITHIN) < WITHIN
    assert_the_index_is_the_database(trial)
