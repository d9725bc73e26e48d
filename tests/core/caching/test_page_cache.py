"""The page cache never stores a personal or restricted answer."""

import random

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from core.caching.page_store import HIT
from core.compression import decompress
from people.models import User
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


def restrict(page, kind=PageViewRestriction.LOGIN):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind)


def test_a_public_page_is_cached_and_a_publish_is_seen_at_once(home):
    page = standard_page(home, "First words")
    client = Client()
    client.get("/en/first-words/")
    kept = client.get("/en/first-words/")

    page.title = "Second words"
    page.save_revision().publish()
    fresh = client.get("/en/first-words/")

    assert kept.headers.get("Cache-Status") == HIT
    assert "Cache-Status" not in fresh.headers
    assert "Second words" in fresh.content.decode()


def test_restricted_page_is_never_cached(home):
    page = standard_page(home, "Canary")
    restrict(page)
    member, stranger = Client(), Client()
    member.force_login(User.objects.create_user("member@example.org"))

    seen = [member.get("/en/canary/").status_code, member.get("/en/canary/").status_code]
    refused = stranger.get("/en/canary/")

    assert seen == [200, 200]
    assert refused.status_code == 302
    assert "Cache-Status" not in refused.headers


def test_no_foreign_bytes_when_people_are_mixed(home, roots):
    """A, B and a stranger, in two languages, in random order: nobody sees another's name."""
    translated(standard_page(home, "Shared"), "ar")
    clients = {"": Client()}
    for name in ("Canary-A", "Canary-B"):
        clients[name] = Client()
        clients[name].force_login(
            User.objects.create_user(f"{name.lower()}@example.org", display_name=name)
        )
    order = random.Random(7)

    for _turn in range(60):
        me = order.choice(list(clients))
        path = order.choice(["/en/", "/ar/", "/en/shared/", "/ar/shared/", "/en/my-learning/"])
        page = clients[me].get(path).content.decode()
        foreign = [name for name in clients if name and name != me and name in page]
        assert foreign == [], path


def test_personal_answers_may_not_be_stored_by_shared_caches(home):
    client = Client()
    client.force_login(User.objects.create_user("salma@example.org"))

    for path in ("/en/", "/en/my-learning/", "/en/accounts/profile/"):
        control = client.get(path).headers["Cache-Control"]
        assert {"private", "no-store"} <= set(control.split(", "))


def test_group_page_is_shown_to_its_group_only(home):
    page = standard_page(home, "For some")
    group = Group.objects.create(name="some")
    restriction = restrict(page, PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    inside, outside = Client(), Client()
    member = User.objects.create_user("in@example.org")
    member.groups.add(group)
    inside.force_login(member)
    outside.force_login(User.objects.create_user("out@example.org"))

    assert inside.get("/en/for-some/").status_code == 200
    assert outside.get("/en/for-some/").status_code == 403


@pytest.mark.parametrize(
    "browser", [{}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip, br"}]
)
def test_a_cached_page_says_of_itself_what_the_fresh_one_said(home, browser):
    path = standard_page(home, "Words").get_url()
    client = Client(headers=browser)

    fresh, kept = (dict(client.get(path).headers) for _time in range(2))

    assert kept.pop("Cache-Status") == HIT
    for headers in (fresh, kept):
        headers["Vary"] = sorted(headers["Vary"].split(", "))
        del headers["Content-Length"]  # the middleware that compresses pads against guessing
    assert kept == fresh


def test_kept_pages_go_out_in_the_form_that_is_asked_for(home):
    path = standard_page(home, "Words").get_url()
    plain, small = Client(), Client(headers={"Accept-Encoding": "gzip, deflate, br"})
    body = plain.get(path).content

    kept, compressed = plain.get(path), small.get(path)

    assert (kept.headers["Cache-Status"], compressed.headers["Cache-Status"]) == (HIT, HIT)
    assert kept.content == body
    assert "Content-Encoding" not in kept.headers
    assert compressed.headers["Content-Encoding"] == "br"
    assert decompress(compressed.content) == body
