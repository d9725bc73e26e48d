"""Workers that are killed between any two steps of publish, index and mail: each effect once."""

import os
import threading
from email import message_from_string
from uuid import uuid4

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core import mail
from search import outbox
from search.models import SearchWork, WorkChange
from tests.factories.core import root_for, standard_page
from tests.smtp import mail_server
from tests.workers import crew, wait_until

pytestmark = [pytest.mark.database, pytest.mark.slow]

WORKERS = 3
# Killed when a request has arrived, or when it was carried out and is not answered yet.
# Works of an index that is made anew: more parts than workers.
WORKS = 2_000
STEPS = ["before", "after", "RCPT", "END"]
# `python -m tests.bench.killed` repeats it.
ROUNDS = int(os.environ.get("KILL_ROUNDS", "1"))


class Killer:
    """Kills the worker that comes to a step, once, and has another take up what it was at."""

    def __init__(self, workers) -> None:
        self.workers = workers
        self.step = ""
        self.killed: list[int] = []

    def __call__(self, step: str, port: int) -> bool:
        if step != self.step:
            return False
        self.step = ""
        self.killed.append(self.workers.kill_who_speaks(port))
        return True


@pytest.fixture
def workers(committed_db, stub, tmp_path):
    """Three workers over the test's database, a stand-in for a cluster, and a mail server."""
    with mail_server() as box:
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.bench.mail_down",
            "MAIL_PORT": str(box.port),
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": stub.url,
        }
        with crew(tmp_path, **settings) as found:
            killer = Killer(found)
            stub.at = box.at = killer
            for _number in range(WORKERS):
                found.start("--interval", "0.2")
            yield found, killer, box


class Meeting:
    """Holds what workers send until all of them have come with something; then one is killed."""

    def __init__(self, workers) -> None:
        self.workers = workers
        self.came = set()
        self.killed = 0
        self.lock = threading.Lock()
        self.all_came = threading.Event()

    def __call__(self, moment: str, port: int) -> bool:
        if moment != "before" or self.all_came.is_set():
            return False
        with self.lock:
            pid = self.workers.who_speaks(port)
            self.came.add(pid)
            if len(self.came) == WORKERS and not self.killed:
                self.killed = self.workers.kill_who_speaks(port)
                self.all_came.set()
        self.all_came.wait(60)
        return pid == self.killed


def test_workers_share_an_index_that_is_made_anew_and_one_of_them_is_killed(workers, stub):
    found, _killer, _box = workers
    # Works that are gone: to delete them is as good a change as any.
    outbox.add_missing([uuid4() for _number in range(WORKS)], later=True)
    stub.at = meeting = Meeting(found)

    outbox.note_all()
    wait_until(lambda: meeting.killed)
    found.take_up(meeting.killed)
    wait_until(is_all_done)

    assert len(meeting.came) == WORKERS
    assert len(stub.versions) == WORKS
    assert {max(versions) for versions in stub.versions.values()} == {2}
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


@transaction.atomic
def publish_and_tell(number: int) -> None:
    """What an editor does: a page is published, and somebody gets an e-mail about it."""
    standard_page(root_for("en"), f"Agreement {number}", slug=f"agreement-{number}")
    mail.enqueue(to="salma@example.org", subject=f"Agreement {number}", text="It is there.")


def is_all_done() -> bool:
    """Nothing waits but perhaps a next try that is not due yet."""
    tasks = DBTaskResult.objects
    return not (outbox.count_pending() or tasks.ready().exists() or tasks.running().exists())


def test_each_effect_happens_once_whichever_step_a_worker_is_killed_at(workers, stub):
    found, killer, box = workers
    steps = STEPS * ROUNDS

    for number, step in enumerate(steps):
        killer.step, before = step, len(killer.killed)
        publish_and_tell(number)
        wait_until(lambda before=before: len(killer.killed) > before)
        assert found.take_up(killer.killed[-1]) >= 1
        found.start("--interval", "0.2")
        wait_until(is_all_done)

    keys = {str(key) for key in SearchWork.objects.values_list("translation_key", flat=True)}
    ids = {message_from_string(text)["Message-ID"] for text in box.taken}
    subjects = {message_from_string(text)["Subject"] for text in box.taken}
    assert {key for key, work in stub.works.items() if work} == keys
    assert all(versions == sorted(set(versions)) for versions in stub.versions.values())
    assert len(subjects) == len(ids) == len(steps)
    # Only a mail that was taken and not answered is sent again, under its id.
    assert len(box.taken) == len(steps) + steps.count("END")
    assert not WorkChange.objects.filter(outbox.UNSENT).exists()
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
