"""A revoked certificate: whoever checks it is told so, in their language; and its owner."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.certificates import actions
from courses.models import Certificate
from people.models import User
from tests.factories.courses import finish

PLACE = "/admin/reports/certificates/"


@pytest.fixture
def certificate(enrolled, learner) -> Certificate:
    record = finish(enrolled, learner)
    return actions.issue_certificate(enrolment=record, name="Salma", language="en")


@pytest.fixture
def administrator(db, settings) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = False
    client = Client()
    client.force_login(User.objects.create_superuser("admin@example.org", "a long password"))
    return client


def checked(certificate: Certificate, language: str = "en") -> str:
    client = Client(headers={"Accept-Language": language})
    return client.get(f"/verify/{certificate.code}/").content.decode()


def test_whoever_checks_it_is_told_in_six_languages(certificate):
    assert "verdict--good" in checked(certificate)
    actions.revoke(certificate=certificate, user=None)

    verdicts = set()
    for language, _name in settings.LANGUAGES:
        page = checked(certificate, language)
        assert "verdict--good" not in page
        assert "Salma" not in page
        verdicts.add(page.partition("verdict--bad")[2].partition("</p>")[0].rpartition(">")[2])

    assert len(verdicts) == len(settings.LANGUAGES)
    assert "This certificate has been revoked" in verdicts


def test_its_owner_is_told_and_downloads_it_no_more(certificate, signed_in):
    own = f"/en/my-learning/certificates/{certificate.enrolment_id}/"
    actions.revoke(certificate=certificate, user=None)

    page = signed_in.get(own).content.decode()
    pdf = signed_in.get(f"{own}paper.pdf")

    assert "cannot be downloaded" in page
    assert f"{own}paper.pdf" not in page
    assert pdf.headers["Location"] == own
    assert "revoked" in signed_in.get("/en/my-learning/").content.decode()


def test_an_administrator_revokes_by_the_number_and_takes_it_back(certificate, administrator):
    typed = f" {certificate.number.lower().replace('-', ' ')} "
    told = administrator.post(PLACE, {"number": typed}, follow=True).content.decode()

    certificate.refresh_from_db()
    assert certificate.revoked_on
    assert f"Certificate {certificate.number} has been revoked." in told
    administrator.post(PLACE, {"number": typed})

    administrator.post(PLACE, {"reinstate": certificate.pk})
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    assert "verdict--good" in checked(certificate)
    logged = ModelLogEntry.objects.filter(object_id=str(certificate.pk)).order_by("pk")
    assert [one.action for one in logged] == [actions.REVOKED, actions.REINSTATED]


def test_a_number_that_there_is_not_is_told(certificate, administrator):
    told = administrator.post(PLACE, {"number": "AAAA-0000"}, follow=True).content.decode()

    assert "No certificate has the number" in told
    assert Certificate.objects.get().revoked_on is None
