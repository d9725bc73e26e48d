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
def index_page(home):
    return add(home, NewsIndexPage(title="News"))


def titles(index_page, language="en") -> list[str]:
    with translation.override(language):
        return [entry.page.title for entry in listings.works_below(index_page, NOBODY)]


def test_a_work_stands_once_in_the_best_version(index_page):
    page = add(index_page, NewsPage(title="A talk"))
    add(index_page, NewsPage(title="A visit"))
    translated(page, "fr", title="Une conversation")

    assert titles(index_page, "en") == ["A talk", "A visit"]
    assert titles(index_page, "fr") == ["Une conversation", "A visit"]


def test_a_work_that_only_another_language_has_is_not_left_out(index_page):
    add(translated(index_page, "es"), NewsPage(title="Solo en español"))

    assert titles(index_page, "ar") == ["Solo en español"]
    with translation.override("ar"):
        (entry,) = listings.works_below(index_page, NOBODY)
    assert (entry.foreign, entry.foreign_direction) == ("es", "ltr")


def test_drafts_and_restricted_works_are_not_there(index_page):
    add(index_page, NewsPage(title="Draft")).unpublish()
    closed = add(index_page, NewsPage(title="Closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    assert titles(index_page) == []


def test_what_is_cached_for_one_reader_is_not_shown_to_another(index_page):
    closed = add(index_page, NewsPage(title="Closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    member = UserFactory()

    def seen(user) -> list[str]:
        return [entry.page.title for entry in listings.works_below(index_page, user)]

    assert [seen(NOBODY), seen(member), seen(NOBODY)] == [[], ["Closed"], []]


def test_its_cost_does_not_grow(index_page):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            titles(index_page)
        return len(queries)

    costs = []
    for number in range(12):
        add(index_page, NewsPage(title=f"News {number}"))
        # As in a request: the number of the generation is read once.
        generation.begin()
        costs.append(cost())

    assert costs[1] == costs[-1] <= 11
