"""Every address of the admin that Wagtail's resolver knows, and something for each to show."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site, Task, Workflow
from wagtail_localize.models import Translation

from core.models import PortalDocument, PortalImage, PublicCollection, SiteIdentity
from home.models import HomePage, StandardPage
from people import roles
from people.feedback.models import Feedback
from tests.factories.core import root_for, standard_page, topic, translated
from tests.factories.people import UserFactory
from tests.factories.research import research
from translations.models import Term, TermWording

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "wagtailadmin_api:pages")
PICTURES = ("image_id", "wagtailadmin_api:images", "wagtailimages_chooser")
DOCUMENTS = ("document_id", "doc_id", "wagtailadmin_api:documents", "wagtaildocs_chooser")


def patterns(resolver: Any, route: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    """Each address below the resolver with its full name."""
    for one in resolver.url_patterns:
        here = route + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, here, names + (f"{one.namespace}:" if one.namespace else ""))
        elif isinstance(one, URLPattern):
            yield here, names + (one.name or here)


def admin_addresses() -> list[tuple[str, str]]:
    return [(route, name) for route, name in patterns(get_resolver()) if route.startswith("admin/")]


def picture() -> PortalImage:
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    return PortalImage.objects.create(title="A", file=ContentFile(out.getvalue(), name="a.png"))


def document() -> PortalDocument:
    return PortalDocument.objects.create(title="A", file=ContentFile(b"words", name="a.txt"))


def translation_things(page: StandardPage) -> dict[str, int]:
    """Of the page into French, which is made for it."""
    translated(page, "fr")
    translation = Translation.objects.get(target_locale__language_code="fr")
    return {
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
        "string_segment_id": translation.source.stringsegment_set.first().pk,
    }


def admin_things(home: HomePage) -> dict[str, Any]:
    """What the addresses name: a page of English, which no Arabic translator may touch, and one of
    each of the rest. Keys are parameters; for `pk`, the name space of the view."""
    for language in ("fr", "ar"):
        root_for(language)
    research()  # where researchers work
    page = standard_page(home, "A page")
    term = Term.objects.create(slug="bank")
    wording = TermWording.objects.create(term=term, language="fr", text="a", meaning="b")
    collection = Collection.get_first_root_node().add_child(name="Archive")
    pages = dict.fromkeys(PAGES, page.pk)
    files = {name: picture().pk for name in PICTURES} | {name: document().pk for name in DOCUMENTS}
    return (
        pages
        | files
        | {
            "destination_id": standard_page(home, "Another page").pk,
            "revision_id": page.latest_revision_id,
            **translation_things(page),
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
    )


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
