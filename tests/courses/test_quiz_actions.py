"""Answers and attempts: stored once, merged by counter, marked by the snapshot."""

import json
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, transaction
from wagtail_localize.models import Translation

from courses.learning import actions as learning
from courses.models import Answer, Attempt, Enrolment, LessonPage, QuizSnapshot
from courses.quizzes import actions
from courses.quizzes.attempts import quiz_in, tries_of, values_of
from courses.quizzes.grading import BadValue
from people.models import User
from tests.factories.core import translated
from tests.factories.courses import line_of
from tests.factories.quizzes import RIGHT, answer, course_key, one_of_each, quiz_lesson, sent, uid

pytestmark = pytest.mark.database


@pytest.fixture
def asked(home, roots, learner) -> LessonPage:
    page = quiz_lesson()
    learning.enrol(learner=learner, course_key=course_key(page))
    return page


def name(key: str) -> str:
    """The short name behind a block id of the factories."""
    return next(one for one in ("rung", "who", "law", "place", "share", "steps") if uid(one) == key)


def answer_all(learner, page):
    for key, value in RIGHT.items():
        answer(learner, page, name(key), value)


def finish(learner, page):
    found = tries_of(learner, page.translation_key)
    return learning.finish_quiz(learner=learner, lesson=line_of(page), public_id=found.public_id)


def values(learner, page):
    return values_of(tries_of(learner, page.translation_key).answers)


def republish(page, questions):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = json.dumps(questions)
    page.save_revision().publish()
    return page


def test_all_kinds_answered_right_are_a_hundred_per_cent(asked, learner):
    answer_all(learner, asked)

    assert finish(learner, asked).attempt.percent == 100


def test_the_highest_counter_holds_whatever_comes_last(asked, learner):
    answer(learner, asked, "rung", uid("asked"), counter=5)
    answer(learner, asked, "rung", uid("told"), counter=3)

    assert values(learner, asked)[uid("rung")] == uid("asked")
    assert Answer.objects.count() == 2


def test_equal_counters_go_by_the_order_of_the_server_and_a_repeat_changes_nothing(asked, learner):
    one = sent(learner, asked, "rung", uid("asked"), counter=5)
    answer(learner, asked, "rung", one.value, counter=5, idempotency_key=one.idempotency_key)
    answer(learner, asked, "rung", uid("told"), counter=5)
    answer(learner, asked, "rung", one.value, counter=5, idempotency_key=one.idempotency_key)

    assert values(learner, asked)[uid("rung")] == uid("told")
    assert Answer.objects.count() == 2


def test_two_devices_merge_by_question(asked, learner):
    first = sent(learner, asked, "rung", uid("asked"))
    second = sent(learner, asked, "law", uid("no"))  # begun on the other before either was sent
    for one, question in ((first, "rung"), (second, "law")):
        answer(learner, asked, question, one.value, attempt=one.attempt, counter=1)

    assert Attempt.objects.count() == 1
    assert values(learner, asked) == {uid("rung"): uid("asked"), uid("law"): uid("no")}


def test_an_attempt_is_marked_by_its_snapshot(asked, learner):
    answer_all(learner, asked)
    changed = one_of_each()[1:]
    changed[0]["value"]["options"][0]["value"]["right"] = False
    changed[0]["value"]["text"] = "Another question?"
    republish(asked, changed)

    answer(learner, asked, "rung", uid("told"))  # deleted since, but part of this attempt
    answer(learner, asked, "rung", uid("asked"))
    done = finish(learner, asked).attempt

    assert done.percent == 100
    assert quiz_in(done.snapshot_id).questions[0].id == uid("rung")
    with pytest.raises(actions.NotInQuiz):
        answer(learner, asked, "rung", uid("asked"))
    answer(learner, asked, "law", uid("no"))
    assert QuizSnapshot.objects.count() == 2


def test_the_best_of_all_tries_counts(asked, learner):
    for chosen in ("told", "asked", "led"):
        answer(learner, asked, "rung", uid(chosen))
        finish(learner, asked)

    tries = tries_of(learner, asked.translation_key)
    assert [one.percent for one in tries.finished] == [0, 14, 0]
    assert (tries.best, tries.open) == (14, None)


def test_the_key_is_the_originals_in_every_language(asked, learner):
    """A translation that says otherwise, because its synchronisation was stopped, marks nobody."""
    spanish = translated(asked, "es")
    Translation.objects.update(enabled=False)
    body = one_of_each()
    for one in body[0]["value"]["options"]:
        one["value"]["right"] = not one["value"]["right"]
        one["value"]["text"] = f"es {one['value']['text']}"
    translated(asked, "es", body=json.dumps(body))

    answer(learner, spanish, "rung", uid("asked"))

    tries = tries_of(learner, asked.translation_key)
    snapshot = quiz_in(tries.open.snapshot_id)
    assert snapshot.words_of(snapshot.questions[0], "es").options[uid("asked")].text == "es asked"
    assert snapshot.words_of(snapshot.questions[0], "el").language == "en"
    assert finish(learner, asked).attempt.percent == 14


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"attempt": uuid4()}, actions.NotYours),
        ({"question": str(uuid4())}, actions.NotInQuiz),
        ({"counter": 0}, actions.MalformedAnswer),
        ({"counter": 2**31}, actions.MalformedAnswer),
        ({"idempotency_key": "short"}, actions.MalformedAnswer),
        ({"idempotency_key": "with spaces in it"}, actions.MalformedAnswer),
        ({"value": uid("yes")}, BadValue),  # an option of another question
    ],
)
def test_a_forged_answer_is_refused(asked, learner, change, refusal):
    fields = {"value": uid("asked"), **change}

    with pytest.raises(refusal), transaction.atomic():
        answer(learner, asked, "rung", fields.pop("value"), **fields)

    assert not Answer.objects.exists()
    assert not Attempt.objects.exists()


def test_another_persons_attempt_takes_no_answer(asked, learner):
    answer(learner, asked, "rung", uid("asked"))
    stranger = User.objects.create_user("stranger@example.org")
    theirs = tries_of(learner, asked.translation_key).public_id

    with pytest.raises(actions.NotYours):
        answer(stranger, asked, "rung", uid("told"), attempt=theirs)
    with pytest.raises(actions.NotYours):
        actions.finish_attempt(learner=stranger, lesson_key=asked.translation_key, public_id=theirs)


def test_a_late_answer_is_refused_but_a_repeat_of_one_in_time_is_not(asked, learner):
    one = sent(learner, asked, "rung", uid("asked"))
    fields = {"attempt": one.attempt, "idempotency_key": one.idempotency_key, "counter": 1}
    answer(learner, asked, "rung", one.value, **fields)
    finish(learner, asked)

    with pytest.raises(actions.AttemptFinished):
        answer(learner, asked, "rung", uid("told"), attempt=one.attempt)
    answer(learner, asked, "rung", one.value, **fields)

    assert Attempt.objects.get().percent == 14
    assert Answer.objects.count() == 1


def test_a_quiz_without_answers_has_no_result(asked, learner):
    with pytest.raises(actions.NothingAnswered):
        finish(learner, asked)

    answer(learner, asked, "place", "")
    with pytest.raises(actions.NothingAnswered):
        finish(learner, asked)


def asked_for(page, mark):
    """The course asks for that mark in the quiz of its lesson."""
    top = page.get_parent().get_parent().specific
    top.quizzes = json.dumps([{"type": "quiz", "value": {"lesson": page.pk, "mark": mark}}])
    top.save_revision().publish()


def test_a_course_that_asks_for_a_mark_is_finished_by_lessons_and_mark(asked, learner):
    asked_for(asked, 50)
    done = learning.complete_lesson(learner=learner, lesson=line_of(asked))
    assert done.progress.is_complete
    assert not done.is_first_finish

    answer(learner, asked, "rung", uid("asked"))
    assert not finish(learner, asked).is_first_finish
    answer_all(learner, asked)
    assert finish(learner, asked).is_first_finish

    asked_for(asked, 100)
    republish(asked, [])
    assert Enrolment.objects.get().is_completed


def test_a_mark_reached_before_the_last_lesson_counts_and_a_quiz_that_is_gone_is_not_asked_for(
    asked, learner
):
    asked_for(asked, 50)
    answer_all(learner, asked)
    assert not finish(learner, asked).is_first_finish
    assert learning.complete_lesson(learner=learner, lesson=line_of(asked)).is_first_finish

    Enrolment.objects.update(completed_at=None, status=Enrolment.Status.ACTIVE)
    Attempt.objects.all().delete()
    republish(asked, [])
    assert learning.complete_lesson(learner=learner, lesson=line_of(asked)).is_first_finish


def test_an_answer_costs_few_queries(asked, learner, django_assert_num_queries):
    """A pair of savepoints aside: attempt, insert, what holds."""
    answer(learner, asked, "rung", uid("asked"))
    one = sent(learner, asked, "rung", uid("told"))

    with django_assert_num_queries(5):
        actions.keep_answer(
            learner=learner,
            lesson_key=asked.translation_key,
            sent=one,
            language="en",
            may_begin=lambda: True,
        )


def twenty_at_once(action: Callable[[], object]) -> tuple[list[object], list[Exception]]:
    """What twenty threads are given that do it at the same moment, and what stopped others."""
    barrier, found, errors = threading.Barrier(20), [], []

    def run() -> None:
        barrier.wait()
        try:
            found.append(action())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found, errors


@pytest.mark.slow
def test_twenty_at_once_are_one_attempt_and_one_result(committed_db):
    """The first answer and the end, each sent twenty times at the same moment."""
    page = quiz_lesson()
    learner = User.objects.create_user("twenty@example.org")
    learning.enrol(learner=learner, course_key=course_key(page))
    one = sent(learner, page, "rung", uid("asked"))

    _same, refused = twenty_at_once(
        lambda: answer(
            learner, page, "rung", one.value, attempt=one.attempt, counter=1,
            idempotency_key=one.idempotency_key,
        )
    )  # fmt: skip
    line = line_of(page)
    results, also_refused = twenty_at_once(
        lambda: (
            learning.finish_quiz(
                learner=learner, lesson=line, public_id=one.attempt
            ).attempt.percent
        )
    )

    assert refused + also_refused == []
    assert results == [14] * 20
    assert (Attempt.objects.count(), Answer.objects.count()) == (1, 1)
