"""Two people at one privacy dialog, of a page or a collection."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from core.optimistic_locking import SEEN
from people.models import User
from tests.factories.core import standard_page

PLACES = {
    "page": ("wagtailadmin_pages:set_privacy", lambda home: standard_page(home)),
    "collection": (
        "wagtailadmin_collections:set_privacy",
        lambda home: Collection.get_first_root_node().add_child(name="Contracts"),
    ),
}


@pytest.fixture
def keeper(home):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", language="en"))
    return client


@pytest.fixture(params=PLACES)
def dialog(request, home):
    """Its address, and the page or the collection."""
    name, make = PLACES[request.param]
    thing = make(home)
    return reverse(name, args=[thing.pk]), thing


def opened(client, address: str) -> dict[str, object]:
    """What a browser would send back untouched."""
    return read(client.get(address).json()["html"])


def read(html: str) -> dict[str, object]:
    page = BeautifulSoup(html, "html.parser")
    return {
        SEEN: page.select_one(f"[name={SEEN}]")["value"],
        "restriction_type": page.select_one("[name=restriction_type][checked]")["value"],
        "groups": [one["value"] for one in page.select("[name=groups][checked]")],
    }


def standing(thing) -> list[tuple[str, list[str]]]:
    return [
        (one.restriction_type, [group.name for group in one.groups.order_by("name")])
        for one in thing.get_view_restrictions()
    ]


def test_the_later_save_sees_the_earlier_one_and_decides(keeper, dialog):
    """Both open the dialog of what everybody may see; the second would shut others out than the
    first did."""
    address, thing = dialog
    circle = Group.objects.create(name="Circle")
    first, second = opened(keeper, address), opened(keeper, address)

    keeper.post(address, {**first, "restriction_type": "groups", "groups": [circle.pk]})
    late = {**second, "restriction_type": "login"}
    refused = keeper.post(address, late).json()

    assert refused["step"] == "set_privacy"
    assert "Private, accessible to users in specific groups, Circle" in refused["html"]
    assert standing(thing) == [("groups", ["Circle"])]
    decided = {**late, SEEN: read(refused["html"])[SEEN]}
    assert keeper.post(address, decided).json()["step"] == "set_privacy_done"
    assert standing(thing) == [("login", [])]


def test_who_changes_nothing_leaves_what_another_has_changed(keeper, dialog):
    """Also where the other has taken the restriction away."""
    address, thing = dialog
    untouched = opened(keeper, address)
    keeper.post(address, {**untouched, "restriction_type": "login"})

    assert keeper.post(address, untouched).json()["step"] == "set_privacy_done"
    assert standing(thing) == [("login", [])]

    restricted = opened(keeper, address)
    keeper.post(address, {**restricted, "restriction_type": "none"})
    assert keeper.post(address, restricted).json()["step"] == "set_privacy_done"
    assert standing(thing) == []
