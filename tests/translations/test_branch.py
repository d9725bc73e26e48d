"""A branch is translated in one form and published with its translations in one go."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, Page, PageViewRestriction

from core.access import visibility
from core.models import PortalDocument
from courses.editing.creation import NewCourse, create_course
from courses.models import CoursePage, LessonPage, ModulePage
from people import roles
from tests.editor import edit, send
from tests.factories.core import root_for, standard_page, translated
from tests.factories.courses import course, lessons_of
from tests.factories.people import UserFactory
from translations.branch import publication, tree
from translations.branch.tasks import publish_branch

WORDS = {"Growing": "النمو معًا", "Lessons": "الدروس", "The soil": "التربة", "The seed": "البذرة"}


@pytest.fixture
def editor(client, roots):
    user = UserFactory(language="en")
    roles.give(user, ["editor"])
    client.force_login(user)
    return user


@pytest.fixture
def begun(editor) -> CoursePage:
    """A course of two lessons as the form makes it, with one text written."""
    new = NewCourse("en", "Growing", "Lessons", ["The soil", "The seed"], ["text", "question"])
    made = create_course(new, editor)
    first = lessons_of(made)[0]
    first.body = [("text", "<p>Look at it.</p>"), *((b.block_type, b.value) for b in first.body)]
    first.save_revision(user=editor)
    first.save()
    return made


def read(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def publish_page(page: Page) -> str:
    return reverse("branch_publish", args=[page.pk])


def arabic(page: Page) -> str:
    return reverse("branch_translate", args=[page.pk, "ar"])


def prepared(client, page: Page) -> BeautifulSoup:
    answer = client.post(reverse("branch_prepare", args=[page.pk, "ar"]))
    assert answer.headers["Location"] == arabic(page)
    return read(client.get(arabic(page)))


def fields(page: BeautifulSoup) -> dict[str, str]:
    """The form as it is shown."""
    shown = {one["name"]: one.text.lstrip("\n") for one in page.select("textarea")}
    return shown | {one["name"]: one.get("value", "") for one in page.select("[name$=-seen]")}


def filled(page: BeautifulSoup) -> dict[str, str]:
    """Each entry translated."""
    found = fields(page)
    for label in page.select("label[for^=entry-]"):
        found[label["for"]] = WORDS.get(label.text, "انظر إليها")
    return found


@pytest.mark.slow
@pytest.mark.database
def test_a_course_is_translated_in_one_form_and_published_in_both_languages_at_once(
    client, begun, django_capture_on_commit_callbacks
):
    page = prepared(client, begun)
    assert [one.text.strip().split("\n")[0] for one in page.select("h2")] == [
        "Growing", "Lessons", "The soil", "The seed",
    ]  # fmt: skip
    assert len(page.select("textarea[autofocus]")) == 1

    plan = read(client.get(publish_page(begun)))
    assert len(plan.select("[name=page]:not([disabled])")) == 4, "only the originals are ready"
    assert "not translated yet" in plan.main.text

    answer = client.post(arabic(begun), {**filled(page), "publish": "1"})
    assert answer.headers["Location"] == publish_page(begun)
    plan = read(client.get(publish_page(begun)))
    boxes = plan.select("[name=page]:not([disabled])")
    assert len(boxes) == 8
    with django_capture_on_commit_callbacks(execute=True):
        client.post(publish_page(begun), {"page": [one["value"] for one in boxes]})

    assert Page.objects.filter(depth__gte=4, live=True).count() == 8
    assert Page.find_problems() == ([], [], [], [], [])
    lesson = LessonPage.objects.get(title="التربة")
    assert [block.block_type for block in lesson.body] == ["text"], "what is blank is left out"
    first = lessons_of(begun)[0]
    assert [block.block_type for block in first.body] == ["text"]
    client.logout()
    for address in (f"/en/courses/{begun.slug}/", f"/ar/courses/{begun.slug}/"):
        assert client.get(address).status_code == 200
    assert "التربة" in client.get(f"/ar/courses/{begun.slug}/").content.decode()


@pytest.mark.slow
def test_a_translation_that_its_original_has_just_left_behind_is_not_published(client, editor):
    made = course(lessons=1)
    lesson = lessons_of(made)[0]
    version = translated(lesson, "ar", title="درس")
    lesson.monday = "What now?"
    lesson.save_revision()

    plan = read(client.get(publish_page(lesson)))
    chosen = [one["value"] for one in plan.select("[name=page]:not([disabled])")]
    client.post(publish_page(lesson), {"page": [*chosen, version.pk]})

    lesson.refresh_from_db()
    version.refresh_from_db()
    assert lesson.monday == "What now?"
    assert version.monday == "", "no English words on the Arabic page"
    assert "not translated yet" in read(client.get(publish_page(lesson))).main.text


@pytest.mark.slow
@pytest.mark.database
def test_two_people_at_one_entry_lose_nothing(client, begun):
    form = filled(prepared(client, begun))
    client.post(arabic(begun), form)
    name = next(one for one in form if not one.endswith("-seen"))

    late = {name: "كلمات أخرى", f"{name}-seen": ""}
    answer = client.post(arabic(begun), late)

    page = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 400
    assert "كلمات أخرى" in page.select_one(f"#{name}").text
    assert form[name] in page.select_one(f"#{name}-error").text
    again = {name: "كلمات أخرى", f"{name}-seen": page.select_one(f"[name={name}-seen]")["value"]}
    assert client.post(arabic(begun), again).status_code == 302


@pytest.mark.slow
def test_an_editor_is_told_what_will_not_be_seen_and_why(client, editor):
    made = course(lessons=1)
    module = ModulePage.objects.child_of(made).get()
    module.unpublish()
    lesson = lessons_of(made)[0]
    closed = course("For members", lessons=1)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    rows = tree.rows_of(CoursePage.objects.get(pk=made.pk))
    live = {row.original.pk for row in rows if row.original.live}
    assert len(publication.unseen_messages(rows, live)) == 1
    assert "Understand" in publication.unseen_messages(rows, live)[0]
    assert publication.unseen_messages(rows, live | {module.pk}) == []
    assert "privacy" in read(client.get(publish_page(closed))).main.text

    send(client, edit(lesson), **{"action-publish": "1"})
    said = read(client.get("/admin/")).select_one(".messages").text
    assert "“\u2068Understand\u2069”, above it, is not published" in said
    assert "Publish with everything below it" in said


def test_a_file_is_made_public_where_it_is_used(client, editor):
    file = PortalDocument.objects.create(
        title="Agreement",
        file=ContentFile(b"%PDF-1.4", name="agreement.pdf"),
        collection=Collection.get_first_root_node(),
    )
    page = standard_page(root_for("en"), body=[("file", {"document": file, "text": ""})])
    shown = read(client.get(publish_page(page)))

    box = shown.select_one("[name=open]")
    assert "Agreement" in box.parent.text
    client.post(publish_page(page), {"open": box["value"]})

    file.refresh_from_db()
    assert file.collection_id in visibility.open_collections(None)
    assert not read(client.get(publish_page(page))).select("[name=open]")


@pytest.mark.slow
def test_rights_are_those_of_the_role(client, begun):
    translator, other = UserFactory(), UserFactory()
    roles.give(translator, ["translator-ar"])
    roles.give(other, ["translator-fr"])
    client.force_login(other)
    assert (
        client.post(reverse("branch_prepare", args=[begun.pk, "ar"])).headers["Location"]
        == "/admin/"
    )

    client.force_login(translator)
    form = filled(prepared(client, begun))
    client.post(arabic(begun), {**form, "publish": "1"})
    plan = read(client.get(publish_page(begun)))
    assert not plan.select("[name=page]:not([disabled])")
    pks = Page.objects.filter(depth__gte=4).values_list("pk", flat=True)
    client.post(publish_page(begun), {"page": list(pks)})
    assert not Page.objects.filter(depth__gte=4, live=True).exists()


@pytest.mark.slow
def test_the_branch_costs_the_same_for_any_course(editor):
    small, large = course("Small", lessons=1), course("Large", lessons=6)
    for page in (*lessons_of(small), *lessons_of(large)):
        translated(page, "ar")
    for page in (small, large):
        tree.rows_of(page)

    with CaptureQueriesContext(connection) as few:
        tree.rows_of(small)
    with CaptureQueriesContext(connection) as many:
        tree.rows_of(large)
    # The generation is read once a request; here there is none.
    costs = [[q for q in one if "core_generation" not in q["sql"]] for one in (few, many)]
    assert len(costs[0]) == len(costs[1]) <= 10


def test_the_worker_publishes_a_large_branch_and_nothing_beside_it(begun, editor):
    other = course("Another", lessons=1)
    beside = lessons_of(other)[0]
    beside.unpublish()
    branch = Page.objects.get(pk=begun.pk).get_descendants(inclusive=True)
    wanted = [*branch.values_list("pk", flat=True), beside.pk]

    assert publish_branch.call(begun.pk, wanted, str(editor.pk)) == 4
    assert publish_branch.call(begun.pk, wanted, str(editor.pk)) == 0

    assert branch.live().count() == 4
    assert not Page.objects.get(pk=beside.pk).live


def test_a_branch_that_is_prepared_again_has_the_words_of_today(client, begun):
    prepared(client, begun)
    first = lessons_of(begun)[0]
    first.title = "The ground"
    first.save_revision()
    first.save()

    page = prepared(client, begun)

    assert "The ground" in [one.text for one in page.select("label[for^=entry-]")]
    assert Page.objects.filter(locale__language_code="ar", depth__gte=4).count() == 4


def test_what_no_field_can_take_is_said_at_its_entry_and_not_lost(client, begun):
    page = prepared(client, begun)
    title = next(one["for"] for one in page.select("label[for^=entry-]") if one.text == "The soil")
    long = "ت" * 300

    answer = client.post(arabic(begun), {**filled(page), title: long})

    said = BeautifulSoup(answer.content, "lxml")
    assert said.select_one(f"#{title}").text.strip() == long
    assert said.select_one(f"#{title}-error").text


def test_an_entry_that_was_emptied_waits_for_a_translation_again(client, begun):
    form = filled(prepared(client, begun))
    client.post(arabic(begun), form)
    page = read(client.get(arabic(begun)))
    name = next(key for key, words in form.items() if words == "التربة")

    client.post(arabic(begun), {**fields(page), name: ""})

    again = fields(read(client.get(arabic(begun))))
    assert again[name] == ""
    assert "البذرة" in again.values()
