"""Cache invalidation by generation: raised with every change, in every process."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page, Site

from core.caching import generation
from core.caching.generation import GenerationCache
from core.caching.page_store import HIT
from core.models import Topic, TopicLabel
from tests import database
from tests.factories.core import standard_page

pytestmark = pytest.mark.database


def test_a_value_is_made_once_a_generation(db):
    made = []
    kept = GenerationCache(size=2)

    assert kept.get("a", lambda: made.append(1) or "first") == "first"
    assert kept.get("a", lambda: made.append(1) or "second") == "first"
    generation.bump()
    assert kept.peek("a") is None
    assert kept.get("a", lambda: made.append(1) or "third") == "third"
    assert len(made) == 2


def test_the_store_is_bounded_and_forgets_what_was_not_used(db):
    kept = GenerationCache(size=2)
    for key in "ab":
        kept.get(key, lambda key=key: key)
    kept.get("a", lambda: "again")
    kept.get("c", lambda: "c")

    assert (kept.peek("a"), kept.peek("b"), kept.peek("c")) == ("a", None, "c")


def test_none_is_a_value_like_any_other(db):
    made = []
    kept = GenerationCache()

    for _time in range(2):
        assert kept.get("a", lambda: made.append(1)) is None

    assert made == [1]


def test_keys_that_are_made_up_push_nothing_out(db):
    kept = GenerationCache(size=2)
    kept.found("course", lambda: "outline")

    for number in range(5):
        assert kept.found(f"made up {number}", lambda: None) is None

    assert kept.found("course", lambda: "made again") == "outline"


def test_the_number_is_read_once_a_request(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        generation.begin()
        generation.current()
        generation.current()


def test_a_change_within_a_request_is_seen_by_it(db):
    generation.begin()
    before = generation.current()

    generation.bump()

    assert generation.current() > before


def test_what_was_made_before_the_change_is_not_cached_for_after_it(db):
    """The number is read before the content: a slow page cannot be cached as a new one."""
    kept = GenerationCache()
    number = generation.current()
    generation.bump()

    kept.put("page", "old words", number)

    assert kept.peek("page") is None


@pytest.mark.parametrize("change", ["publish", "unpublish", "move", "delete", "slug", "alias"])
def test_what_editors_do_to_pages_raises_the_number(home, change):
    page = standard_page(home, "Minutes")
    parent = standard_page(home, "Inside")
    before = generation.current()

    if change == "publish":
        page.save_revision().publish()
    elif change == "unpublish":
        page.unpublish()
    elif change == "move":
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
    elif change == "delete":
        page.delete()
    elif change == "slug":
        page.slug = "other"
        page.save_revision().publish()
    else:
        page.create_alias(update_slug="other")

    assert generation.current() > before


def test_a_draft_that_nobody_sees_does_not_raise_it(home):
    page = standard_page(home, "Minutes")
    before = generation.current()

    page.title = "Later"
    page.save_revision()

    assert generation.current() == before


def test_rows_that_many_pages_show_raise_it(db):
    numbers = [generation.current()]
    topic = Topic.objects.create(slug="housing")
    numbers.append(generation.current())
    TopicLabel.objects.create(topic=topic, language="en", text="Housing")
    numbers.append(generation.current())
    Site.objects.update_or_create(hostname="other", port=80, root_page=Page.objects.get(depth=1))
    numbers.append(generation.current())

    assert numbers == sorted(set(numbers))


BUMP = "import django; django.setup(); from core.caching import generation; generation.bump()"


@pytest.mark.slow
def test_a_change_in_another_process_is_seen_at_once(committed_db):
    kept = GenerationCache()
    kept.get("menu", lambda: "old")
    surroundings = {**os.environ, "DATABASE_URL": database.url()}

    subprocess.run([sys.executable, "-c", BUMP], env=surroundings, check=True)

    assert kept.get("menu", lambda: "new") == "new"


def test_a_page_published_elsewhere_is_seen_by_the_next_request(committed_db):
    """The page that this process has cached is not served once another has published."""
    from tests.factories.core import root_for  # noqa: PLC0415 - writes rows when it is called

    page = standard_page(root_for("en"), "Minutes")
    Client().get("/en/minutes/")
    assert Client().get("/en/minutes/").headers.get("Cache-Status") == HIT

    def publish():
        page.title = "Minutes of May"
        page.save_revision().publish()
        connection.close()

    other = threading.Thread(target=publish)
    other.start()
    other.join()

    assert "Minutes of May" in Client().get("/en/minutes/").content.decode()


def test_what_was_rolled_back_is_never_found(committed_db):
    kept = GenerationCache()

    with transaction.atomic():
        generation.bump()
        kept.get("menu", lambda: "a page that never came to be")
        transaction.set_rollback(True)
    generation.bump()

    assert kept.get("menu", lambda: "true") == "true"
