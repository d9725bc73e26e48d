"""Access synchronisation: mirrored to all versions, derived for all works, never weakened by
itself."""

import random
from contextlib import contextmanager
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction
from wagtail_localize.models import TranslationSource

from core.access import rules, sync, visibility
from core.access.rules import LOGIN, NOBODY, Rule
from core.models import AccessRule, WorkAccess
from home.models import StandardPage
from people.models import User
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database

CODES = [code for code, _name in settings.LANGUAGES]


def restrict(page, *groups, kind=None):
    """What an editor does in the privacy window."""
    kind = kind or (PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    if groups:
        restriction.groups.set(groups)
    return restriction


def needs(*groups):
    return Rule(frozenset([frozenset(group.pk for group in groups)]))


def rule(page):
    return visibility.rule_of(page.translation_key)


def own_rules(page):
    """What the restrictions of this very page ask for, in order."""
    found = PageViewRestriction.objects.filter(page_id=page.pk).order_by("pk")
    return [
        rules.of_restriction(one.restriction_type, [group.pk for group in one.groups.all()])
        for one in found
    ]


def in_all_languages(page):
    return [page, *(translated(page, code) for code in CODES if code != page.language)]


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def circle(db):
    return Group.objects.create(name="Circle")


@pytest.fixture
def board(db):
    return Group.objects.create(name="Board")


# Mirrored ------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("on", ["page", "parent"])
def test_privacy_set_before_translation_spans_locales(roots, on):
    """A translation made later inherits the rule, its own or that of what stands above."""
    parent = standard_page(roots["en"], "Inside", slug="inside")
    page = standard_page(parent, "Minutes", slug="minutes")
    restrict(page if on == "page" else parent)

    assert len(in_all_languages(page)) == 6

    assert statuses("inside/minutes/") == [302] * 6
    assert not visibility.visible_to(StandardPage.objects.filter(slug="minutes"), None).exists()


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


# Never weaker by itself ----------------------------------------------------------------------


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
    assert rule(again["minutes"]) == rules.joined([needs(circle), needs(board)])
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


# Made anew -----------------------------------------------------------------------------------


def rebuilt():
    out = StringIO()
    call_command("rebuild_access", stdout=out)
    return out.getvalue().strip()


def test_rebuild_takes_in_what_came_without_a_signal(roots, circle):
    page = standard_page(roots["en"], "Minutes")
    french = translated(page, "fr")
    login = PageViewRestriction(page=french, restriction_type=PageViewRestriction.LOGIN)
    groups = PageViewRestriction(page=page, restriction_type=PageViewRestriction.GROUPS)
    PageViewRestriction.objects.bulk_create([login, groups])
    PageViewRestriction.groups.through.objects.bulk_create(
        [PageViewRestriction.groups.through(pageviewrestriction=groups, group=circle)]
    )

    assert rebuilt() == "2 restrictions mended, 1 access rows changed, 0 renditions withdrawn"
    assert own_rules(page) == own_rules(french) == [needs(circle)]
    assert rule(page) == needs(circle)
    assert rebuilt() == "0 restrictions mended, 0 access rows changed, 0 renditions withdrawn"


def test_rebuild_turns_old_passwords_into_nobody(home):
    page = standard_page(home, "Minutes")
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=page, restriction_type="password", password="open")]
    )

    rebuilt()

    assert rule(page) == NOBODY
    assert page.view_restrictions.get().restriction_type == PageViewRestriction.GROUPS


def slow_rules():
    """The reference: from every work up, version by version, page by page, source by source."""
    pages = list(Page.objects.all())
    own = {page.pk: own_rules(page) for page in pages}
    at = {page.path: page for page in pages} | {page.pk: page for page in pages}

    def walk(key, seen):
        found = []
        for page in pages:
            if page.translation_key == key and page.pk not in seen:
                seen.add(page.pk)
                found += own[page.pk]
                for above in (at.get(page.path[:-4]), at.get(page.alias_of_id)):
                    if above is not None:
                        found += walk(above.translation_key, seen)
        return found

    all_rules = {
        page.translation_key: rules.joined(walk(page.translation_key, set())) for page in pages
    }
    return {key: found for key, found in all_rules.items() if found is not None}


def stored_rules():
    return {row.translation_key: row.rule.rule for row in WorkAccess.objects.select_related("rule")}


def random_step(chance, groups):
    """One thing that an editor may do; the word for it."""
    pages = list(StandardPage.objects.order_by("pk"))
    page, other = fresh(chance.choice(pages)), Page.objects.get(pk=chance.choice(pages).pk)
    kinds = ["restrict", "restrict", "open", "move", "move", "delete"]
    if len(pages) < 16 and page.alias_of_id is None:
        kinds += ["copy", "alias"]
    kind = chance.choice(kinds)
    inside = other.is_descendant_of(page) or other.pk == page.pk
    slug = f"p{chance.randrange(10**9)}"
    if kind == "restrict":
        restrict(page, *chance.sample(groups, chance.randrange(3)))
    elif kind == "open" and page.view_restrictions.exists():
        page.view_restrictions.first().delete()
    elif kind == "move" and not inside:
        page.slug = slug
        page.save()
        page.move(other, pos="last-child")
    elif kind == "copy" and not inside:
        page.copy(to=other, recursive=True, update_attrs={"slug": slug})
    elif kind == "alias":
        page.create_alias(parent=other, update_slug=slug)
    elif kind == "delete" and page.is_leaf():
        page.delete()
    return kind


@pytest.mark.parametrize("seed", range(3))
def test_kept_rules_equal_the_slow_reference(roots, seed):
    """Whatever editors do: rows kept step by step, rows made anew and the walk agree; and
    nothing but the removal of a restriction makes a work more open."""
    chance = random.Random(seed)
    groups = [Group.objects.create(name=name) for name in "abc"]
    pages = [standard_page(roots["en"], f"Top {number}") for number in range(2)]
    for number in range(5):
        pages.append(standard_page(chance.choice(pages), f"Page {number}"))
    for page in chance.sample(pages, 3):
        translated(page, chance.choice(["fr", "ar"]))

    for _step in range(15):
        before = stored_rules()
        kind = random_step(chance, groups)
        after = stored_rules()
        left = set(Page.objects.values_list("translation_key", flat=True))
        opened = [
            key for key in before if key in left and rules.missing(before[key], after.get(key))
        ]
        assert after == slow_rules()
        assert kind == "open" or not opened
        sync.rebuild()
        assert stored_rules() == after


def test_a_change_touches_only_its_branch(home, django_assert_max_num_queries):
    """The cost of a restriction does not grow with the pages below it."""
    top = standard_page(home, "Inside")
    for number in range(5):
        standard_page(top, f"Page {number}")

    with django_assert_max_num_queries(45):
        restrict(top)

    assert WorkAccess.objects.count() == 6


def test_nobody_signed_out_meets_any_rule(circle):
    assert not visibility.satisfies(AnonymousUser(), LOGIN)
    assert not visibility.satisfies(None, needs(circle))
    assert visibility.satisfies(None, None)
