"""Access rules made anew equal those kept step by step."""

import random
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from core.access import rules, sync, visibility
from core.access.rules import LOGIN, NOBODY
from core.models import WorkAccess
from home.models import StandardPage
from tests.core.access.restrictions import (
    fresh,
    needs,
    own_rules,
    restrict,
    rule,
)
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


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

    assert rebuilt() == "2 restrictions repaired, 1 access rows changed, 0 renditions withdrawn"
    assert own_rules(page) == own_rules(french) == [needs(circle)]
    assert rule(page) == needs(circle)
    assert rebuilt() == "0 restrictions repaired, 0 access rows changed, 0 renditions withdrawn"


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
        page.translation_key: rules.combine(walk(page.translation_key, set())) for page in pages
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
            key
            for key in before
            if key in left and rules.dropped_requirements(before[key], after.get(key))
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
