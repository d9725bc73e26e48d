"""Index pages are made below the front page that was written first; without one, none are."""

from portal.onboarding import index_pages
from tests.factories.people import UserFactory


def test_the_front_page_is_the_one_it_was_first_written_in(roots):
    assert index_pages.original_front().locale.language_code == "en"


def test_nothing_is_done_where_there_is_no_front_page(no_pages):
    assert index_pages.create_index_pages(user=UserFactory(), live=True) == []
    assert index_pages.original_front() is None
