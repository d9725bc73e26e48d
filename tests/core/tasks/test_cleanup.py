"""Daily cleanup: nothing is kept longer than the privacy notice says."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail import hooks

from core import extensions
from core.tasks import cleanup

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_sessions_that_have_ended_go():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="x", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="x", expire_date=now + timedelta(1))

    cleanup.clean()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_results_of_tasks_go_after_two_weeks():
    for days in (1, 20):
        DBTaskResult.objects.create(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now() - timedelta(days=days),
            args_kwargs={"args": [], "kwargs": {}},
            task_path="core.mail.send",
            queue_name="default",
            backend_name="default",
        )

    cleanup.clean()

    (left,) = DBTaskResult.objects.all()
    assert left.finished_at > timezone.now() - timedelta(days=2)


def test_mails_in_files_go_after_two_weeks(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "mails").mkdir()
    old, new = tmp_path / "mails" / "old.txt", tmp_path / "mails" / "new.txt"
    for path in (old, new):
        path.write_text("To: somebody")
    long_ago = time.time() - 15 * 24 * 3600
    os.utime(old, (long_ago, long_ago))

    cleanup.clean()

    assert [path.name for path in Path(tmp_path / "mails").iterdir()] == ["new.txt"]


def test_counted_tries_go_when_their_time_is_over(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
        }
    }
    call_command("createcachetable", verbosity=0)
    caches["default"].set("asked:somebody@example.org", 1, timeout=60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_cache SET expires = '2020-01-01 00:00:00'")
    caches["default"].set("asked:somebody.else@example.org", 1, timeout=60)

    cleanup.clean()

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:asked:somebody.else@example.org"]


def test_a_cleanup_that_fails_does_not_keep_the_others_from_running(caplog):
    ran = []

    def failing() -> None:
        raise ValueError("no")

    with (
        hooks.register_temporarily(extensions.DAILY_CLEANUP, failing),
        hooks.register_temporarily(extensions.DAILY_CLEANUP, lambda: ran.append("after")),
    ):
        cleanup.clean()

    assert "daily cleanup failed" in caplog.text
    assert ran == ["after"]


def test_a_database_that_has_gone_away_is_the_workers_to_wait_for(caplog):
    def failing() -> None:
        raise OperationalError("the database is gone")

    with (
        hooks.register_temporarily(extensions.DAILY_CLEANUP, failing),
        pytest.raises(OperationalError),
    ):
        cleanup.clean()

    assert "daily cleanup failed" not in caplog.text
