"""Translating a whole course: a task of the worker, page by page, which may be repeated."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, transaction
from django.db.models.signals import pre_save
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object, translate_page_subtree

from core.models import BasePage
from courses.models import CoursePage, LessonPage, ModulePage
from portal.settings import base
from tests.factories.core import add, root_for, translated
from tests.factories.courses import course, lesson
from tests.factories.people import UserFactory, signed_in
from translations.jobs import LocalizeJobs
from translations.tasks import translate_tree


@pytest.fixture
def french(home) -> Locale:
    return root_for("fr").locale


@pytest.fixture
def arabic(home) -> Locale:
    return root_for("ar").locale


@pytest.fixture
def tree(home) -> CoursePage:
    """A course of two modules with a lesson each: five pages."""
    page = course("Co-producing", lessons=1)
    lesson(add(page, ModulePage(title="Agree")), "Lesson 2")
    return CoursePage.objects.get(pk=page.pk)


def pages_of(page: BasePage) -> list[Page]:
    return list(page.get_descendants(inclusive=True).order_by("path"))


def versions(page: BasePage, language: str) -> list[Page]:
    """The versions of the page and of all below it, in the order of their own tree."""
    keys = [one.translation_key for one in pages_of(page)]
    found = Page.objects.filter(translation_key__in=keys, locale__language_code=language)
    return list(found.order_by("path"))


def shape(pages: list[Page]) -> list[tuple[str, int, int]]:
    """Address, depth and number of children: what a tree must agree upon."""
    return [(page.slug, page.depth, page.numchild) for page in pages]


def run(page: BasePage, *locales, user=None) -> None:
    """The task, as the worker runs it once the course itself has a version."""
    translate_object(page.get_parent().specific, locales)
    translate_object(page, locales)
    translate_tree.call(page.pk, [locale.pk for locale in locales], user.pk if user else None)


# The whole ----------------------------------------------------------------------------------


@pytest.mark.database
def test_a_course_sent_to_translation_is_translated_by_the_worker(tree, french, settings):
    settings.TASKS = base.TASKS
    _user, client = signed_in("editor")
    translate_object(tree.get_parent().specific, [french])

    answer = client.post(
        f"/admin/localize/submit/page/{tree.pk}/",
        {"locales": [french.pk], "include_subtree": "on"},
    )

    assert answer.status_code == 302
    # The editor is led to the version of the course; the rest is the worker's.
    assert shape(versions(tree, "fr")) == [("co-producing", tree.depth, 0)]
    waiting = DBTaskResult.objects.get(task_path__endswith=".translate_tree")
    translate_tree.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
    assert shape(versions(tree, "fr")) == shape(pages_of(tree))
    assert len(versions(tree, "fr")) == 5


def test_versions_are_drafts_that_hang_below_their_own_parents(tree, french, arabic):
    run(tree, french, arabic)

    for language in ("fr", "ar"):
        made = versions(tree, language)
        assert shape(made) == shape(pages_of(tree))
        assert not any(page.live for page in made)
        for page in made[1:]:
            assert page.get_parent().locale == page.locale
            assert page in page.get_parent().get_children()


@pytest.mark.slow
def test_readers_find_lessons_at_their_addresses_once_they_are_published(tree, french):
    """A parent that knows of no children answers 404 for each of them."""
    run(tree, french)
    for page in [tree.get_parent().get_translation(french), *versions(tree, "fr")]:
        page.specific.save_revision().publish()
    found = versions(tree, "fr")[2].specific

    answer = Client().get(found.url)

    assert isinstance(found, LessonPage)
    assert answer.status_code == 200
    assert answer.context["page"].locale == french


def test_a_person_who_is_gone_does_not_hold_it_up(tree, french):
    user = UserFactory()
    translate_object(tree.get_parent().specific, [french])
    translate_object(tree, [french])
    gone = user.pk
    user.delete()

    translate_tree.call(tree.pk, [french.pk], gone)

    assert shape(versions(tree, "fr")) == shape(pages_of(tree))


# Parts, and again ---------------------------------------------------------------------------


def test_what_is_translated_already_stays_as_readers_see_it(tree, french):
    modules = ModulePage.objects.child_of(tree).order_by("path")
    mine = translated(modules[1], "fr", title="S’accorder")
    drafts = mine.revisions.count()

    translate_tree.call(tree.pk, [french.pk], None)

    mine.refresh_from_db()
    assert sorted(shape(versions(tree, "fr"))) == sorted(shape(pages_of(tree)))
    assert (mine.title, mine.live, mine.numchild) == ("S’accorder", True, 1)
    assert mine.revisions.count() == drafts


def test_a_repeat_adds_no_page_and_moves_none(tree, french):
    run(tree, french)
    before = [(page.pk, *one) for page, one in with_shape(tree)]

    translate_tree.call(tree.pk, [french.pk], None)

    assert [(page.pk, *one) for page, one in with_shape(tree)] == before


def test_a_repeat_takes_in_a_lesson_that_was_added_since(tree, french):
    run(tree, french)
    lesson(ModulePage.objects.child_of(tree).first(), "Lesson 3")

    translate_tree.call(tree.pk, [french.pk], None)

    assert len(versions(tree, "fr")) == 6


def with_shape(page: BasePage):
    made = versions(page, "fr")
    return list(zip(made, shape(made), strict=True))


# A fault in the middle ----------------------------------------------------------------------


@pytest.fixture
def fault(tree, french) -> Iterator[list[str]]:
    """The database goes away while the second module's version is written."""
    translate_object(tree.get_parent().specific, [french])
    translate_object(tree, [french])
    slugs = ["agree"]

    def go_away(instance: ModulePage, **kwargs: object) -> None:
        if instance.slug in slugs and instance.locale == french:
            raise OperationalError("the database is gone")

    pre_save.connect(go_away, sender=ModulePage)
    yield slugs
    pre_save.disconnect(go_away, sender=ModulePage)


@pytest.mark.database
def test_a_fault_in_the_middle_undoes_no_page_before_it(tree, french, fault):
    with pytest.raises(OperationalError):
        translate_page_subtree(tree.pk, [french], None, None)
    stock = [page.slug for page in versions(tree, "fr")]

    with pytest.raises(OperationalError):
        translate_tree.call(tree.pk, [french.pk], None)

    # The stock job is all or nothing.
    assert stock == ["co-producing"]
    assert [page.slug for page in versions(tree, "fr")] == [
        "co-producing", "understand", "lesson-1",
    ]  # fmt: skip


@pytest.mark.database
def test_once_the_fault_is_mended_a_repeat_does_the_rest(tree, french, fault):
    with pytest.raises(OperationalError):
        translate_tree.call(tree.pk, [french.pk], None)
    fault.clear()

    translate_tree.call(tree.pk, [french.pk], None)

    assert shape(versions(tree, "fr")) == shape(pages_of(tree))
    assert len(versions(tree, "fr")) == 5


@pytest.mark.database
def test_a_language_that_is_gone_leaves_the_others_to_be_made(tree, french, arabic):
    translate_object(tree.get_parent().specific, [french])
    translate_object(tree, [french])

    translate_tree.call(tree.pk, [french.pk, 10_000], None)

    assert shape(versions(tree, "fr")) == shape(pages_of(tree))
    assert versions(tree, "ar") == []


# The backend of jobs ------------------------------------------------------------------------


@pytest.mark.database
def test_any_other_job_runs_once_what_asked_for_it_is_committed(
    db, django_capture_on_commit_callbacks
):
    done = []

    with django_capture_on_commit_callbacks(execute=True):
        LocalizeJobs({}).enqueue(lambda *args, **kwargs: done.append((args, kwargs)), [1], {"a": 2})
        before = list(done)

    assert before == []
    assert done == [((1,), {"a": 2})]


@pytest.mark.database
def test_a_request_that_is_undone_leaves_no_task_behind(tree, french, settings):
    settings.TASKS = base.TASKS

    with transaction.atomic():
        LocalizeJobs({}).enqueue(translate_page_subtree, [tree.pk, [french], None, None], {})
        transaction.set_rollback(True)

    assert DBTaskResult.objects.count() == 0
