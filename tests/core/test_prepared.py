"""Queries compiled once: the same rows as Django's own, whatever the values."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import BigIntegerField, UUIDField
from django.utils import timezone

from core.prepared import PreparedQuery
from core.sessions import SessionStore
from courses.models import Enrolment
from people.models import User

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def enrolments(learner, course):
    found = Enrolment.objects.filter(learner_id=learner, course_key=course)
    return found.values_list("course_key", "enrolled_at", "completed_at")


def test_values_come_back_as_the_fields_have_them(db, django_assert_num_queries):
    user, key = User.objects.create_user("salma@example.org"), uuid4()
    Enrolment.objects.create(learner=user, course_key=key, enrolled_at=NOW)
    prepared = PreparedQuery(enrolments, BigIntegerField(), UUIDField())

    with django_assert_num_queries(3):
        found = [prepared.rows(user.pk, one) for one in (key, uuid4(), key)]

    assert [[tuple(row) for row in rows] for rows in found] == [
        [(key, NOW, None)],
        [],
        [(key, NOW, None)],
    ]


def test_each_thread_asks_its_own_connection(db):
    prepared = PreparedQuery(enrolments, BigIntegerField(), UUIDField())
    prepared.rows(1, uuid4())
    compiled = []

    def compile_there() -> None:
        compiled.append(prepared._compiled()[0])
        connection.close()

    thread = Thread(target=compile_there)
    thread.start()
    thread.join()

    assert compiled[0].connection is not connection
    assert prepared._compiled()[0] is not compiled[0]


def test_a_session_that_has_run_out_is_nobodys(db):
    store = SessionStore()
    store["seen"] = 1
    store.create()

    assert SessionStore(store.session_key).load() == {"seen": 1}
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    gone = SessionStore(store.session_key)
    assert gone.load() == {}
    assert gone.session_key is None


def test_a_user_is_found_by_key_and_only_among_those_asked(db):
    user, other = (User.objects.create_user(f"{name}@example.org") for name in "ab")
    group = Group.objects.create(name="some")
    group.user_set.add(user)

    assert User.objects.get(pk=str(other.pk)).email == "b@example.org"
    assert group.user_set.get(pk=user.pk) == user
    for manager, pk in ((User.objects, 0), (group.user_set, other.pk)):
        with pytest.raises(User.DoesNotExist):
            manager.get(pk=pk)
