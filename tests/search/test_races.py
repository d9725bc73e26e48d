"""Works that are deleted while somebody searches."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from home.models import StandardPage
from search.library import PAGE_SIZE

pytestmark = pytest.mark.database


@pytest.mark.parametrize("page", [2, 99])
def test_a_page_is_read_again_where_its_only_work_is_deleted_meanwhile(make, ask, roots, page):
    """The last of two pages holds the oldest work; it answers for those beyond."""
    works = [make(f"Study {number:02}") for number in range(PAGE_SIZE + 1)]
    seen = ask("study", sort="newest", page=page)
    assert [hit.version.title for hit in seen.hits] == ["Study 00"]

    with deleted_once_found(works[0]) as deleted:
        answer = ask("study", sort="newest", page=page)

    assert deleted
    assert (answer.counts.total, answer.page, answer.pages) == (PAGE_SIZE, 1, 1)
    assert len(answer.hits) == PAGE_SIZE


@contextmanager
def deleted_once_found(page: StandardPage) -> Iterator[list[StandardPage]]:
    """Somebody else deletes the page, after the statement that finds it and before its hit is
    drawn; what is deleted."""
    deleted: list[StandardPage] = []

    def delete(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not deleted and "AS number, id, grade" in sql:
            deleted.append(page)
            StandardPage.objects.get(pk=page.pk).delete()
        return result

    with connection.execute_wrapper(delete):
        yield deleted
