import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from core.caching import generation
from core.works import listings
from news.models import NewsIndexPage, NewsPage
from tests.factories.core import add, translated
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("roots")]
NOBODY = AnonymousUser()


@pytest.fixture
def shelf(home):
    return add(home, NewsIndexPage(title="News"))


def titles(shelf, language="en") -> list[str]:
    with translation.override(language):
        return [entry.page.title for entry in listings.below(shelf, NOBODY)]


def test_a_work_stands_once_in_the_best_version(shelf):
    page = add(shelf, NewsPage(title="A talk"))
    add(shelf, NewsPage(title="A visit"))
    translated(page, "fr", title="Une conversation")

    assert titles(shelf, "en") == ["A talk", "A visit"]
    assert titles(shelf, "fr") == ["Une conversation", "A visit"]


def test_a_work_that_only_another_language_has_is_not_left_out(shelf):
    add(translated(shelf, "es"), NewsPage(title="Solo en español"))

    assert titles(shelf, "ar") == ["Solo en español"]
    with translation.override("ar"):
        (entry,) = listings.below(shelf, NOBODY)
    assert (entry.foreign, entry.foreign_direction) == ("es", "ltr")


def test_drafts_and_restricted_works_are_not_there(shelf):
    add(shelf, NewsPage(title="Draft")).unpublish()
    closed = add(shelf, NewsPage(title="Closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    assert titles(shelf) == []


def test_what_is_kept_for_one_reader_is_not_shown_to_another(shelf):
    closed = add(shelf, NewsPage(title="Closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    member = UserFactory()

    def seen(user) -> list[str]:
        return [entry.page.title for entry in listings.below(shelf, user)]

    assert [seen(NOBODY), seen(member), seen(NOBODY)] == [[], ["Closed"], []]


def test_its_cost_does_not_grow(shelf):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            titles(shelf)
        return len(queries)

    costs = []
    for number in range(12):
        add(shelf, NewsPage(title=f"News {number}"))
        # As in a request: the number of the generation is read once.
        generation.begin()
        costs.append(cost())

    assert costs[1] == costs[-1] <= 10
