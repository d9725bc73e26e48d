"""The register of personal data knows every field of a person, and is true of export and
erasure."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from wagtail.models import Page

from courses.certificates.actions import issue_certificate
from courses.learning import actions as learning
from courses.models import Answer, Attempt, Certificate, Enrolment
from courses.wagtail_hooks import delete_outdated_attempts
from people.models import User
from people.personal_data import export, register
from tests.factories.courses import finish
from tests.factories.quizzes import answer, course_key, quiz_lesson, uid

pytestmark = pytest.mark.database


def fields_of_people() -> dict[str, set[str]]:
    """By model: keys to a person, and all of a row that goes with one."""
    found: dict[str, set[str]] = defaultdict(set)
    todo: list[type[models.Model]] = [User]
    seen = {User}
    while todo:
        target = todo.pop()
        meta = target._meta
        found[meta.label] |= {one.name for one in [*meta.concrete_fields, *meta.many_to_many]}
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_fields:
                if not isinstance(field, models.ForeignKey) or field.related_model is not target:
                    continue
                found[model._meta.label].add(field.name)
                if field.remote_field.on_delete is models.CASCADE and model not in seen:
                    seen.add(model)
                    todo.append(model)
    return found


def test_no_field_of_a_person_is_missing_from_the_register():
    registered: dict[str, set[str]] = defaultdict(set)
    for one in register():
        registered[one.model] |= one.names()
    missing = {
        model: names - registered[model]
        for model, names in fields_of_people().items()
        if names - registered[model]
    }

    assert missing == {}, "register these in `PERSONAL_DATA` of their room"


def test_the_register_names_only_what_there_is():
    for one in register():
        meta = one.model_class._meta
        assert one.names() <= {f.name for f in [*meta.concrete_fields, *meta.many_to_many]}, one
        assert one.secret <= one.names(), one
        for purpose in one.fields.values():
            assert purpose


def test_a_person_gets_all_of_theirs_and_no_secret_and_nothing_of_others(
    home, roots, learner, signed_in
):
    page = quiz_lesson()
    other = User.objects.create_user("other@example.org")
    for person in (learner, other):
        learning.enrol(learner=person, course_key=course_key(page))
        answer(person, page, "place", f"typed by {person.email}")

    found = signed_in.get("/en/accounts/my-data.json")
    text = found.content.decode()

    assert found.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "typed by salma@example.org" in text
    assert "other@example.org" not in text
    assert learner.password not in text
    assert found.json()["courses.Attempt"][0]["number"] == 1
    assert set(found.json()) == {one.model for one in register() if one.is_exported and one.owner}


def test_with_the_account_goes_what_the_register_says(home, roots, learner):
    page = quiz_lesson()
    learning.enrol(learner=learner, course_key=course_key(page))
    answer(learner, page, "rung", uid("asked"))
    record = finish(page.get_parent().get_parent().specific, learner)
    issue_certificate(enrolment=record, name="Salma", language="en")
    Page.objects.filter(pk=page.pk).update(owner=learner)
    before = export(learner)

    learner.delete()

    gone = {one.model for one in register() if one.with_account == "deleted"}
    for model in gone & {"people.User", "courses.Enrolment", "courses.Attempt", "courses.Answer"}:
        assert before[model]
        assert not apps.get_model(model).objects.exists(), model
    assert Certificate.objects.get().enrolment is None
    assert Page.objects.get(pk=page.pk).owner is None


def test_attempts_are_kept_for_36_months(home, roots, learner, clock):
    page = quiz_lesson()
    learning.enrol(learner=learner, course_key=course_key(page))
    answer(learner, page, "rung", uid("asked"))

    clock.shift(timedelta(days=3 * 365 - 1))
    delete_outdated_attempts()
    assert Answer.objects.exists()

    clock.shift(timedelta(days=2))
    delete_outdated_attempts()
    assert not Attempt.objects.exists()
    assert Enrolment.objects.exists()
