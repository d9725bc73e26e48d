"""A certificate has a number of its own, whatever chance draws; and it is mended only where its
course can be read."""

import secrets
from itertools import chain

import pytest

from courses.certificates import actions
from courses.certificates.codes import CODE_LENGTH
from courses.learning.actions import enrol
from courses.models import Certificate
from people.models import User
from tests.factories.courses import finish

pytestmark = pytest.mark.database

NUMBER_LENGTH = 8


@pytest.fixture
def other(enrolled) -> Certificate:
    """The certificate of somebody else, whose number is AAAA-AAAA."""
    user = User.objects.create_user("ines@example.org")
    enrol(learner=user, course_key=enrolled.translation_key)
    made = actions.issue_certificate(
        enrolment=finish(enrolled, user), name="Inês Conceição", language="en"
    )
    Certificate.objects.filter(pk=made.pk).update(number="AAAA-AAAA")
    return made


def draw(monkeypatch, numbers: str) -> None:
    """Chance draws a number of each of these signs alone, one after the other, and codes of the
    same."""
    signs = chain.from_iterable(sign * (NUMBER_LENGTH + CODE_LENGTH) for sign in numbers)
    monkeypatch.setattr(secrets, "choice", lambda _alphabet: next(signs))


def test_a_number_that_is_taken_is_drawn_again(other, enrolled, learner, monkeypatch):
    enrolment = finish(enrolled, learner)
    # The first is that of a trial on paper.
    draw(monkeypatch, "BAC")

    made = actions.issue_certificate(enrolment=enrolment, name="Salma", language="en")

    assert made.number == "CCCC-CCCC"
    assert set(Certificate.objects.values_list("number", flat=True)) == {"AAAA-AAAA", "CCCC-CCCC"}


def test_where_none_is_free_nothing_is_written_and_a_repeat_issues_it(
    other, enrolled, learner, monkeypatch
):
    enrolment = finish(enrolled, learner)
    draw(monkeypatch, "BAAAAA")

    with pytest.raises(RuntimeError, match="five certificate numbers"):
        actions.issue_certificate(enrolment=enrolment, name="Salma", language="en")
    assert list(Certificate.objects.values_list("pk", flat=True)) == [other.pk]

    draw(monkeypatch, "BC")
    made = actions.issue_certificate(enrolment=enrolment, name="Salma", language="en")
    assert made.number == "CCCC-CCCC"


def test_one_that_cannot_be_rendered_stays_as_it_is_while_its_course_cannot_be_read(
    other, enrolled
):
    Certificate.objects.filter(pk=other.pk).update(issuer="Growing 🌱")
    enrolled.unpublish()
    other.refresh_from_db()

    with pytest.raises(actions.CourseGone):
        actions.reissue(certificate=other, user=User.objects.get(email="ines@example.org"))

    other.refresh_from_db()
    assert other.issuer == "Growing 🌱"
