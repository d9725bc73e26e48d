import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core import housekeeping
from home.models import Feedback
from tests.factories.core import standard_page

pytestmark = pytest.mark.django_db
ADDRESS = "/ar/feedback/"


@pytest.fixture(autouse=True)
def calm(home):
    cache.clear()


def message(**words) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "about": "access",
        "page": "/ar/courses/",
        "words": "لا أستطيع قراءة الجدول بقارئ الشاشة",
        "email": "",
        **words,
    }


def test_a_reader_without_an_account_tells_us():
    answer = Client().post(ADDRESS, message(), follow=True)

    kept = Feedback.objects.get()
    assert kept.language == "ar"
    assert kept.words.startswith("لا أستطيع")
    assert kept.number in answer.content.decode()


def test_the_contact_is_told_by_mail(mailoutbox):
    Client().post("/en/feedback/", message(email="reader@example.org"))

    (told,) = mailoutbox
    assert told.to == ["portal@example.org"]
    assert "reader@example.org" in told.body


def test_sending_twice_is_one_message(mailoutbox):
    words = message()
    client = Client()
    client.post("/en/feedback/", words)
    client.post("/en/feedback/", words)

    assert Feedback.objects.count() == 1
    assert len(mailoutbox) == 1


def test_what_was_typed_stays_when_something_is_missing():
    answer = Client().post("/en/feedback/", message(about=""))

    html = answer.content.decode()
    assert "Choose what it is about." in html
    assert "لا أستطيع قراءة الجدول" in html
    assert not Feedback.objects.exists()


def test_the_page_that_the_reader_comes_from_is_filled_in(home):
    page = standard_page(home, "Rules")

    answer = Client().get(
        "/en/feedback/", headers={"referer": f"http://testserver/en/{page.slug}/"}
    )

    assert f'value="/en/{page.slug}/"' in answer.content.decode()


def test_a_machine_is_thanked_and_nothing_is_kept():
    answer = Client().post("/en/feedback/", message(website="https://spam.example/"))

    assert answer.status_code == 302
    assert not Feedback.objects.exists()


def test_too_many_from_one_place_are_asked_to_wait():
    client = Client()
    answers = [client.post("/en/feedback/", message()) for _ in range(11)]

    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert "لا أستطيع" in answers[-1].content.decode()


def test_messages_are_not_kept_longer_than_promised():
    now = timezone.now()
    words = {"about": "other", "words": "?", "language": "en"}
    open_one = Feedback.objects.create(**words, created_at=now - timedelta(days=300))
    Feedback.objects.create(**words, created_at=now - timedelta(days=366))
    Feedback.objects.create(**words, settled_at=now)

    housekeeping.clean()

    assert list(Feedback.objects.all()) == [open_one]


def test_a_page_of_thanks_repeats_no_words_of_an_address():
    html = Client().get("/en/feedback/received/?number=<b>12345").content.decode()

    assert "<b>12345" not in html
