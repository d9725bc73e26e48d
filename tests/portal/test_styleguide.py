"""Style guide: every block in both directions, for staff only."""

import pytest
from django.test import Client

from people.models import User
from portal.styleguide import samples
from tests.rooms import language_of


@pytest.fixture
def staff(home) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("editor@example.org", is_staff=True))
    return client


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_styleguide_speaks_both_directions(staff, code, direction):
    answer = staff.get(f"/styleguide/?language={code}")

    assert answer.status_code == 200
    assert language_of(answer.content.decode()) == (code, direction)


def test_styleguide_is_not_for_strangers(home):
    assert Client().get("/styleguide/").status_code == 404


def test_every_block_has_a_preview_that_renders(home):
    shown = samples()["blocks"]

    assert [block.name for block in shown if not block.html.strip()] == ["image"]
