"""Deferred loading by the worker, with its progress for staff."""

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail_localize.models import Translation

from core import mail
from demo import loader, manifest, stamp
from demo.models import DemoItem
from demo.streams import key_of
from demo.tasks import finish, load_work, resolve_pending_links, works_to_load
from people.models import User
from portal.settings import base
from search.tasks import index_tree

pytestmark = [pytest.mark.demo, pytest.mark.database]


@pytest.fixture
def begun(home, settings, monkeypatch):
    """A portal whose front page is the demonstration's already, and whose worker has a queue."""
    settings.TASKS = base.TASKS
    monkeypatch.setattr(loader, "place", lambda item: None)
    Page.objects.filter(pk=home.pk).update(translation_key=key_of("home"))
    return home


def test_later_works_are_queued_and_counted(begun, monkeypatch):
    later = manifest.ManifestItem(
        "courses/later", manifest.CoursePage, "courses", "later", {}, comes_first=False
    )
    monkeypatch.setattr(manifest, "works", lambda: [later])

    call_command("demo", "--start", verbosity=0)

    assert works_to_load() == 1
    queued = DBTaskResult.objects.get(task_path="demo.tasks.load_work")
    assert queued.args_kwargs["args"] == ["courses/later"]


def test_a_start_queues_no_work_twice_and_none_that_stands(begun, monkeypatch):
    works = [
        manifest.ManifestItem(
            f"courses/{name}", manifest.CoursePage, "courses", name, {}, comes_first=False
        )
        for name in ("left-over", "standing", "new")
    ]
    monkeypatch.setattr(manifest, "works", lambda: works)
    load_work.enqueue("courses/left-over")
    DemoItem.objects.create(
        key="courses/standing",
        source_hash=works[1].fingerprint,
        translation_key=begun.translation_key,
        revisions={},
    )

    call_command("demo", "--start", verbosity=0)

    queued = DBTaskResult.objects.filter(task_path="demo.tasks.load_work").order_by("enqueued_at")
    assert [one.args_kwargs["args"] for one in queued] == [["courses/left-over"], ["courses/new"]]


def test_that_all_is_loaded_is_said_last_and_then_a_start_looks_at_nothing(
    begun, monkeypatch, caplog, settings, tmp_path
):
    """After all else that is queued, and only if nothing is left to load."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(manifest, "works", lambda: [])
    mail.enqueue(to="salma@example.org", subject="s", text="t")
    index_tree.enqueue(begun.pk)
    resolve_pending_links.func()
    queued = [row.task_path for row in DBTaskResult.objects.ready()]
    DBTaskResult.objects.all().delete()

    with caplog.at_level("INFO", logger="portal.demo"):
        assert finish.func()
    call_command("demo", "--start", verbosity=0)  # makes the accounts
    DBTaskResult.objects.all().delete()
    call_command("demo", "--start", verbosity=0)

    assert queued[-1] == "demo.tasks.finish"
    assert "all 0 works are loaded" in caplog.text
    assert stamp.is_current()
    assert not DBTaskResult.objects.exists()


def test_what_is_not_loaded_is_named(begun, monkeypatch, caplog):
    later = manifest.ManifestItem("courses/later", manifest.CoursePage, "courses", "later", {})
    monkeypatch.setattr(manifest, "works", lambda: [later])

    assert not finish.func()
    assert "not loaded: courses/later" in caplog.text
    assert not stamp.is_current()


def test_only_staff_see_how_far_loading_is(begun):
    load_work.enqueue("about")
    staff, learner = Client(), Client()
    staff.force_login(User.objects.create_user("staff@example.org", is_staff=True))
    learner.force_login(User.objects.create_user("learner@example.org"))

    assert "still loading: 1 item to go" in staff.get("/en/").content.decode()
    assert "still loading" not in learner.get("/en/").content.decode()
    assert "still loading" not in Client().get("/en/").content.decode()


OF_ITS_ROW = {
    "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at",
    "first_published_at", "live", "has_unpublished_changes", "comments", "numchild",
}  # fmt: skip


def content_of(page: Page) -> dict[str, object]:
    return {k: v for k, v in page.serializable_data().items() if k not in OF_ITS_ROW}


@pytest.mark.parametrize("name", ["privacy", "about"])
def test_a_version_is_what_wagtail_localize_would_have_made(
    name, roots, django_capture_on_commit_callbacks
):
    """The loader writes a new version without copying its original first."""
    Page.objects.filter(depth=2).update(translation_key=key_of("home"))
    item = manifest.by_name()[name]
    with django_capture_on_commit_callbacks(execute=True):
        loader.load(item)
    versions = item.model.objects.filter(translation_key=key_of(name)).exclude(
        locale__language_code=item.original
    )
    made = {page.language: content_of(page) for page in versions if page.live}

    for translation in Translation.objects.filter(source__object_id=key_of(name)):
        translation.save_target(publish=False)

    asked = {page.language: content_of(page.get_latest_revision_as_object()) for page in versions}
    others = [code for code in item.files if code != item.original]
    assert sorted(made) == sorted(others)
    assert made == asked


def test_a_version_whose_parent_is_not_translated_yet_is_loaded(
    roots, django_capture_on_commit_callbacks
):
    """Then wagtail-localize makes its parent, too."""
    Page.objects.filter(depth=2).update(translation_key=key_of("home"))
    roots["ar"].delete()
    item = manifest.by_name()["privacy"]

    with django_capture_on_commit_callbacks(execute=True):
        loader.load(item)

    made = item.model.objects.filter(translation_key=key_of("privacy"))
    assert {page.language for page in made} == set(item.files)


def test_a_mark_fits_behind_every_fingerprint():
    """PostgreSQL counts; SQLite takes any length."""
    room = DemoItem._meta.get_field("source_hash").max_length

    assert max(len(item.fingerprint + loader.WAITING) for item in manifest.works()) <= room
