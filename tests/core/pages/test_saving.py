"""Saves of one page that cross one another: what is newer, or published, is not overwritten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from wagtail import hooks
from wagtail.models import Page

from home.models import StandardPage
from people.models import User
from tests.editor import edit, fields_of
from tests.factories.core import standard_page

pytestmark = pytest.mark.database


@pytest.fixture
def keeper(home) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", language="en"))
    return client


@pytest.fixture
def draft(home) -> StandardPage:
    page = standard_page(home, "Draft")
    page.unpublish()
    page.save_revision()
    return page


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Done once, between the view's reading of the page and its writing."""
    done: list[object] = []

    def once(request: object, page: Page) -> None:
        if not done:
            done.append(act())

    with hooks.register_temporarily("before_edit_page", once):
        yield
    assert done


def publish(draft: Page, title: str) -> None:
    page = Page.objects.get(pk=draft.pk).specific
    page.title = title
    page.save_revision().publish()


def typed(keeper: Client, draft: Page, title: str, **more: str) -> dict[str, object]:
    return {**fields_of(keeper.get(edit(draft)).content.decode()), "title": title, **more}


def test_an_automatic_save_that_was_overtaken_changes_nothing_and_says_so(keeper, draft):
    data = typed(keeper, draft, "Older", is_automatic="1")

    with meanwhile(lambda: publish(draft, "Newer")):
        answer = keeper.post(edit(draft), data, headers={"accept": "application/json"})

    assert answer.json()["error_code"] == "invalid_revision"
    page = Page.objects.get(pk=draft.pk)
    assert (page.live, page.title) == (True, "Newer")
    assert page.get_latest_revision_as_object().title == "Newer"


def test_a_draft_saved_by_hand_takes_nothing_off_that_was_published_meanwhile(keeper, draft):
    data = typed(keeper, draft, "By hand")

    with meanwhile(lambda: publish(draft, "Newer")):
        keeper.post(edit(draft), data)

    page = Page.objects.get(pk=draft.pk)
    assert (page.live, page.title, page.has_unpublished_changes) == (True, "Newer", True)
    assert page.get_latest_revision_as_object().title == "By hand"


def test_an_automatic_save_that_was_not_overtaken_is_kept(keeper, draft):
    data = typed(keeper, draft, "Typed", is_automatic="1")

    answer = keeper.post(edit(draft), data, headers={"accept": "application/json"})

    assert answer.json()["success"]
    assert Page.objects.get(pk=draft.pk).get_latest_revision_as_object().title == "Typed"
