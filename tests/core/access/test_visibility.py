"""`visible_to`: pages by their work's rule, images and documents by their collection."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from core.access import rules, sync, visibility
from core.access.rules import LOGIN, NOBODY, Rule
from core.caching import generation
from core.models import PortalDocument, PublicCollection, Topic, WorkAccess
from courses.models import Enrolment
from home.models import StandardPage
from people.models import User
from tests.factories.core import standard_page, translated

pytestmark = pytest.mark.database


@pytest.fixture
def circle(db):
    return Group.objects.create(name="Circle")


@pytest.fixture
def member(circle):
    user = User.objects.create_user("member@example.org")
    user.groups.add(circle)
    return user


@pytest.fixture
def learner(db):
    return User.objects.create_user("learner@example.org")


@pytest.fixture
def keeper(db):
    return User.objects.create_superuser("keeper@example.org")


def restrict(page, *groups):
    kind = PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    if groups:
        restriction.groups.set(groups)


def titles(user):
    found = StandardPage.objects.visible_to(user)
    return sorted(found.values_list("title", flat=True))


# Rules as values -----------------------------------------------------------------------------


def needs(*groups):
    return Rule(frozenset([frozenset(groups)]))


@pytest.mark.parametrize(
    "rule",
    [LOGIN, NOBODY, needs(3), needs(30, 4), rules.combine([needs(3, 5), needs(7)])],
)
def test_a_rule_is_read_back_as_it_was_written(rule):
    assert rules.parse(rule.fingerprint) == rule


def test_rules_join_to_what_all_of_them_ask():
    assert rules.combine([]) is None
    assert rules.combine([None, None]) is None
    assert rules.combine([LOGIN, None]) == LOGIN
    assert rules.combine([LOGIN, needs(3)]) == needs(3)
    assert rules.combine([needs(3), needs(3, 5)]) == needs(3)
    assert rules.combine([needs(3), needs(5)]).fingerprint == "login|3|5"
    assert rules.combine([needs(3), NOBODY]) == NOBODY


def test_what_a_rule_has_lost():
    both = rules.combine([needs(3), needs(5)])

    assert rules.dropped_requirements(None, None) == []
    assert rules.dropped_requirements(LOGIN, None) == [LOGIN]
    assert rules.dropped_requirements(both, needs(5)) == [needs(3)]
    assert rules.dropped_requirements(needs(3, 5), needs(3)) == []
    assert rules.dropped_requirements(both, NOBODY) == []


# Pages ---------------------------------------------------------------------------------------


def test_each_person_sees_what_their_groups_open(home, circle, member, learner, keeper):
    standard_page(home, "Open")
    restrict(standard_page(home, "Signed in"))
    restrict(standard_page(home, "Circle"), circle)
    restrict(standard_page(home, "Other circle"), Group.objects.create(name="Other"))
    standard_page(home, "Draft").unpublish()

    assert titles(None) == titles(AnonymousUser()) == ["Open"]
    assert titles(learner) == ["Open", "Signed in"]
    assert titles(member) == ["Circle", "Open", "Signed in"]
    assert titles(keeper) == ["Circle", "Open", "Other circle", "Signed in"]


def test_who_is_switched_off_sees_what_strangers_see(home, keeper):
    restrict(standard_page(home, "Signed in"))
    keeper.is_active = False

    assert titles(keeper) == []


def test_a_restriction_counts_at_once_within_a_request(home):
    page = standard_page(home, "Minutes")
    generation.begin()
    assert visibility.may_see(None, page.translation_key)

    restrict(page)

    assert not visibility.may_see(None, page.translation_key)


def test_the_rule_is_one_for_all_languages(roots, circle, member, learner):
    page = standard_page(roots["en"], "Minutes")
    translated(page, "fr", title="Procès-verbal")
    restrict(page, circle)

    assert titles(learner) == []
    assert titles(member) == ["Minutes", "Procès-verbal"]


@pytest.mark.parametrize("model", [Topic, Enrolment, User])
def test_an_unknown_kind_of_row_is_refused(model, db):
    with pytest.raises(TypeError):
        visibility.visible_to(model.objects.all(), None)


def many_restricted(home, count):
    """So many pages with a group each, and one open page between every two of them."""
    kind = ContentType.objects.get_for_model(Page)
    pages = [
        Page(
            title=f"Page {number}",
            slug=f"page-{number}",
            path=f"{home.path}{Page._int2str(number + 1).rjust(4, '0')}",
            depth=home.depth + 1,
            url_path=f"{home.url_path}page-{number}/",
            content_type=kind,
            locale=home.locale,
        )
        for number in range(2 * count)
    ]
    Page.objects.bulk_create(pages)
    groups = Group.objects.bulk_create(Group(name=f"Group {n}") for n in range(count))
    guarded = PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type="groups") for page in pages[::2]
    )
    through = PageViewRestriction.groups.through
    through.objects.bulk_create(
        through(pageviewrestriction_id=one.pk, group_id=group.pk)
        for one, group in zip(guarded, groups, strict=True)
    )
    sync.rebuild()
    return pages, groups


def depth_of(sql):
    """How many conditions a statement joins: SQLite refuses a thousand."""
    return sql.count(" AND ") + sql.count(" OR ")


@pytest.mark.slow
def test_1100_restricted_pages(home, member, keeper):
    """Stock `.public()` answers 500 here."""
    pages, groups = many_restricted(home, 1100)
    member.groups.add(groups[7])
    member = User.objects.get(pk=member.pk)
    assert WorkAccess.objects.count() == 1100

    for user, expected in [
        (None, {page.pk for page in pages[1::2]}),
        (member, {page.pk for page in pages[1::2]} | {pages[14].pk}),
        (keeper, {page.pk for page in pages}),
    ]:
        started = time.perf_counter()
        generation.begin()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = visibility.visible_to(Page.objects.child_of(home), user)
            seen, count = {page.pk for page in found}, found.count()
        took = time.perf_counter() - started

        assert seen == expected
        assert count == len(expected)
        assert len(asked) <= 4
        assert took < 2
        assert max(depth_of(query["sql"]) for query in asked) < 10


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_however_much_is_hidden(home, count, django_assert_num_queries):
    for number in range(count):
        restrict(standard_page(home, f"Page {number}"), Group.objects.create(name=f"{number}"))
    generation.begin()
    visibility.met_rule_ids(None)

    with django_assert_num_queries(1):
        assert list(StandardPage.objects.visible_to(None)) == []


# Collections ---------------------------------------------------------------------------------


def collection(name, parent=None, *, public=False, kind=None, groups=()):
    made = (parent or Collection.get_first_root_node()).add_child(name=name)
    if public:
        PublicCollection.objects.create(collection=made)
    if kind:
        restriction = CollectionViewRestriction.objects.create(
            collection=made, restriction_type=kind
        )
        restriction.groups.set(groups)
    return made


def document(title, where):
    file = ContentFile(b"words", name="words.txt")
    return PortalDocument.objects.create(title=title, file=file, collection=where)


def documents(user):
    found = visibility.visible_to(PortalDocument.objects.order_by("title"), user)
    return list(found.values_list("title", flat=True))


def test_files_are_private_until_their_collection_is_marked_public(learner, member, circle, keeper):
    root = Collection.get_first_root_node()
    shown = collection("Shown", public=True)
    document("In the root", root)
    document("Kept", collection("Kept"))
    document("Public", shown)
    document("Below public", collection("Inner", shown))
    document("Circle", collection("Circle", shown, kind="groups", groups=[circle]))
    document("Password", collection("Password", shown, kind="password"))

    public = ["Below public", "Public"]
    assert documents(None) == documents(AnonymousUser()) == public
    assert documents(learner) == sorted([*public, "In the root", "Kept"])
    assert documents(member) == sorted([*public, "Circle", "In the root", "Kept"])
    assert len(documents(keeper)) == 6


def test_a_public_mark_below_a_restriction_opens_nothing(db):
    closed = collection("Closed", kind="login")
    document("Inner", collection("Inner", closed, public=True))

    assert documents(None) == []


def test_a_collection_that_is_moved_has_the_rule_of_its_new_place(db):
    shown, closed = collection("Shown", public=True), collection("Closed", kind="login")
    inner = collection("Inner", shown)
    document("Inner", inner)
    assert documents(None) == ["Inner"]

    inner.move(Collection.objects.get(pk=closed.pk), "sorted-child")

    assert documents(None) == []


@pytest.mark.parametrize("count", [1, 3])
def test_files_cost_two_queries_however_many_collections(db, count, django_assert_num_queries):
    document("Public", collection("Shown", public=True))
    for number in range(count):
        document(f"D{number}", collection(f"C{number}", kind="groups"))
    generation.begin()
    documents(None)

    with django_assert_num_queries(2):
        assert documents(None) == ["Public"]


def test_the_standard_public_collection_is_made_once(db):
    assert PublicCollection.standard() == PublicCollection.standard()
    assert PublicCollection.objects.count() == 1
