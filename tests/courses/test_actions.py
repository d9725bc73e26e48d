"""Learner actions: enrol, complete, undo, certify; idempotent, and the same in every language."""

import threading
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.certificates import actions as certificates
from courses.learning import actions
from courses.learning.progress import Progress
from courses.models import Certificate, Enrolment, LessonCompletion, LessonPage
from tests.factories.core import translated
from tests.factories.courses import course, finish, lesson, lessons_of, line_of

pytestmark = pytest.mark.database


def test_enrol_twice_is_one_enrolment(two_lessons, learner):
    first = actions.enrol(learner=learner, course_key=two_lessons.translation_key)
    second = actions.enrol(learner=learner, course_key=two_lessons.translation_key)

    assert (first, second) == (True, False)
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("of_lesson", [False, True])
def test_enrol_on_what_is_no_course_is_refused(two_lessons, learner, of_lesson):
    key = lessons_of(two_lessons)[0].translation_key if of_lesson else uuid4()

    with pytest.raises(actions.NoSuchCourse):
        actions.enrol(learner=learner, course_key=key)

    assert Enrolment.objects.count() == 0


def test_enrol_on_a_draft_is_refused(two_lessons, learner):
    two_lessons.unpublish()

    with pytest.raises(actions.NoSuchCourse):
        actions.enrol(learner=learner, course_key=two_lessons.translation_key)

    assert Enrolment.objects.count() == 0


def test_enrol_on_a_guarded_course_is_refused(two_lessons, learner):
    guarded = PageViewRestriction.objects.create(page=two_lessons, restriction_type="groups")
    guarded.groups.add(Group.objects.create(name="Partners"))

    with pytest.raises(actions.NoSuchCourse):
        actions.enrol(learner=learner, course_key=two_lessons.translation_key)

    assert Enrolment.objects.count() == 0


def test_enrol_on_a_course_of_others_is_refused(home, roots, learner):
    page = course("MOOC", lessons=0, elsewhere="https://example.org/mooc")

    with pytest.raises(actions.TaughtElsewhere):
        actions.enrol(learner=learner, course_key=page.translation_key)

    assert Enrolment.objects.count() == 0


def test_complete_and_undo_read_the_course_no_second_time(enrolled, learner):
    """What the view has found is enough, besides the generation: a pair of savepoints, enrolment,
    insert, count; then the pair, enrolment, update."""
    one, two = map(line_of, lessons_of(enrolled))
    actions.complete_lesson(learner=learner, lesson=one)
    actions.undo_lesson(learner=learner, lesson=one)

    with CaptureQueriesContext(connection) as completed:
        actions.complete_lesson(learner=learner, lesson=two)
    with CaptureQueriesContext(connection) as undone:
        actions.undo_lesson(learner=learner, lesson=two)

    # The generation is read once a request; here there is none.
    costs = [
        len([one for one in queries if "core_generation" not in one["sql"]])
        for queries in (completed, undone)
    ]
    assert costs == [5, 4]


def test_enrol_again_after_withdrawing_keeps_what_was_done(enrolled, learner):
    one = lessons_of(enrolled)[0]
    actions.complete_lesson(learner=learner, lesson=line_of(one))
    Enrolment.objects.update(status=Enrolment.Status.WITHDRAWN)

    again = actions.enrol(learner=learner, course_key=enrolled.translation_key)

    assert again is True
    assert Enrolment.objects.get().completed_keys() == [one.translation_key]


def test_enrol_again_leaves_a_finished_course_finished(enrolled, learner):
    finish(enrolled, learner)
    Enrolment.objects.update(status=Enrolment.Status.WITHDRAWN)

    actions.enrol(learner=learner, course_key=enrolled.translation_key)

    assert Enrolment.objects.get().status == Enrolment.Status.COMPLETED


def test_complete_lesson_without_enrolment_is_refused(two_lessons, learner):
    with pytest.raises(actions.NotEnrolled):
        actions.complete_lesson(learner=learner, lesson=line_of(lessons_of(two_lessons)[0]))

    assert LessonCompletion.objects.count() == 0


def test_complete_lesson_counts_once_over_two_languages(enrolled, learner):
    english = lessons_of(enrolled)[0]
    french = translated(english, "fr")

    actions.complete_lesson(learner=learner, lesson=line_of(english))
    done = actions.complete_lesson(learner=learner, lesson=line_of(french))

    assert done.progress == Progress(done=1, total=2)
    assert LessonCompletion.objects.count() == 1


def test_last_lesson_completes_the_course_once(enrolled, learner):
    first, second = lessons_of(enrolled)
    actions.complete_lesson(learner=learner, lesson=line_of(first))

    done = actions.complete_lesson(learner=learner, lesson=line_of(second))
    again = actions.complete_lesson(learner=learner, lesson=line_of(second))

    assert (done.is_first_finish, again.is_first_finish) == (True, False)
    assert Enrolment.objects.get().status == Enrolment.Status.COMPLETED


def test_half_translated_course_cannot_be_completed_early(enrolled, learner):
    """The lessons of the original count, also where a language has only one of them."""
    french = translated(lessons_of(enrolled)[0], "fr")

    done = actions.complete_lesson(learner=learner, lesson=line_of(french))

    assert done.progress == Progress(done=1, total=2)


def test_undo_keeps_the_row_and_done_again_clears_it(enrolled, learner):
    one = line_of(lessons_of(enrolled)[0])
    actions.complete_lesson(learner=learner, lesson=one)

    actions.undo_lesson(learner=learner, lesson=one)
    undone = Enrolment.objects.get().completed_keys()
    actions.complete_lesson(learner=learner, lesson=one)

    assert undone == []
    assert Enrolment.objects.get().completed_keys() == [one.key]
    assert LessonCompletion.objects.count() == 1


def test_undo_never_removes_a_finish_or_a_certificate(enrolled, learner):
    enrolment = finish(enrolled, learner)
    certificate = certificates.issue_certificate(enrolment=enrolment, name="Salma", language="en")

    actions.undo_lesson(learner=learner, lesson=line_of(lessons_of(enrolled)[0]))

    enrolment.refresh_from_db()
    assert enrolment.is_completed
    assert Certificate.objects.get() == certificate


def test_lesson_added_later_leaves_a_finished_course_finished(enrolled, learner):
    enrolment = finish(enrolled, learner)
    module = lessons_of(enrolled)[0].get_parent().specific

    lesson(module, "Added in the middle")

    enrolment.refresh_from_db()
    assert enrolment.is_completed
    assert LessonCompletion.objects.count() == 2


@pytest.mark.parametrize("change", ["unpublish", "move", "delete"])
def test_completions_outlive_their_lesson(enrolled, learner, change):
    one = lessons_of(enrolled)[0]
    actions.complete_lesson(learner=learner, lesson=line_of(one))
    other_module = course("Another", lessons=0).get_children().get()

    if change == "unpublish":
        one.unpublish()
    elif change == "move":
        one.move(other_module, pos="last-child")
    else:
        LessonPage.objects.get(pk=one.pk).delete()

    assert LessonCompletion.objects.get().lesson_key == one.translation_key


def test_certificate_is_frozen(enrolled, learner):
    enrolment = finish(enrolled, learner)
    certificate = certificates.issue_certificate(
        enrolment=enrolment, name=" Inês  ", name_other="", language="en"
    )
    enrolled.title = "Renamed"
    enrolled.save_revision().publish()

    again = certificates.issue_certificate(enrolment=enrolment, name="Other", language="fr")

    assert (again.pk, again.name, again.course_title) == (certificate.pk, "Inês", "Co-producing")
    assert again.lesson_languages == ["en"]


def test_certificate_needs_a_finished_course(enrolled, learner):
    with pytest.raises(certificates.NotFinished):
        certificates.issue_certificate(
            enrolment=Enrolment.objects.get(), name="Salma", language="en"
        )

    assert Certificate.objects.count() == 0


def test_certificate_needs_a_name(enrolled, learner):
    with pytest.raises(certificates.NoName):
        certificates.issue_certificate(
            enrolment=finish(enrolled, learner), name="  ", language="en"
        )

    assert Certificate.objects.count() == 0


def test_twenty_at_once_are_one_completion_and_one_finish(committed_db):
    """Same learner, same lesson, twenty threads: one row, exactly one first finish."""
    from people.models import User  # noqa: PLC0415 - beside its only use
    from tests.factories.core import root_for  # noqa: PLC0415

    root_for("en")
    page = course("Race", lessons=1)
    learner = User.objects.create_user("race@example.org")
    actions.enrol(learner=learner, course_key=page.translation_key)
    one = line_of(lessons_of(page)[0])
    barrier, finishes = threading.Barrier(20), []

    def complete() -> None:
        barrier.wait()
        try:
            done = actions.complete_lesson(learner=learner, lesson=one)
            finishes.append(done.is_first_finish)
        finally:
            connection.close()

    threads = [threading.Thread(target=complete) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(finishes), sum(finishes)) == (20, 1)
    assert LessonCompletion.objects.count() == 1
