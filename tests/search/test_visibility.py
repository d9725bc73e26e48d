"""Restricted works leave no trace in search: no hit, no count, no snippet, no suggestion."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from search.models import SearchDocument, SearchWord
from tests.factories.core import topic

pytestmark = [pytest.mark.database, pytest.mark.elasticsearch]

CANARY = "qzcanary"


@pytest.fixture
def secret(make):
    """A work that only members may see, in two languages, with facets of its own."""
    page = make(f"Work {CANARY}", body=f"The {CANARY} stands here.", countries=["KE"])
    page.topics.set([topic("hidden", en=f"Topic {CANARY}")])
    page.save_revision().publish()
    page.copy_for_translation(make("x", fr="y").get_translations().get().locale)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Members"))
    restriction.save()
    return page


@pytest.fixture
def member(django_user_model):
    user = django_user_model.objects.create_user(email="member@example.org")
    user.groups.add(Group.objects.get_or_create(name="Members")[0])
    return user


@pytest.fixture
def stranger(django_user_model):
    return django_user_model.objects.create_user(email="stranger@example.org")


def page_text(client, address):
    """The page without the echo of the query."""
    html = client.get(address).content.decode()
    return html.replace(f'value="{CANARY}"', "").replace(f"<bdi>{CANARY}</bdi>", "")


@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_a_guarded_work_leaves_no_trace(secret, client, ask, stranger, who):
    if who == "stranger":
        client.force_login(stranger)

    assert ask(CANARY).counts.unfiltered == 0
    assert ask(CANARY).hits == []
    assert ask().counts.total == 1
    assert ask(country="KE").counts.total == 0
    assert "KE" not in ask().counts.facets.get("country", {})
    assert "topic" not in ask().counts.facets
    for address in ("/en/library/", "/en/library/?q=qzcanery", "/en/library/?country=KE"):
        assert CANARY not in page_text(client, address)


def test_a_member_finds_it(secret, client, ask, member):
    client.force_login(member)

    answer = ask(CANARY)

    assert answer.counts.total == 1
    assert answer.counts.facets["country"] == {"KE": 1}


def test_what_is_cached_for_one_reader_is_not_shown_to_another(secret, client, ask, member):
    assert ask(CANARY).hits == []
    client.force_login(member)
    assert len(ask(CANARY).hits) == len(ask(country="KE").hits) == 1

    client.logout()

    assert ask(CANARY).hits == []
    assert ask().counts.facets["kind"] == {"page": 1}


def test_a_restriction_is_heeded_by_the_next_search(make, ask):
    page = make(f"Work {CANARY}", fr="Travail")
    assert ask(CANARY).counts.total == ask().counts.total == 1

    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    assert ask(CANARY).counts.unfiltered == ask().counts.unfiltered == 0

    restriction.delete()
    assert ask(CANARY).counts.total == ask().counts.total == 1


def test_no_suggestion_comes_from_what_is_guarded(secret, client, ask, member):
    assert SearchWord.objects.filter(word=CANARY).exists()
    assert ask("qzcanery").corrected == ""

    client.force_login(member)
    assert ask("qzcanery").corrected == CANARY


def test_a_guarded_original_does_not_show_through_its_translation(make, ask):
    page = make(f"Work {CANARY}", fr="Travail")
    translation = page.get_translations().get()
    restriction = PageViewRestriction.objects.create(
        page=translation, restriction_type=PageViewRestriction.LOGIN
    )
    restriction.save()

    assert ask().counts.total == 0
    assert ask(CANARY).hits == []


def test_an_unpublished_version_leaves_no_trace(make, ask, client):
    page = make("Time banks", fr=f"Banques {CANARY}")
    page.get_translations().get().unpublish()

    assert ask(CANARY).counts.unfiltered == 0
    assert ask().counts.facets["language"] == {"en": 1}
    assert not SearchDocument.objects.filter(title__contains=CANARY).exists()


def test_the_words_of_a_draft_are_not_in_the_index(make, ask):
    page = make("Time banks")
    page.title = f"Plan {CANARY}"
    page.save_revision()

    assert ask(CANARY).counts.unfiltered == 0
    assert not SearchWord.objects.filter(word=CANARY).exists()
