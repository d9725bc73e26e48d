import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.tasks import cleanup
from people.feedback.models import MAX_LENGTH, Feedback
from tests.factories.core import standard_page

pytestmark = [pytest.mark.database, pytest.mark.django_db]
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
    assert Feedback.objects.get().number in told.body
    assert "/admin/snippets/people/feedback/" in told.body


def test_the_mail_carries_nothing_that_would_outlive_the_message(mailoutbox):
    Client().post("/en/feedback/", message(email="reader@example.org"))

    (told,) = mailoutbox
    assert "reader@example.org" not in told.body + told.subject
    assert "لا أستطيع" not in told.body


def test_sending_twice_is_one_message(mailoutbox):
    words = message()
    client = Client()
    client.post("/en/feedback/", words)
    client.post("/en/feedback/", words)

    assert Feedback.objects.count() == 1
    assert len(mailoutbox) == 1


def test_other_words_after_a_step_back_are_another_message():
    """The browser shows the form that was sent, with its key: nothing typed is lost."""
    first = message()
    client = Client()
    client.post("/en/feedback/", first)
    client.post("/en/feedback/", {**first, "words": "And one thing more"})

    assert Feedback.objects.count() == 2


def test_what_was_typed_stays_when_something_is_missing():
    answer = Client().post("/en/feedback/", message(about=""))

    html = answer.content.decode()
    assert "Choose what your message is about." in html
    assert "لا أستطيع قراءة الجدول" in html
    assert not Feedback.objects.exists()


def test_the_page_that_the_reader_comes_from_is_filled_in(home):
    page = standard_page(home, "Rules")

    answer = Client().get(
        "/en/feedback/", headers={"referer": f"http://testserver/en/{page.slug}/"}
    )

    assert f'value="/en/{page.slug}/"' in answer.content.decode()


@pytest.mark.parametrize(
    "came_from",
    ["https://elsewhere.example/en/", "http://[no/address/", "http://testserver/en/feedback/"],
)
def test_any_other_page_is_not_filled_in(came_from):
    answer = Client().get("/en/feedback/", headers={"referer": came_from})

    assert answer.context["form"]["page"].value() == ""


def test_nobody_writes_a_message_in_the_admin(admin_client):
    Client().post(ADDRESS, message())
    address = "/admin/snippets/people/feedback/"

    listed = admin_client.get(address)

    assert Feedback.objects.get().number in listed.content.decode()
    assert f"{address}add/" not in listed.content.decode()
    assert admin_client.get(f"{address}add/").status_code in {302, 403}


@pytest.mark.parametrize(("signs", "kept"), [(MAX_LENGTH, 1), (MAX_LENGTH + 1, 0)])
def test_a_message_may_be_as_long_as_is_said(signs, kept):
    Client().post("/en/feedback/", message(words="a\r\n" * 100 + "a" * (signs - 200)))

    assert Feedback.objects.count() == kept


def test_a_machine_is_thanked_and_nothing_is_kept():
    answer = Client().post("/en/feedback/", message(website="https://spam.example/"))

    assert answer.status_code == 302
    assert not Feedback.objects.exists()


def test_too_many_from_one_place_are_asked_to_wait():
    client = Client()
    answers = [client.post("/en/feedback/", message()) for _ in range(11)]

    assert [one.status_code for one in answers] == [302] * 10 + [429]
    assert "لا أستطيع" in answers[-1].content.decode()


def test_a_machine_that_keeps_to_the_minute_meets_the_day(clock):
    clock.move_to(datetime(2026, 11, 30, 0, 0, tzinfo=UTC))
    statuses = []
    for _minute in range(11):
        statuses += [Client().post("/en/feedback/", message()).status_code for _ in range(10)]
        clock.shift(61)

    assert statuses == [302] * 100 + [429] * 10


def test_messages_are_not_kept_longer_than_promised():
    now = timezone.now()
    words = {"about": "other", "words": "?", "language": "en"}
    open_one = Feedback.objects.create(**words, created_at=now - timedelta(days=300))
    Feedback.objects.create(**words, created_at=now - timedelta(days=366))
    Feedback.objects.create(**words, settled_at=now)

    cleanup.clean()

    assert list(Feedback.objects.all()) == [open_one]


def test_a_page_of_thanks_repeats_no_words_of_an_address():
    html = Client().get("/en/feedback/received/?number=<b>12345").content.decode()

    assert "<b>12345" not in html


def test_a_reader_of_a_draft_has_the_reason_chosen():
    page = Client().get(f"{ADDRESS}?about=translation").content.decode()

    (chosen,) = re.findall(r'name="about" value="(\w+)"[^>]* checked', page)
    assert chosen == "translation"


def test_a_reason_that_nobody_offers_is_not_chosen():
    page = Client().get(f"{ADDRESS}?about=spam").content.decode()

    assert " checked" not in page
