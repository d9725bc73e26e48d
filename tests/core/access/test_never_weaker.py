"""Copying, moving, translating or deleting a page never makes it more open by itself."""

from contextlib import contextmanager

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail_localize.models import TranslationSource

from core.access import rules, visibility
from core.access.rules import LOGIN, NOBODY
from home.models import StandardPage
from people.models import User
from tests.core.access.restrictions import fresh, needs, own_rules, restrict, rule
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


def test_an_alias_elsewhere_is_as_private_as_its_source(home):
    inside = standard_page(home, "Inside")
    page = standard_page(inside, "Minutes")
    restriction = restrict(inside)

    alias = page.create_alias(parent=Page.objects.get(pk=home.pk), update_slug="copy")
    assert rule(alias) == LOGIN
    assert Client().get("/en/copy/").status_code == 302

    restriction.delete()
    assert rule(alias) is None


def test_an_alias_follows_its_source(home, circle):
    page = standard_page(home, "Minutes")
    alias = page.create_alias(update_slug="copy")

    restriction = restrict(page, circle)
    assert rule(alias) == needs(circle)
    restriction.delete()
    assert rule(alias) is None
    assert PageViewRestriction.objects.count() == 0


@pytest.mark.parametrize("how", ["converted", "source deleted"])
def test_an_alias_that_is_cut_loose_keeps_its_rule(home, how):
    inside = standard_page(home, "Inside")
    page = standard_page(inside, "Minutes")
    restrict(inside)
    alias = page.create_alias(parent=Page.objects.get(pk=home.pk), update_slug="copy")

    if how == "converted":
        alias.alias_of_id = None
        alias.save(update_fields=["alias_of_id"], clean=False)
    else:
        Page.objects.get(pk=page.pk).delete()

    alias = fresh(alias)
    assert alias.alias_of_id is None
    assert rule(alias) == LOGIN
    assert own_rules(alias) == [LOGIN]


def test_copy_groups_page_into_login_branch(home, circle):
    """Wagtail would drop the stricter rule and let any member read the copy."""
    inside = standard_page(home, "Inside")
    restrict(inside)
    page = standard_page(home, "Minutes")
    restrict(page, circle)

    copied = page.copy(to=Page.objects.get(pk=inside.pk))

    assert own_rules(copied) == [needs(circle)]
    learner = Client()
    learner.force_login(User.objects.create_user("learner@example.org"))
    assert learner.get("/en/inside/minutes/").status_code == 403


def test_a_copy_into_the_open_is_as_private_as_its_source(home, circle):
    inside = standard_page(home, "Inside")
    page = standard_page(inside, "Minutes")
    restrict(inside, circle)

    copied = page.copy(to=Page.objects.get(pk=home.pk))

    assert own_rules(copied) == [needs(circle)]


def test_a_copied_branch_keeps_the_rules_inside_it(home, circle, board):
    """Wagtail gives each page of a copied branch the restriction of its top, and drops its own."""
    top = standard_page(home, "Inside")
    child = standard_page(top, "Minutes")
    standard_page(top, "Notes")
    restrict(top, circle)
    restrict(child, board)
    editor = User.objects.create_superuser("editor@example.org")

    CopyPageAction(
        page=Page.objects.get(pk=top.pk),
        to=Page.objects.get(pk=home.pk),
        recursive=True,
        update_attrs={"slug": "again"},
        user=editor,
    ).execute()

    again = {page.slug: page for page in StandardPage.objects.filter(url_path__contains="/again/")}
    assert rule(again["again"]) == needs(circle)
    assert rule(again["minutes"]) == rules.combine([needs(circle), needs(board)])
    assert rule(again["notes"]) == needs(circle)


def test_a_copy_has_each_restriction_once(home, circle):
    page = standard_page(home, "Minutes")
    restrict(page, circle)

    copied = page.copy(update_attrs={"slug": "copy"})

    assert own_rules(copied) == [needs(circle)]


def test_move_out_keeps_rule(roots, circle):
    """So do its children, and the other languages."""
    inside = standard_page(roots["en"], "Inside")
    page = standard_page(inside, "Minutes")
    child = standard_page(page, "Annex")
    french = translated(page, "fr")
    restrict(inside, circle)

    fresh(page).move(Page.objects.get(pk=roots["en"].pk), pos="last-child")
    assert own_rules(page) == []  # The French version still stands below the private page.
    fresh(french).move(Page.objects.get(pk=roots["fr"].pk), pos="last-child")

    assert own_rules(page) == own_rules(french) == [needs(circle)]
    assert own_rules(child) == []
    assert rule(child) == needs(circle)
    assert [Client().get(f"/{code}/minutes/").status_code for code in ("en", "fr")] == [302, 302]


def test_the_editor_is_told_that_a_moved_page_stays_private(home):
    inside = standard_page(home, "Inside")
    page = standard_page(inside, "Minutes")
    restrict(inside)
    client = Client()
    client.force_login(User.objects.create_superuser("editor@example.org"))

    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk])
    answer = client.post(address, follow=True)

    assert "privacy has not changed." in answer.content.decode()
    assert own_rules(page) == [LOGIN]


def test_moving_into_a_private_branch_closes(home):
    inside = standard_page(home, "Inside")
    restrict(inside)
    page = standard_page(home, "Minutes")

    fresh(page).move(Page.objects.get(pk=inside.pk), pos="last-child")

    assert rule(page) == LOGIN
    assert own_rules(page) == []


def test_a_work_that_loses_its_private_version_keeps_its_rule(roots, circle):
    inside = standard_page(roots["en"], "Inside")
    page = standard_page(inside, "Minutes")
    french = translated(page, "fr")
    restrict(inside, circle)
    fresh(french).move(Page.objects.get(pk=roots["fr"].pk), pos="last-child")
    assert own_rules(french) == []

    fresh(page).delete()

    assert own_rules(french) == [needs(circle)]


@contextmanager
def watching(model, key):
    """The rule of a work at each moment in which Django is about to write such a row."""
    seen = []

    def look(sender, instance, **kwargs):
        found = visibility.rule_of(instance.translation_key if key is None else key)
        seen.append(found)

    pre_save.connect(look, sender=model)
    yield seen
    pre_save.disconnect(look, sender=model)


def test_a_work_is_closed_before_its_restriction_is_written(home, circle):
    """Outside a transaction the row is committed before the signal that mirrors it."""
    page = standard_page(home, "Minutes")

    with watching(PageViewRestriction, page.translation_key) as seen:
        restrict(page, circle)

    assert seen == [NOBODY]


def test_a_new_page_is_closed_before_it_is_written(home, circle):
    inside = standard_page(home, "Inside")
    restrict(inside, circle)

    with watching(StandardPage, None) as seen:
        standard_page(inside, "Minutes").copy(to=Page.objects.get(pk=home.pk))

    assert set(seen) == {needs(circle)}


# wagtail-localize ----------------------------------------------------------------------------


def test_localize_sync_never_weakens(roots):
    """A restriction of the Arabic version alone, set past all signals, survives a sync."""
    page = standard_page(roots["en"], "Minutes")
    arabic = translated(page, "ar")
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=arabic, restriction_type=PageViewRestriction.LOGIN)]
    )

    source = TranslationSource.objects.get(object_id=page.translation_key)
    source.update_target_view_restrictions(arabic.locale)

    assert own_rules(arabic) == own_rules(page) == [LOGIN]
    assert [Client().get(f"/{code}/minutes/").status_code for code in ("ar", "en")] == [302, 302]
    note = PageLogEntry.objects.get(action="wagtail.view_restriction.create")
    assert note.page_id == page.pk


def test_saving_a_translation_anew_keeps_the_stricter_rule(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    arabic = translated(page, "ar")
    restrict(arabic, circle)
    source = TranslationSource.objects.get(object_id=page.translation_key)

    source.update_from_db()
    source.translations.get(target_locale=arabic.locale).save_target(publish=True)

    assert own_rules(arabic) == own_rules(page) == [needs(circle)]
