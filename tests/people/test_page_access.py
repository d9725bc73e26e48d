"""Which pages a person meets in the admin: what their job needs, and no titles beyond it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from core.l10n.languages import CODES
from people import roles
from research.models import ResearchIndexPage
from tests.factories.core import add, standard_page, translated
from tests.factories.courses import course, lessons_of
from tests.factories.people import UserFactory

SECRET_DRAFT, GUARDED = "Draft K7Q", "Guarded K7Q"


@pytest.fixture
def groups(roots):
    shelf = add(roots["en"], ResearchIndexPage(title="Research"))
    for code in CODES[1:]:
        translated(shelf, code)
    return roles.ensure_groups()


def sign_in(client, *names: str):
    user = UserFactory(language="en")
    roles.give(user, names)
    client.force_login(user)
    return user


@pytest.fixture
def pages(groups, roots):
    """An open page, a draft and a guarded one."""
    shown = standard_page(roots["en"], "Open K7Q", slug="open")
    draft = standard_page(roots["en"], SECRET_DRAFT, slug="draft")
    draft.unpublish()
    guarded = standard_page(roots["en"], GUARDED, slug="guarded")
    below = standard_page(guarded, "Below K7Q", slug="below")
    one = PageViewRestriction.objects.create(page=guarded, restriction_type="groups")
    one.groups.add(Group.objects.get(name="administrator"))
    return {"open": shown, "draft": draft, "guarded": guarded, "below": below}


def chooser_texts(client, pages, roots) -> str:
    addresses = [
        "/admin/choose-page/",
        f"/admin/choose-page/{roots['en'].pk}/",
        "/admin/choose-page/search/?q=K7Q",
        "/admin/choose-page/chosen-multiple/?"
        + "&".join(f"id={page.pk}" for page in pages.values()),
    ]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return " ".join(answer.content.decode() for answer in answers)


@pytest.mark.slow
def test_the_chooser_names_no_draft_and_no_guarded_page(client, pages, roots):
    sign_in(client, "researcher")

    text = chooser_texts(client, pages, roots)

    assert "Open K7Q" in text
    for title in (SECRET_DRAFT, GUARDED, "Below K7Q"):
        assert title not in text
    assert client.get(f"/admin/choose-page/{pages['guarded'].pk}/").status_code == 404


@pytest.mark.slow
def test_the_chooser_shows_people_their_own_drafts(client, groups, roots):
    user = sign_in(client, "researcher")
    shelf = ResearchIndexPage.objects.get(locale__language_code="en")
    mine = add(shelf, type(shelf)(title="Mine K7Q"), owner=user)
    mine.unpublish()

    assert "Mine K7Q" in client.get(f"/admin/choose-page/{shelf.pk}/").content.decode()


@pytest.mark.slow
def test_an_editor_chooses_among_all_pages(client, pages, roots):
    sign_in(client, "editor")

    text = chooser_texts(client, pages, roots)

    assert SECRET_DRAFT in text
    assert GUARDED in text


@pytest.mark.slow
def test_a_translator_reads_all_languages_and_changes_their_own(client, groups, roots):
    page = standard_page(roots["fr"], "Page française", slug="page")
    sign_in(client, "translator-ar")

    branch = client.get(f"/admin/pages/{roots['fr'].pk}/")

    assert branch.status_code == 200
    assert "Page française" in branch.content.decode()
    assert f"/admin/pages/{page.pk}/edit/" not in branch.content.decode()
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code in {302, 403}
    assert client.get(f"/admin/pages/{roots['ar'].pk}/edit/").status_code == 200


@pytest.mark.slow
def test_a_researcher_adds_studies_and_no_lessons(client, groups, roots):
    sign_in(client, "researcher")
    page = course("Course", lessons=1)
    module = lessons_of(page)[0].get_parent()
    shelf = ResearchIndexPage.objects.get(locale__language_code="en")

    lesson = client.get(f"/admin/pages/add/courses/lessonpage/{module.pk}/")
    elsewhere = client.get(f"/admin/pages/add/home/standardpage/{roots['en'].pk}/")
    study = client.get(f"/admin/pages/add/research/studypage/{shelf.pk}/")

    assert lesson.status_code in {302, 403}
    assert elsewhere.status_code in {302, 403}
    assert study.status_code == 200


def test_a_list_that_is_made_later_is_open_to_researchers(client, roots):
    roles.ensure_groups()
    shelf = add(roots["en"], ResearchIndexPage(title="Research"))
    sign_in(client, "researcher")

    assert client.get(f"/admin/pages/add/research/studypage/{shelf.pk}/").status_code == 200
