"""Restricted publications are named nowhere in the room, whoever has visited before."""

import json

import pytest
from django.test import Client

from tests.factories.research import recommendation, study
from tests.rooms import html_of, reader, restrict

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("roots")]
LISTS = ("/en/research/", "/en/research/recommendations/")


@pytest.fixture
def advice():
    """A recommendation of two publications: one is for members, the other is not out yet."""
    closed, draft = study("For members"), study("Half written")
    links = [{"type": "work", "value": page.pk} for page in (closed, draft)]
    found = recommendation("Pay in time", builds_on=json.dumps(links))
    draft.unpublish()
    restrict(closed)
    return found


@pytest.mark.parametrize("path", [*LISTS, "/en/research/recommendations/pay-in-time/"])
def test_a_publication_is_named_to_who_may_see_it_only(advice, path):
    member, stranger = reader(), Client()

    named = ["For members" in html_of(path, one) for one in (stranger, member, stranger)]

    assert named == [False, True, False]
    assert "Half written" not in html_of(path, member)


def test_a_recommendation_is_named_and_counted_to_who_may_see_it_only(advice):
    restrict(advice)
    member, stranger = reader(), Client()

    for path in LISTS:
        named = ["1 recommendation" in html_of(path, one) for one in (stranger, member, stranger)]
        assert named == [False, True, False], path
