"""Two tabs, two people: nobody's words vanish without a word."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupApprovalTask, Page, Site, Workflow
from wagtail.users.models import UserProfile

from core.models import SiteIdentity, Topic, TopicLabel
from core.optimistic_locking import SEEN
from people.models import User
from search.models import Promotion
from tests.factories.people import UserFactory
from translations.models import Term, TermWording

# The address of a form, the field that both change, and the row.
Row = tuple[str, str, Any]


def fields_of(client: Client, address: str) -> dict[str, str | list[str]]:
    """The form at the address as a browser would send it back untouched."""
    return read(client.get(address))


def read(answer) -> dict[str, str | list[str]]:
    page = BeautifulSoup(answer.content, "lxml")
    form = page.select_one(f'form:has([name$="{SEEN}"])')
    assert form is not None, "the form says what it showed"
    found: dict[str, str | list[str]] = {}
    for field in form.select("[name]"):
        name = field["name"]
        if "__prefix__" in name or field.get("type") in {"submit", "file"}:
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[name] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                found[name] = [*found.get(name, []), field.get("value", "on")]
        else:
            found[name] = field.get("value", "")
    return found


@pytest.fixture
def keeper(home):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", language="en"))
    return client


@pytest.fixture
def person(client, home):
    user = UserFactory(display_name="Old", organisation="Office", language="en")
    client.force_login(user)
    return user


PROFILE = "/en/accounts/profile/"


def test_the_later_tab_sees_both_names_and_decides(client, person):
    first, second = fields_of(client, PROFILE), fields_of(client, PROFILE)
    client.post(PROFILE, {**first, "display_name": "Tab A"})

    answer = client.post(PROFILE, {**second, "display_name": "Tab C"})

    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Tab A" in page
    assert 'value="Tab C"' in page
    person.refresh_from_db()
    assert person.display_name == "Tab A"

    again = client.post(PROFILE, {**read(answer), "display_name": "Tab C"})

    assert again.status_code == 302
    person.refresh_from_db()
    assert person.display_name == "Tab C"


def test_what_the_later_tab_left_alone_is_kept_as_the_first_saved_it(client, person):
    first, second = fields_of(client, PROFILE), fields_of(client, PROFILE)
    client.post(PROFILE, {**first, "display_name": "Tab A"})

    answer = client.post(PROFILE, {**second, "organisation": "Another office"})

    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.organisation) == ("Tab A", "Another office")


def test_the_same_words_twice_are_no_conflict(client, person):
    first, second = fields_of(client, PROFILE), fields_of(client, PROFILE)
    client.post(PROFILE, {**first, "display_name": "Same"})

    assert client.post(PROFILE, {**second, "display_name": "Same"}).status_code == 302


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_a_post_that_does_not_say_what_it_saw_is_taken(client, person, token):
    answer = client.post(PROFILE, {"language": "en", "display_name": "New", SEEN: token})

    assert answer.status_code == 302


def in_the_admin(keeper, address: str, field: str, row) -> None:
    """Two people at one form of the admin."""
    first, later = WORDS.get(field, ("first words", "later words"))
    shown = fields_of(keeper, address)
    assert keeper.post(address, {**shown, field: first}).status_code == 302

    answer = keeper.post(address, {**shown, field: later})

    assert answer.status_code == 200
    assert first in answer.content.decode()
    name = field.rsplit("-", 1)[-1]
    row.refresh_from_db()
    assert getattr(row, name) == first
    keeper.post(address, {**read(answer), field: later})
    row.refresh_from_db()
    assert getattr(row, name) == later


WORDS = {"redirect_link": ("https://first.example/", "https://later.example/")}


def test_the_site_s_identity(keeper):
    row = SiteIdentity.objects.get(language="en")

    in_the_admin(keeper, f"/admin/snippets/core/siteidentity/edit/{row.pk}/", "tagline", row)


@pytest.fixture
def wording(db):
    term = Term.objects.create(slug="agreement")
    return TermWording.objects.create(
        term=term, language="ar", text="اتفاق", meaning="old", state="check"
    )


def test_a_wording_of_the_glossary(keeper, wording):
    in_the_admin(
        keeper, f"/admin/snippets/translations/termwording/edit/{wording.pk}/", "meaning", wording
    )


def test_a_wording_that_is_changed_by_two_roads(keeper, wording):
    """The translator at the wording, an editor at the whole term."""
    term = f"/admin/snippets/translations/term/edit/{wording.term_id}/"
    alone = f"/admin/snippets/translations/termwording/edit/{wording.pk}/"
    of_term = fields_of(keeper, term)
    keeper.post(alone, {**fields_of(keeper, alone), "meaning": "the translator's"})

    untouched = keeper.post(term, {**of_term, "slug": "accord"})
    wording.refresh_from_db()
    assert untouched.status_code == 302
    assert wording.meaning == "the translator's"

    changed = keeper.post(term, {**of_term, "wordings-0-meaning": "the editor's"})
    assert changed.status_code == 200
    assert "the translator&#x27;s" in changed.content.decode()
    wording.refresh_from_db()
    assert wording.meaning == "the translator's"


def test_a_label_of_a_topic(keeper):
    topic = Topic.objects.create(slug="care")
    label = TopicLabel.objects.create(topic=topic, language="en", text="Care")

    in_the_admin(keeper, f"/admin/snippets/core/topic/edit/{topic.pk}/", "labels-0-text", label)


def test_an_account_that_its_owner_changes_meanwhile(keeper, home):
    user = UserFactory(display_name="Old", language="en")

    in_the_admin(keeper, f"/admin/users/edit/{user.pk}/", "display_name", user)


def a_redirect() -> Row:
    row = Redirect.objects.create(old_path="/old", redirect_link="/en/")
    return reverse("wagtailredirects:edit", args=[row.pk]), "redirect_link", row


def a_site() -> Row:
    row = Site.objects.get(is_default_site=True)
    return reverse("wagtailsites:edit", args=[row.pk]), "site_name", row


def a_collection() -> Row:
    row = Collection.get_first_root_node().add_child(name="Photos")
    return reverse("wagtailadmin_collections:edit", args=[row.pk]), "name", row


def a_role() -> Row:
    row = Group.objects.create(name="Photographers")
    return reverse("wagtailusers_groups:edit", args=[row.pk]), "name", row


def a_workflow() -> Row:
    row = Workflow.objects.create(name="Two readers")
    row.workflow_tasks.create(task=GroupApprovalTask.objects.create(name="Read"), sort_order=0)
    return reverse("wagtailadmin_workflows:edit", args=[row.pk]), "name", row


def a_recommendation() -> Row:
    page = Page.objects.get(depth=2, locale__language_code="en")
    row = Promotion.objects.create(words="money", language="en", page=page)
    return reverse("wagtailsnippets_search_promotion:edit", args=[row.pk]), "words", row


@pytest.mark.parametrize(
    "make", [a_redirect, a_site, a_collection, a_role, a_workflow, a_recommendation]
)
def test_a_form_of_the_admin_for_what_has_no_revisions(keeper, make):
    address, field, row = make()

    in_the_admin(keeper, address, field, row)


def test_what_both_chose_of_many_is_kept(keeper):
    address, _name, role = a_role()
    add, change = Permission.objects.filter(
        codename__in=["add_term", "change_term"], content_type__app_label="translations"
    ).order_by("codename")
    role.permissions.add(add)
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, "permissions": [add.pk, change.pk]})

    keeper.post(address, {**shown, "permissions": []})

    assert [*role.permissions.all()] == [change]


def test_who_decides_in_a_task(keeper):
    first, second, third = (Group.objects.create(name=name) for name in "ABC")
    task = GroupApprovalTask.objects.create(name="Read")
    task.groups.add(first)
    address = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, "groups": [first.pk, second.pk]})

    keeper.post(address, {**shown, "groups": [first.pk, third.pk]})

    assert {*task.groups.all()} == {first, second, third}


def test_where_a_collection_was_moved_to_meanwhile(keeper):
    address, _name, photos = a_collection()
    there = Collection.get_first_root_node().add_child(name="Archive")
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, "parent": there.pk})

    assert keeper.post(address, {**shown, "name": "Pictures"}).status_code == 302

    photos.refresh_from_db()
    assert photos.name == "Pictures"
    assert photos.get_parent() == there


def of_page(page: Page, *permissions: str) -> dict[str, str | list[str]]:
    """What a role may do with a page, as its form sends it."""
    form = {"page_permissions-TOTAL_FORMS": "1", "page_permissions-INITIAL_FORMS": "0"}
    return {
        **form,
        "page_permissions-0-page": str(page.pk),
        "page_permissions-0-permissions": [*permissions],
    }


def test_what_a_role_may_do_with_pages(keeper, home):
    """It is saved beside the form of the role: what one person left alone stays as another saved
    it, and what both changed is told."""
    address, _name, role = a_role()
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, **of_page(home, "add_page")})

    assert keeper.post(address, {**shown, "name": "Artists"}).status_code == 302
    assert [one.permission.codename for one in role.page_permissions.all()] == ["add_page"]

    answer = keeper.post(address, {**shown, "name": "Artists", **of_page(home, "change_page")})

    assert answer.status_code == 200
    assert "It now says" in answer.content.decode()
    assert home.title in answer.content.decode()
    assert [one.permission.codename for one in role.page_permissions.all()] == ["add_page"]

    token = read(answer)[SEEN]
    again = {**shown, "name": "Artists", **of_page(home, "change_page"), SEEN: token}
    assert keeper.post(address, again).status_code == 302
    assert [one.permission.codename for one in role.page_permissions.all()] == ["change_page"]


def test_the_pages_of_a_workflow(keeper, home):
    address, _name, workflow = a_workflow()
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, "pages-0-page": str(home.pk)})

    assert keeper.post(address, {**shown, "name": "Two readings"}).status_code == 302

    workflow.refresh_from_db()
    assert workflow.name == "Two readings"
    assert [one.page_id for one in workflow.workflow_pages.all()] == [home.pk]


def test_own_settings_in_two_windows(keeper):
    address = reverse("wagtailadmin_account")
    shown = fields_of(keeper, address)
    keeper.post(address, {**shown, "theme-theme": "dark"})

    answer = keeper.post(address, {**shown, "theme-theme": "light"})

    assert answer.status_code == 200
    assert "while you were writing" in answer.content.decode()
    assert UserProfile.objects.get().theme == "dark"


def test_a_second_look_at_a_conflict_does_not_bring_back_what_was_left_alone(client, person):
    first = fields_of(client, PROFILE)
    client.post(PROFILE, {**first, "display_name": "Tab A", "organisation": "New office"})
    answer = client.post(PROFILE, {**first, "display_name": "Tab C"})

    client.post(PROFILE, {**read(answer), "display_name": "Tab C"})

    person.refresh_from_db()
    assert (person.display_name, person.organisation) == ("Tab C", "New office")
