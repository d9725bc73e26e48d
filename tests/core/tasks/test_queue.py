"""The queue: what somebody waits for comes first, and the same work waits once."""

import threading

import pytest
from django.db import connection, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from core import mail
from core.tasks import bulk, queues
from portal.settings import base
from search.tasks import index_tree
from tests.factories.core import standard_page

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def queue(request, settings):
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")
    settings.TASKS = base.TASKS


def waiting(path: str) -> list[DBTaskResult]:
    return [row for row in DBTaskResult.objects.ready() if row.task_path.endswith(path)]


def test_the_same_work_for_the_same_thing_waits_once():
    first = index_tree.enqueue(7)

    again = [index_tree.enqueue(7) for _save in range(22)]
    index_tree.enqueue(8)

    assert {one.id for one in again} == {first.id}
    assert [row.args_kwargs["args"] for row in waiting("index_tree")] == [[7], [8]]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("is_committed_last", [True, False])
def test_two_open_transactions_queue_the_same_work_once(committed_db, is_committed_last):
    """Neither sees the other's row, and neither waits for the other."""
    DBTaskResult.objects.all().delete()
    queued, may_commit = threading.Event(), threading.Event()

    def other() -> None:
        with transaction.atomic():
            index_tree.using(priority=queues.BULK).enqueue(7)
            queued.set()
            assert may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert queued.wait(10)
    with transaction.atomic():
        index_tree.enqueue(7)
        index_tree.enqueue(8)
        if is_committed_last:
            may_commit.set()
            thread.join()
    may_commit.set()
    thread.join()

    rows = waiting("index_tree")
    assert sorted((row.args_kwargs["args"], row.priority) for row in rows) == [([7], 0), ([8], 0)]


def test_work_that_has_begun_is_queued_again():
    """It may have read what has changed since."""
    index_tree.enqueue(7)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)

    index_tree.enqueue(7)

    assert DBTaskResult.objects.count() == 2


def test_urgency_of_the_second_is_not_lost_by_the_first():
    index_tree.using(priority=queues.BULK).enqueue(7)

    index_tree.enqueue(7)

    assert [row.priority for row in waiting("index_tree")] == [0]


def test_two_mails_are_two_mails():
    for _time in range(2):
        mail.enqueue(to="salma@example.org", subject="s", text="t")

    assert len(waiting("mail.send")) == 2


def test_mail_is_urgent_and_loads_are_bulk():
    index_tree.using(priority=queues.BULK).enqueue(1)
    index_tree.enqueue(2)
    mail.enqueue(to="salma@example.org", subject="s", text="t")

    order = [(row.queue_name, row.priority) for row in DBTaskResult.objects.ready()]

    assert order == [("urgent", mail.FRESH), ("default", 0), ("default", queues.BULK)]


@pytest.mark.wagtail_indexes
def test_a_load_feeds_the_indexes_once(home):
    DBTaskResult.objects.all().delete()

    with bulk.load():
        page = standard_page(home, "First words")
        for words in ("Second words", "Third words"):
            page.title = words
            page.save_revision().publish()
    queued = {row.task_path for row in DBTaskResult.objects.ready()}
    fed = [row for row in DBTaskResult.objects.ready() if row.task_path == "core.tasks.bulk.feed"]
    for row in fed:
        bulk.feed.call(*row.args_kwargs["args"])

    assert not queued & queues.INDEXING
    assert len(fed) == 2
    assert {row.priority for row in DBTaskResult.objects.ready()} == {queues.BULK}
    found = Page.objects.search("third").get_queryset()
    assert [one.title for one in found] == ["Third words"]


@pytest.mark.wagtail_indexes
def test_a_save_outside_of_a_load_is_indexed_as_ever(home):
    DBTaskResult.objects.all().delete()

    page = standard_page(home, "Words")
    page.save()

    assert {row.task_path for row in DBTaskResult.objects.ready()} >= queues.INDEXING


def test_what_was_loaded_and_is_gone_needs_nothing():
    assert (
        bulk.feed.call(
            "modelsearch.tasks.insert_or_update_object_task", [["wagtailcore", "page", "999999"]]
        )
        == 0
    )
