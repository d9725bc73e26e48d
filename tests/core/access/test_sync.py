"""Access synchronisation: mirrored to all versions, derived for all works."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction

from core.access import visibility
from core.access.rules import LOGIN, NOBODY
from core.models import AccessRule, WorkAccess
from home.models import StandardPage
from people.models import User
from tests.core.access.restrictions import (
    CODES,
    fresh,
    in_all_languages,
    needs,
    own_rules,
    restrict,
    rule,
)
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


# Mirrored ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_restriction_on_any_version_is_on_all(roots, circle):
    english, *others = in_all_languages(standard_page(roots["en"], "Minutes"))
    arabic = others[-1]

    restrict(arabic, circle)

    assert [own_rules(page) for page in [english, *others]] == [[needs(circle)]] * 6
    assert rule(english) == needs(circle)


def test_changing_groups_or_type_on_one_version_changes_all(roots, circle, board):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    restrict(page, circle)

    mirror = french.view_restrictions.get()
    mirror.groups.set([board])
    assert own_rules(page) == own_rules(french) == [needs(board)]
    assert rule(page) == needs(board)

    mirror.restriction_type = PageViewRestriction.LOGIN
    mirror.save()
    assert own_rules(page) == own_rules(french) == [LOGIN]
    assert rule(page) == LOGIN


def test_groups_written_from_the_side_of_the_group(roots, circle, board):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    restriction = restrict(page, circle)

    board.pageviewrestriction_set.add(restriction)
    assert own_rules(french) == [needs(circle, board)]

    circle.pageviewrestriction_set.clear()
    assert own_rules(french) == own_rules(page) == [needs(board)]


def test_removing_a_restriction_by_hand_removes_its_mirrors(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    restrict(page, circle)

    french.view_restrictions.get().delete()

    assert PageViewRestriction.objects.count() == 0
    assert WorkAccess.objects.count() == 0
    assert AccessRule.objects.count() == 0


def test_deleting_a_version_leaves_the_others_guarded(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    restrict(page, circle)

    page.delete()

    assert own_rules(french) == [needs(circle)]
    assert rule(french) == needs(circle)


def test_deleting_the_work_leaves_no_row(home, circle):
    page = standard_page(home, "Minutes")
    standard_page(page, "Annex")
    restrict(page, circle)
    assert WorkAccess.objects.count() == 2

    page.delete()

    assert WorkAccess.objects.count() == 0


def test_mirroring_is_in_the_history_under_the_persons_name(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    editor = User.objects.create_superuser("editor@example.org", "a long password")
    client = Client()
    client.force_login(editor)

    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    answer = client.post(address, {"restriction_type": "groups", "groups": [circle.pk]})

    assert answer.json()["step"] == "set_privacy_done"
    assert own_rules(french) == [needs(circle)]
    notes = PageLogEntry.objects.filter(action="wagtail.view_restriction.create")
    assert set(notes.values_list("page_id", "user__email")) == {
        (page.pk, "editor@example.org"),
        (french.pk, "editor@example.org"),
    }


def test_the_privacy_window_opens_all_versions_again(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    restrict(page, circle)
    client = Client()
    client.force_login(User.objects.create_superuser("editor@example.org", "a long password"))

    address = reverse("wagtailadmin_pages:set_privacy", args=[french.pk])
    client.post(address, {"restriction_type": "none"})

    assert PageViewRestriction.objects.count() == 0
    assert Client().get("/en/minutes/").status_code == 200


def test_a_shared_password_lets_nobody_in(home):
    page = standard_page(home, "Minutes")

    restrict(page, kind=PageViewRestriction.PASSWORD)

    assert rule(page) == NOBODY
    assert own_rules(page) == [NOBODY]
    learner = Client()
    learner.force_login(User.objects.create_user("learner@example.org"))
    assert learner.get("/en/minutes/").status_code == 403
    keeper = Client()
    keeper.force_login(User.objects.create_superuser("keeper@example.org"))
    assert keeper.get("/en/minutes/").status_code == 200


def test_a_restriction_whose_group_is_deleted_lets_nobody_in(roots, circle, board):
    page = standard_page(roots["en"], "Minutes")
    either = standard_page(roots["en"], "Notes")
    restrict(page, circle)
    restrict(either, circle, board)

    circle.delete()

    assert rule(page) == NOBODY
    assert rule(either) == needs(board)


# Derived -------------------------------------------------------------------------------------


def test_a_child_has_the_rule_of_all_that_stands_above(home, circle):
    parent = standard_page(home, "Inside")
    child = standard_page(parent, "Minutes")
    restrict(child, circle)
    restrict(parent)

    later = standard_page(child, "Annex")

    assert rule(parent) == LOGIN
    assert rule(child) == rule(later) == needs(circle)


def test_two_circles_are_both_asked_for(home, circle, board):
    parent = standard_page(home, "Inside")
    child = standard_page(parent, "Minutes")
    restrict(parent, circle)
    restrict(child, board)
    both = User.objects.create_user("both@example.org")
    both.groups.set([circle, board])
    one = User.objects.create_user("one@example.org")
    one.groups.set([board])

    assert visibility.may_see(both, child.translation_key)
    assert not visibility.may_see(one, child.translation_key)


def test_the_rule_of_an_ancestor_in_one_language_holds_in_all(roots, circle):
    """The Arabic tree differs: there the work stands below a page of its own."""
    page = standard_page(roots["en"], "Minutes")
    arabic = translated(page, "ar")
    inside = standard_page(roots["ar"], "Inside")
    restrict(inside, circle)

    fresh(arabic).move(Page.objects.get(pk=inside.pk), pos="last-child")

    assert rule(page) == needs(circle)
    assert Client().get("/en/minutes/").status_code == 302


def test_opening_a_branch_opens_what_is_below_but_not_what_is_closed_itself(home, circle):
    parent = standard_page(home, "Inside")
    restriction = restrict(parent)
    plain = standard_page(parent, "Notes")
    closed = standard_page(parent, "Minutes")
    restrict(closed, circle)

    restriction.delete()

    assert rule(plain) is None
    assert rule(closed) == needs(circle)


def statuses(path):
    return [Client().get(f"/{code}/{path}").status_code for code in CODES]


@pytest.mark.slow
@pytest.mark.parametrize("on", ["page", "parent"])
def test_privacy_set_before_translation_spans_locales(roots, on):
    """A translation made later inherits the rule, its own or that of what stands above."""
    parent = standard_page(roots["en"], "Inside", slug="inside")
    page = standard_page(parent, "Minutes", slug="minutes")
    restrict(page if on == "page" else parent)

    assert len(in_all_languages(page)) == 6

    assert statuses("inside/minutes/") == [302] * 6
    assert not visibility.visible_to(StandardPage.objects.filter(slug="minutes"), None).exists()


@pytest.mark.slow
@pytest.mark.parametrize("on", ["page", "parent"])
def test_privacy_set_after_translation_spans_locales(roots, on):
    """Whichever version is restricted, a stranger sees none; opened, all are open again."""
    parent = standard_page(roots["en"], "Inside", slug="inside")
    page = standard_page(parent, "Minutes", slug="minutes")
    for version in in_all_languages(page):
        target = version if on == "page" else version.get_parent()

        restriction = restrict(target)
        assert statuses("inside/minutes/") == [302] * 6
        restriction.delete()
        assert statuses("inside/minutes/") == [200] * 6


def test_a_work_in_one_language_is_refused_in_every_shell(roots):
    restrict(standard_page(roots["en"], "Minutes"))

    assert statuses("minutes/") == [302] * 6


def test_a_parent_made_for_a_translation_is_guarded_too(roots):
    """copy_parents makes a version of the parent, which could be a way around the parent."""
    parent = standard_page(roots["en"], "Inside")
    page = standard_page(parent, "Minutes")
    restrict(parent)
    french = page.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    french.save_revision().publish()

    made = french.get_parent()
    assert (made.alias_of_id, made.live) == (None, False)
    assert rule(made) == LOGIN
    assert Client().get("/fr/inside/").status_code == 302
    assert Client().get("/fr/inside/minutes/").status_code == 302
