"""What happens when a page is published: in one transaction, with one raise of the generation."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail import hooks

from core import extensions
from core.caching import generation
from core.caching.generation import GenerationCache
from search.models import SearchDocument
from tests.factories.courses import course, lessons_of

pytestmark = pytest.mark.database


def raises(queries: CaptureQueriesContext) -> int:
    """How many statements raised the counter."""
    return sum("UPDATE core_generation" in one["sql"] for one in queries.captured_queries)


@pytest.fixture
def lesson(home):
    return lessons_of(course(lessons=1))[0]


def test_a_publish_raises_the_generation_once(lesson):
    lesson.title = "Another title"
    revision = lesson.save_revision()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        revision.publish()

    assert raises(queries) == 1
    assert SearchDocument.objects.get(page=lesson).title == "Another title"


def test_steps_of_a_publish_see_what_was_published_before_them(lesson):
    titles = []

    def read(page: object) -> None:
        titles.append(SearchDocument.objects.get(page=lesson).title)

    lesson.title = "Indexed first"
    with hooks.register_temporarily(extensions.PAGE_PUBLISHED, read, order=15):
        lesson.save_revision().publish()

    assert titles == ["Indexed first"]


def test_a_step_that_fails_publishes_nothing(lesson):
    def fail(page: object) -> None:
        raise ValueError("no")

    lesson.title = "Never seen"
    revision = lesson.save_revision()
    with (
        hooks.register_temporarily(extensions.PAGE_PUBLISHED, fail),
        pytest.raises(ValueError, match="no"),
        transaction.atomic(),
    ):
        revision.publish()

    lesson.refresh_from_db()
    assert lesson.title != "Never seen"
    assert SearchDocument.objects.get(page=lesson).title != "Never seen"


def test_what_is_cached_inside_the_block_is_never_found_after_it(db):
    cache = GenerationCache[str]()

    with generation.bump_once():
        generation.bump()
        assert cache.get("key", lambda: "half-way") == "half-way"
        generation.bump()
        assert cache.get("key", lambda: "changed again") == "changed again"

    assert cache.get("key", lambda: "whole") == "whole"


def test_a_block_without_a_change_raises_nothing(db):
    before = generation.current()

    with generation.bump_once():
        pass

    assert generation.current() == before


def test_blocks_inside_blocks_raise_once(db):
    with CaptureQueriesContext(connection) as queries, generation.bump_once():
        generation.bump()
        with generation.bump_once():
            generation.bump()
        generation.bump()

    assert raises(queries) == 1
