"""What a first page does not need is loaded by the worker, and staff see how far it is (D18)."""

from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from home.demo import loader, plan
from home.models import DemoItem
from home.tasks import load_work, works_to_load
from people.models import User

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def test_later_works_are_queued_and_counted(home, settings, monkeypatch):
    settings.TASKS = QUEUE
    later = plan.Item("courses/later", plan.CoursePage, "courses", "later", {}, comes_first=False)
    monkeypatch.setattr(plan, "works", lambda: [later])

    call_command("demo", "--start", verbosity=0)

    assert works_to_load() == 1
    queued = DBTaskResult.objects.get(task_path="home.tasks.load_work")
    assert queued.args_kwargs["args"] == ["courses/later"]


def test_only_staff_see_how_far_loading_is(home, settings):
    settings.TASKS = QUEUE
    load_work.enqueue("about")
    staff, learner = Client(), Client()
    staff.force_login(User.objects.create_user("staff@example.org", is_staff=True))
    learner.force_login(User.objects.create_user("learner@example.org"))

    assert "still loading: 1 work to go" in staff.get("/en/").content.decode()
    assert "still loading" not in learner.get("/en/").content.decode()
    assert "still loading" not in Client().get("/en/").content.decode()


def test_a_mark_fits_behind_every_fingerprint():
    """PostgreSQL counts; SQLite takes any length."""
    room = DemoItem._meta.get_field("source_hash").max_length

    assert max(len(item.fingerprint + loader.WAITING) for item in plan.works()) <= room
