"""Changes on their way to a cluster: written with the change, sent in order, never lost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from core.models import Topic
from search import breaker, cluster_notices, outbox
from search.engines.base import EngineBusy
from search.models import ClusterFailure, SearchWork, WorkChange

pytestmark = pytest.mark.database


class Undone(Exception):
    """Ends a transaction."""


def sent_works(server) -> set[str]:
    return {key for key, work in server.works.items() if work is not None}


def in_database() -> set[str]:
    return {str(key) for key in SearchWork.objects.values_list("translation_key", flat=True)}


def versions_of(page) -> tuple[int, int]:
    row = WorkChange.objects.get(key=page.translation_key)
    return row.version, row.sent_version


@pytest.fixture
def page(stub, make):
    """A work that the cluster has."""
    page = make("Agreements with a municipality")
    outbox.feed.call()
    return page


def test_without_a_cluster_nothing_is_written(make):
    make("Agreements").unpublish()

    assert not WorkChange.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__contains="outbox").exists()


def test_what_is_published_is_sent(page, stub):
    assert sent_works(stub) == in_database() == {str(page.translation_key)}
    assert versions_of(page) == (1, 1)
    assert not outbox.narrowing(1)


def publish(page):
    page.title = "Agreements with two municipalities"
    page.save_revision().publish()


@transaction.atomic
def publish_in_vain(page):
    publish(page)
    raise Undone


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


CHANGES = {
    "publish": (publish, False),
    "unpublish": (lambda page: page.unpublish(), True),
    "delete": (lambda page: page.delete(), True),
    "restrict": (restrict, True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_waits_until_it_is_sent(page, stub, name):
    change, narrows = CHANGES[name]

    change(page)

    assert outbox.count_pending() == 1
    assert outbox.narrowing(2) == [page.translation_key] * narrows
    outbox.feed.call()
    assert outbox.count_pending() == 0
    assert not outbox.narrowing(1)
    assert sent_works(stub) == in_database()


def test_a_renamed_topic_sends_its_works_at_once(page):
    topic = Topic.objects.create(slug="housing")
    page.topics.add(topic)
    page.save_revision().publish()
    outbox.feed.call()

    topic.slug = "homes"
    topic.save()

    assert outbox.count_pending() == 1


def test_a_change_that_is_rolled_back_was_never_noted(page):
    with pytest.raises(Undone):
        publish_in_vain(page)

    assert outbox.count_pending() == 0
    assert versions_of(page) == (1, 1)


def test_of_many_changes_the_newest_is_sent_once(page, stub):
    for _time in range(3):
        publish(page)

    outbox.feed.call()

    key = str(page.translation_key)
    assert stub.versions[key] == [1, 4]
    assert stub.works[key]["versions"][0]["label"] == "Agreements with two municipalities"


def test_what_is_deleted_and_made_anew_goes_on_counting(page, stub):
    page.unpublish()
    outbox.feed.call()
    page.save_revision().publish()

    outbox.feed.call()

    assert stub.versions[str(page.translation_key)] == [1, 2, 3]


def test_to_send_twice_does_no_harm(page, stub):
    WorkChange.objects.update(sent_version=0)

    outbox.feed.call()

    assert stub.versions[str(page.translation_key)] == [1]
    assert outbox.count_pending() == 0


def test_what_changes_while_it_is_sent_waits_again(page):
    publish(page)
    rows = list(outbox.waiting_changes())
    publish(page)

    outbox.send(rows)

    assert outbox.count_pending() == 1
    outbox.feed.call()
    assert versions_of(page) == (3, 3)


def test_while_the_cluster_is_down_rows_wait_and_one_next_try_is_queued(
    page,
    stub,
    make,
    clock,
):
    stub.failure = "busy"
    make("Time banks")
    make("Rents")
    DBTaskResult.objects.all().delete()

    for _time in range(3):
        outbox.feed.call()

    assert outbox.count_pending() == 2
    assert ClusterFailure.objects.count() == 1
    (later,) = DBTaskResult.objects.all()
    assert later.run_after > timezone.now()
    stub.failure = ""
    clock.shift(30)
    assert outbox.feed.call() == 2
    assert sent_works(stub) == in_database()
    assert not ClusterFailure.objects.exists()


def test_one_that_is_refused_holds_up_no_other_until_it_changes(page, stub, make, caplog):
    other = make("Time banks")
    publish(page)
    stub.refused = {str(page.translation_key)}

    outbox.feed.call()

    assert versions_of(other) == (1, 1)
    assert versions_of(page) == (2, 1)
    assert (outbox.count_pending(), outbox.count_refusals()) == (0, 1)
    assert "no such field" in caplog.text
    stub.refused = set()
    publish(page)
    outbox.feed.call()
    assert versions_of(page) == (3, 3)
    assert outbox.count_refusals() == 0


def test_everything_is_sent_again_after_what_changes_meanwhile(page, stub, make):
    other = make("Time banks")
    outbox.feed.call()
    page.delete()

    outbox.note_all()
    publish(other)

    assert outbox.count_pending() == 2
    assert {row.key for row in outbox.waiting_changes(later=False)} == {
        page.translation_key,
        other.translation_key,
    }
    assert outbox.drain() == 2
    assert sent_works(stub) == in_database()


@pytest.mark.parametrize(("full", "is_sent"), [(5, True), (20, False)])
def test_a_command_gives_a_cluster_without_room_time(page, stub, monkeypatch, full, is_sent):
    monkeypatch.setattr(outbox, "PAUSES", (0, 0, 0))
    outbox.note_all()
    stub.full = full

    if is_sent:
        assert outbox.drain() == 1
    else:
        with pytest.raises(EngineBusy):
            outbox.drain()

    assert outbox.count_pending() == (0 if is_sent else 1)


def test_staff_read_in_readyz_what_waits_and_what_fails(page, stub, make):
    assert cluster_notices.state() == "ok"

    make("Time banks")
    assert cluster_notices.state() == "ok; changes on their way: 1"

    WorkChange.objects.filter(outbox.UNSENT).update(
        waiting_since=timezone.now() - timedelta(seconds=90)
    )
    late = "1 changes wait for the cluster, the oldest for 90 seconds"
    assert cluster_notices.state() == late

    WorkChange.objects.filter(outbox.UNSENT).update(refused_version=F("version"), refusal="no")
    assert cluster_notices.state().startswith("the cluster refuses 1 works")

    breaker.note_failure(breaker.BreakerState(), "no route to it")
    said = cluster_notices.state()
    assert said.startswith("the cluster fails, the database answers: no route to it")
    assert "the cluster refuses 1 works" in said


def test_a_failure_is_not_over_because_nothing_was_sent(page, stub):
    """An empty batch asks nothing of the cluster, so it says nothing of it either."""
    breaker.note_failure(breaker.BreakerState(), "down")
    ClusterFailure.objects.update(ask_again_at=timezone.now())
    stub.failure = "cut"

    assert outbox.attempt([]) == 0

    assert ClusterFailure.objects.get().failures == 2
    ClusterFailure.objects.update(ask_again_at=timezone.now())
    stub.failure = ""
    assert outbox.attempt([]) == 0
    assert not ClusterFailure.objects.exists()


def test_parts_are_shared_though_every_search_of_a_reader_fails(page, stub, monkeypatch):
    """Before the first index is there, readers are answered by the database, and the breaker stays
    open; the cluster takes what it is sent all the same."""
    outbox.note_all()
    breaker.note_failure(breaker.BreakerState(failures=3), "no index")

    outbox.feed.call()

    assert DBTaskResult.objects.filter(task_path="search.outbox.fill").exists()
    row = WorkChange.objects.get()
    assert outbox.fill.call(row.pk // outbox.BATCH) == 1
    assert ClusterFailure.objects.exists()


def test_the_age_of_the_queue_is_that_of_the_oldest_unsent_change(page, make):
    publish(page)
    WorkChange.objects.update(waiting_since=timezone.now() - timedelta(seconds=90))
    publish(page)
    make("Time banks")

    queue = outbox.queue()

    assert queue.size == 2
    assert timedelta(seconds=90) <= queue.age < timedelta(seconds=100)
    outbox.feed.call()
    publish(page)
    assert outbox.queue().age < timedelta(seconds=10)
