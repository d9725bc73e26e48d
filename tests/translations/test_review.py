"""The machine-draft label: stored outside the page, removed only by a person."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail_localize.models import Translation

from people.models import User
from tests.factories.core import standard_page, translated
from tests.factories.courses import catalogue, course, lessons_of
from tests.factories.people import signed_in
from translations import review

pytestmark = pytest.mark.database

LABEL = "Machine draft, not checked by a person yet."


@pytest.fixture
def draft(home, roots):
    """A page with a French version that a machine made, written in the page's own form."""
    page = standard_page(home, "A page")
    french = translated(page, "fr", title="Une page")
    Translation.objects.filter(source__object_id=page.translation_key).update(enabled=False)
    review.mark_machine(key=page.translation_key, locale=french.locale)
    return french


def test_readers_are_told_in_their_own_language(draft):
    french = Client().get("/fr/a-page/").content.decode()
    english = Client().get("/en/a-page/").content.decode()

    assert "Brouillon" in french
    assert LABEL not in english


@pytest.mark.parametrize("name", ["home", "catalogue", "course", "lesson"])
def test_every_type_of_page_says_that_it_is_a_draft(home, roots, name):
    page = course("Course", lessons=1)
    pages = {
        "home": home, "catalogue": catalogue(), "course": page, "lesson": lessons_of(page)[0]
    }  # fmt: skip
    french = translated(pages[name], "fr")

    review.mark_machine(key=french.translation_key, locale=french.locale)

    assert "Brouillon" in Client().get(french.get_url()).content.decode()


def test_an_editor_takes_the_label_off_and_it_is_logged(draft):
    _user, client = signed_in("editor")
    listing = client.get(reverse("wagtailadmin_explore", args=[draft.get_parent().pk]))
    own = client.get(reverse("wagtailadmin_explore", args=[draft.pk]))
    address = reverse("version_checked", args=[draft.pk])

    assert address in listing.content.decode()
    assert address in own.content.decode()
    assert client.get(address).status_code == 200
    assert review.is_machine_draft(draft.translation_key, "fr")
    client.post(address)

    assert not review.is_machine_draft(draft.translation_key, "fr")
    assert "Brouillon" not in Client().get("/fr/a-page/").content.decode()
    assert PageLogEntry.objects.filter(page=draft.pk, action="translations.checked").count() == 1


def test_the_label_never_comes_back_by_a_revert_or_a_machine(draft):
    reviewer = User.objects.create_user("reviewer@example.org")
    review.mark_reviewed(key=draft.translation_key, locale=draft.locale, reviewer=reviewer)

    review.mark_machine(key=draft.translation_key, locale=draft.locale)
    draft.get_latest_revision().publish()

    assert not review.is_machine_draft(draft.translation_key, "fr")


def test_another_languages_translator_may_not(draft):
    _user, client = signed_in("translator-ar")

    answer = client.post(reverse("version_checked", args=[draft.pk]))

    assert answer.status_code in {302, 403}
    assert review.is_machine_draft(draft.translation_key, "fr")
