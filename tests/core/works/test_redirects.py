"""Addresses hold: what was linked, printed or kept leads to the work, in the language asked for."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import TranslationSource

from core.caching import generation
from home.models import StandardPage
from people.models import User
from tests import database
from tests.factories.core import add, root_for, standard_page, translated


@pytest.fixture
def change(django_capture_on_commit_callbacks):
    """Change a page as an editor does, with all that follows the commit."""

    def apply(page, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            page = type(page).objects.get(pk=page.pk)
            for name, value in fields.items():
                setattr(page, name, value)
            page.save_revision().publish()
        generation.bump()
        return type(page).objects.get(pk=page.pk)

    return apply


def make_projects() -> None:
    page = standard_page(root_for("en"), "Projects", slug="seville-projects")
    below = standard_page(page, "Below", slug="below")
    for code in ("pt", "ar"):
        translated(page, code)
        translated(below, code)


@pytest.fixture(scope="module")
def rows_of_projects(django_db_setup, django_db_blocker) -> Iterator[None]:
    with database.rows_for_all(django_db_blocker, make_projects):
        yield


@pytest.fixture
def projects(rows_of_projects, roots):
    """A page in English, Portuguese and Arabic, with one below it."""
    return StandardPage.objects.get(slug="seville-projects", locale=roots["en"].locale)


def version(page, code):
    return StandardPage.objects.get(
        translation_key=page.translation_key, locale__language_code=code
    )


def got(path: str, client: Client | None = None, **headers):
    answer = (client or Client()).get(path, **headers)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_slug_changed_in_one_language_redirects_before_a_fallback(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha")

    assert got("/pt/seville-projects/") == (301, "/pt/visita-sevilha/")
    assert got("/pt/seville-projects/below/") == (301, "/pt/visita-sevilha/below/")
    assert got("/pt/seville-projects/?q=1&a=2") == (301, "/pt/visita-sevilha/?q=1&a=2")
    assert got("/en/seville-projects/")[0] == 200
    assert got("/ar/seville-projects/below/")[0] == 200


def test_the_address_of_one_version_leads_to_the_version_of_the_language_asked(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha")

    assert got("/en/visita-sevilha/") == (301, "/en/seville-projects/")
    # No French version: the original's address, in the French shell.
    assert got("/fr/visita-sevilha/") == (301, "/fr/seville-projects/")
    assert got("/fr/seville-projects/")[0] == 200


def test_a_work_in_one_language_redirects_in_every_shell(roots, change):
    page = standard_page(roots["en"], "Alone", slug="alone")
    change(page, slug="together")

    assert got("/en/alone/") == (301, "/en/together/")
    assert got("/ar/alone/") == (301, "/ar/together/")


@pytest.mark.database
def test_a_branch_renamed_twice_leads_to_where_it_is_in_one_step(projects, change):
    change(projects, slug="first")
    change(projects, slug="second")

    assert got("/en/seville-projects/below/") == (301, "/en/second/below/")
    assert got("/en/first/below/") == (301, "/en/second/below/")


@pytest.mark.database
def test_a_moved_branch_redirects_with_all_below(projects, roots):
    shelf = standard_page(roots["en"], "Shelf", slug="shelf")
    below = StandardPage.objects.child_of(projects).get()
    add(below, StandardPage(title="Deep", slug="deep"))

    Page.objects.get(pk=projects.pk).move(shelf, pos="last-child")

    assert got("/en/seville-projects/") == (301, "/en/shelf/seville-projects/")
    assert got("/en/seville-projects/below/deep/") == (
        301,
        "/en/shelf/seville-projects/below/deep/",
    )
    # Where the work was not moved, it stays.
    assert got("/pt/seville-projects/below/")[0] == 200


def test_a_translation_that_follows_the_originals_slug_redirects(
    projects, change, django_capture_on_commit_callbacks
):
    change(projects, slug="moved")
    source = TranslationSource.objects.get(object_id=projects.translation_key)
    with django_capture_on_commit_callbacks(execute=True):
        source.update_from_db()
        for translation in source.translations.all():
            translation.save_target(publish=True)
    generation.bump()

    assert version(projects, "pt").slug == "moved"
    assert got("/pt/seville-projects/") == (301, "/pt/moved/")
    assert got("/ar/seville-projects/below/") == (301, "/ar/moved/below/")


def test_a_change_of_original_keeps_old_addresses(projects, change):
    """Languages without a version of their own stood at the old original's address."""
    portuguese = change(version(projects, "pt"), slug="visita-sevilha")
    TranslationSource.objects.filter(object_id=projects.translation_key).update(
        locale=portuguese.locale
    )
    generation.bump()

    assert got("/fr/seville-projects/") == (301, "/fr/visita-sevilha/")
    assert got("/fr/visita-sevilha/")[0] == 200


def test_a_new_page_at_an_old_address_is_shown(projects, roots, change):
    change(projects, slug="moved")
    standard_page(roots["en"], "New", slug="seville-projects")

    assert got("/en/seville-projects/")[0] == 200


@pytest.mark.database
def test_an_editors_own_redirect_comes_before_a_fallback(projects):
    version(projects, "pt").unpublish()
    assert got("/pt/seville-projects/")[0] == 200
    Redirect.add_redirect("/pt/seville-projects", "/pt/library/", is_permanent=False)

    assert got("/pt/seville-projects/") == (302, "/pt/library/")
    assert got("/en/seville-projects/")[0] == 200


def test_an_editors_redirect_may_ask_for_a_query(projects):
    version(projects, "pt").unpublish()
    assert got("/pt/seville-projects/?from=leaflet")[0] == 200
    Redirect.add_redirect("/pt/seville-projects?from=leaflet", "/pt/library/")

    assert got("/pt/seville-projects/?from=leaflet") == (301, "/pt/library/?from=leaflet")
    assert got("/pt/seville-projects/")[0] == 200


def test_a_redirect_of_what_is_no_page_still_works(home):
    Redirect.add_redirect("/leaflet", "/en/library/")

    assert got("/leaflet") == (301, "/en/library/")


def test_an_unpublished_version_gives_way_to_another(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha").unpublish()

    assert got("/pt/visita-sevilha/") == (301, "/pt/seville-projects/")
    assert got("/pt/seville-projects/")[0] == 200


@pytest.mark.parametrize("code", ["en", "fr", "es", "pt", "el", "ar"])
def test_an_unpublished_work_is_gone_in_words(roots, change, code):
    page = standard_page(roots["en"], "Canary", slug="alone")
    change(page, slug="together").unpublish()

    for path in ("alone", "together"):
        answer = Client().get(f"/{code}/{path}/")
        page = answer.content.decode()
        assert answer.status_code == 410
        assert f'<html lang="{code}"' in page
        assert "Canary" not in page
    assert got(f"/{code}/never/")[0] == 404


@pytest.mark.database
@pytest.mark.parametrize("code", ["en", "fr", "es", "pt", "el", "ar"])
def test_a_deleted_work_is_gone_from_every_address_that_it_had(roots, change, code):
    """With all below it."""
    page = standard_page(roots["en"], "Canary", slug="alone")
    standard_page(page, "Below", slug="below")
    page = change(page, slug="together")

    Page.objects.get(pk=page.pk).delete()

    for path in ("alone", "together", "alone/below", "together/below"):
        assert got(f"/{code}/{path}/")[0] == 410, path
    assert got(f"/{code}/never/")[0] == 404


def test_a_deleted_version_leads_to_the_work_in_the_language_asked(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha").delete()

    assert got("/pt/visita-sevilha/") == (301, "/pt/seville-projects/")
    assert got("/pt/visita-sevilha/below/") == (301, "/pt/seville-projects/below/")
    assert got("/en/visita-sevilha/") == (301, "/en/seville-projects/")
    assert got("/pt/seville-projects/")[0] == 200


@pytest.mark.database
def test_an_address_of_a_deleted_work_is_given_again(roots):
    standard_page(roots["en"], "Old", slug="alone").delete()
    page = standard_page(roots["en"], "New", slug="alone")

    assert got("/en/alone/")[0] == 200
    page.delete()
    assert got("/en/alone/")[0] == 410


def test_what_was_never_published_is_not_found(roots, change):
    page = standard_page(roots["en"], "Other", slug="other")
    page.add_child(instance=StandardPage(title="Draft", slug="draft", live=False))

    assert got("/en/other/draft/")[0] == 404
    assert got("/fr/other/draft/")[0] == 404
    StandardPage.objects.get(slug="draft").delete()
    assert got("/en/other/draft/")[0] == 404
    change(page, slug="renamed")
    assert got("/en/other/draft/")[0] == 404


@pytest.fixture
def guarded(roots, change):
    """A page for one group, that has moved."""
    page = standard_page(roots["en"], "Canary", slug="before")
    page = change(page, slug="after")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="circle"))
    restriction.save()
    generation.bump()
    return page


def members_client() -> Client:
    member = User.objects.create_user("member@example.org")
    member.groups.add(Group.objects.get(name="circle"))
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.database
@pytest.mark.parametrize("state", ["live", "unpublished", "deleted"])
def test_old_addresses_of_a_guarded_work_tell_a_stranger_nothing(guarded, state):
    if state == "unpublished":
        guarded.unpublish()
    elif state == "deleted":
        guarded.delete()

    for code in ("en", "fr"):
        answer = Client().get(f"/{code}/before/")
        assert answer.status_code == 404
        assert "after" not in answer.headers.get("Location", "")
    if state != "live":
        assert got("/en/after/")[0] == 404


def test_members_follow_the_redirects_of_a_guarded_work(guarded):
    assert got("/en/before/", members_client()) == (301, "/en/after/")
    guarded.unpublish()
    assert got("/en/before/", members_client_again())[0] == 410


def members_client_again() -> Client:
    client = Client()
    client.force_login(User.objects.get(email="member@example.org"))
    return client


# The language switch goes by work -------------------------------------------------------------


def switched(here: str, code: str, client: Client | None = None) -> str:
    return got(f"/language/{code}/?next={here}", client)[1]


def test_the_language_switch_goes_by_work(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha")

    assert switched("/en/seville-projects/", "pt") == "/pt/visita-sevilha/"
    assert switched("/pt/visita-sevilha/%3Fq=1", "en") == "/en/seville-projects/?q=1"
    assert switched("/pt/visita-sevilha/below/", "ar") == "/ar/seville-projects/below/"
    assert switched("/pt/visita-sevilha/", "fr") == "/fr/seville-projects/"
    # From a page that another language's text fills, and from an old address.
    assert switched("/fr/seville-projects/", "pt") == "/pt/visita-sevilha/"
    assert switched("/pt/seville-projects/", "en") == "/en/seville-projects/"


def test_the_language_switch_tells_nothing_of_a_guarded_work(guarded):
    assert switched("/en/before/", "fr") == "/fr/before/"
    assert switched("/en/before/", "fr", members_client()) == "/fr/after/"


def test_hreflang_sitemap_and_canonical_follow(projects, change):
    change(version(projects, "pt"), slug="visita-sevilha")

    page = Client().get("/en/seville-projects/").content.decode()
    assert (
        '<link rel="alternate" hreflang="pt" href="http://testserver/pt/visita-sevilha/">' in page
    )
    assert "/pt/seville-projects/" not in page
    sitemap = Client().get("/sitemap-pt.xml").content.decode()
    assert "/pt/visita-sevilha/below/" in sitemap
    assert "/pt/seville-projects/" not in sitemap
