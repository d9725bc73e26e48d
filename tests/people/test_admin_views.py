"""Every address of the admin that Wagtail's resolver knows, asked by every role.

What a role may open stands in `ALLOWED`; whatever does not stand there must be refused. So a view
that an upgrade or a new room brings is closed until somebody has decided whom it is for.
"""

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from people import roles
from tests.factories.people import UserFactory
from tests.people.admin_addresses import address_of, admin_addresses
from tests.people.admin_views import ALLOWED, NOT_ASKED, names
from tests.people.undrawn import TEMPLATES

pytestmark = [
    pytest.mark.slow,
    # wagtail-localize's own report.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]
ROLES = {"r": "researcher", "t": "translator-ar", "e": "editor", "a": "administrator"}


@pytest.fixture
def undrawn(settings) -> None:
    settings.TEMPLATES = TEMPLATES


def is_open(client: Client, address: str) -> bool:
    """Whether the role is let in, to look or to send; whatever it does is undone."""
    for ask in (client.get, client.post):
        client.cookies.pop("messages", None)
        with transaction.atomic():
            answer = ask(address)
            led_away = answer.status_code == 302 and answer.headers["Location"] == "/admin/"
            is_refused = led_away and any(
                "permission" in str(said) for said in get_messages(answer.wsgi_request)
            )
            answer.getvalue()  # Read to its end, a file is closed.
            transaction.set_rollback(True)
        if not is_refused and answer.status_code not in {403, 404, 405}:
            return True
    return False


@pytest.mark.parametrize("letter", ROLES)
def test_a_role_opens_what_is_its_own_and_nothing_else(things, letter, undrawn):
    user = UserFactory()
    roles.give(user, [ROLES[letter]])
    client = Client(raise_request_exception=False)
    client.force_login(user)
    allowed = set().union(*(names(table) for key, table in ALLOWED.items() if letter in key))

    opened = {
        name
        for route, name in admin_addresses()
        if name not in NOT_ASKED and is_open(client, address_of(route, name, things))
    }

    assert opened - allowed == set(), f"open to {ROLES[letter]}, and not in ALLOWED"
    assert allowed - opened == set(), f"closed to {ROLES[letter]}, though in ALLOWED"


def test_a_move_is_refused_though_wagtail_shows_the_question(things):
    """`move_confirm` asks for rights only when it is answered."""
    user = UserFactory()
    roles.give(user, ["translator-ar"])
    client = Client()
    client.force_login(user)
    page, place = things["page_id"], things["destination_id"]

    client.post(f"/admin/pages/{page}/move/{place}/confirm/")

    assert Page.objects.get(pk=page).get_parent().pk != place


def test_who_does_not_work_on_content_opens_nothing(things, undrawn):
    user = UserFactory()
    roles.give(user, ["coordinator"])
    client = Client(raise_request_exception=False)
    client.force_login(user)

    opened = {
        name
        for route, name in admin_addresses()
        if name not in NOT_ASKED and is_open(client, address_of(route, name, things))
    }

    assert opened == set()


def test_the_table_names_no_address_that_is_gone():
    known = {name for _route, name in admin_addresses()}
    named = set(NOT_ASKED).union(*map(names, ALLOWED.values()))

    assert named - known == set()
