"""Two tabs, two people: nobody's words vanish without a word."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.models import SiteIdentity, Topic, TopicLabel
from core.optimistic_locking import SEEN
from people import roles
from people.models import User
from tests.factories.people import UserFactory
from translations.models import Term, TermWording


def fields_of(client: Client, address: str) -> dict[str, str]:
    """The form at the address as a browser would send it back untouched."""
    return read(client.get(address))


def read(answer) -> dict[str, str]:
    page = BeautifulSoup(answer.content, "html.parser")
    form = page.select_one(f'form:has([name="{SEEN}"])')
    assert form is not None, "the form says what it showed"
    found = {}
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
                found[name] = field.get("value", "on")
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
    first, second = fields_of(keeper, address), fields_of(keeper, address)
    assert keeper.post(address, {**first, field: "first words"}).status_code == 302

    answer = keeper.post(address, {**second, field: "later words"})

    assert answer.status_code == 200
    assert "first words" in answer.content.decode()
    name = field.rsplit("-", 1)[-1]
    row.refresh_from_db()
    assert getattr(row, name) == "first words"
    keeper.post(address, {**read(answer), field: "later words"})
    row.refresh_from_db()
    assert getattr(row, name) == "later words"


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
    roles.ensure_groups()
    user = UserFactory(display_name="Old", language="en")

    in_the_admin(keeper, f"/admin/users/edit/{user.pk}/", "display_name", user)
