"""Every address of the admin that Wagtail's resolver knows, asked by every role.

What a role may open stands in `ALLOWED`; whatever does not stand there must be refused. So a view
that an upgrade or a new room brings is closed until somebody has decided whom it is for.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow
from wagtail_localize.models import Translation

from core.models import PortalDocument, PortalImage, PublicCollection, SiteIdentity
from people import roles
from people.feedback.models import Feedback
from tests.factories.core import root_for, standard_page, topic, translated
from tests.factories.people import UserFactory
from tests.factories.research import research
from tests.people.admin_views import ALLOWED, NOT_ASKED
from translations.models import Term, TermWording

pytestmark = [
    pytest.mark.slow,
    # wagtail-localize's own report.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]
ROLES = {"r": "researcher", "t": "translator-ar", "e": "editor", "a": "administrator"}
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


def patterns(resolver: Any, route: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    """Each address below the resolver with its full name."""
    for one in resolver.url_patterns:
        here = route + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, here, names + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern):
            yield here, names + (one.name or here)


def names(table: dict[str, str]) -> set[str]:
    """Full names of the views of a table: name space to views, divided by blanks."""
    return {
        f"{space}:{view}" if space else view
        for space, views in table.items()
        for view in views.split()
    }


def admin_addresses() -> list[tuple[str, str]]:
    return [(route, name) for route, name in patterns(get_resolver()) if route.startswith("admin/")]


def picture() -> PortalImage:
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    return PortalImage.objects.create(title="A", file=ContentFile(out.getvalue(), name="a.png"))


def document() -> PortalDocument:
    return PortalDocument.objects.create(title="A", file=ContentFile(b"words", name="a.txt"))


@pytest.fixture
def things(home) -> dict[str, Any]:
    """What the addresses name: a page of English, which no Arabic translator may touch, and one of
    each of the rest. Keys are parameters; for `pk`, the name space of the view."""
    for language in ("fr", "ar"):
        root_for(language)
    research()  # where researchers work
    roles.ensure_groups()
    page = standard_page(home, "A page")
    translated(page, "fr")
    translation = Translation.objects.get(target_locale__language_code="fr")
    term = Term.objects.create(slug="bank")
    wording = TermWording.objects.create(term=term, language="fr", text="a", meaning="b")
    collection = Collection.get_first_root_node().add_child(name="Archive")
    pages = dict.fromkeys(
        ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "wagtailadmin_api:pages"),
        page.pk,
    )
    return pages | {
        "destination_id": standard_page(home, "Another page").pk,
        "image_id": picture().pk,
        "document_id": document().pk,
        "doc_id": document().pk,
        "wagtailadmin_api:images": picture().pk,
        "wagtailadmin_api:documents": document().pk,
        "wagtailimages_chooser": picture().pk,
        "wagtaildocs_chooser": document().pk,
        "revision_id": page.latest_revision_id,
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
        "string_segment_id": translation.source.stringsegment_set.first().pk,
        "redirect_id": Redirect.objects.create(old_path="/old", redirect_page=page).pk,
        "collection_id": collection.pk,
        "wagtailadmin_collections": collection.pk,
        "workflow_pk": Workflow.objects.first().pk,
        "task_id": Task.objects.first().pk,
        "wagtailadmin_workflows": Workflow.objects.first().pk,
        "core_publiccollection": PublicCollection.objects.create(collection=collection).pk,
        "core_siteidentity": SiteIdentity.objects.first().pk,
        "core_topic": topic("care", en="Care").pk,
        "people_feedback": Feedback.objects.create(about="other", words="a", language="en").pk,
        "translations_term": term.pk,
        "translations_termwording": wording.pk,
        "wagtaillocales": Locale.objects.get(language_code="el").pk,
        "wagtailsites": Site.objects.first().pk,
        "wagtailusers_users": UserFactory().pk,
        "wagtailusers_groups": roles.Group.objects.get(name="editor").pk,
    }


WORDS = {
    "content_type_app_name": "home", "content_type_model_name": "standardpage",
    "app_label": "home", "app_name": "core", "model_name": "standardpage", "action": "delete",
    "action_name": "approve", "filter_spec": "width-20", "mode": "", "revision_id_a": "earliest",
    "revision_id_b": "latest",
}  # fmt: skip


def address_of(route: str, name: str, things: dict[str, Any]) -> str:
    """The route with something that there is in each place; else with 1."""
    space = name.rsplit(":", 1)[0].replace("wagtailsnippets_", "")
    space = space.replace("wagtailsnippetchoosers_", "")

    def value(match: re.Match[str]) -> str:
        word = match[1]
        if word == "pk":
            return str(things.get(space, 1))
        return str(things.get(word, WORDS.get(word, 1)))

    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).replace("\\.", ".")
    return "/" + PLACEHOLDER.sub(value, route.replace("^", "").rstrip("$"))


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
def test_a_role_opens_what_is_its_own_and_nothing_else(things, letter):
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


def test_who_does_not_work_on_content_opens_nothing(things):
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
