"""POST replay after login: form input survives an expired session."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from people import post_replay
from people.models import User
from portal import urls as portal_urls
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.database

LONG = "The first line\nand the second, of a text that somebody took an hour to write."
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
received: list[dict[str, list[str]]] = []


@require_POST
@post_replay.replay_post_after_login(labels={"text": "Your text"})
def write(request: HttpRequest) -> HttpResponse:
    received.append(dict(request.POST.lists()))
    return HttpResponse("kept")


def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("test-write/", write),
    path("test-open/", open_to_all),
    *portal_urls.urlpatterns,
]
handler404 = portal_urls.handler404


@pytest.fixture(autouse=True)
def addresses(settings, home):
    settings.ROOT_URLCONF = __name__
    received.clear()


@pytest.fixture
def salma(home):
    return UserFactory(email="salma@example.org", language="ar")


def expired(client: Client, user: User) -> Client:
    """Signed in, and then the session came to its end."""
    client.force_login(user)
    Session.objects.all().delete()
    return client


def fields_of(page: str) -> dict[str, str]:
    """The form that sends again, without its token."""
    form = page[page.index("test-write") : page.index("</form>", page.index("test-write"))]
    inputs = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', form)
    return {name: value for name, value in [*inputs.items(), *areas] if "csrf" not in name}


def sign_in(client: Client, answer) -> str:
    """By the page that the answer leads to; returns where one comes out."""
    door = answer.headers["Location"]
    wanted = door.partition("next=")[2]
    fields = {"login": "salma@example.org", "password": PASSWORD, "next": wanted}
    return client.post("/en/accounts/login/", fields).headers["Location"]


def test_a_post_after_the_session_ended_is_kept_and_sent_again(client, salma):
    expired(client, salma)

    answer = client.post(
        "/test-write/?of=7", {"text": LONG, "key": "once-42", "password": "x", "choice": ["a", "b"]}
    )
    assert answer.headers["Location"].startswith("/en/accounts/login/?next=/en/accounts/again/")
    assert "What you sent has been saved" in client.get(answer.headers["Location"]).content.decode()
    again = sign_in(client, answer)
    page = client.get(again).content.decode()

    assert "You were signed out. What you typed has been saved." in page
    assert 'action="/test-write/?of=7"' in page
    assert LONG in page
    fields = fields_of(page)
    assert "password" not in fields
    client.post("/test-write/?of=7", fields)
    assert received == [
        {"text": [LONG], "key": ["once-42"], "choice": ["b"], "kept_post": [fields["kept_post"]]}
    ]


def test_many_values_of_one_name_are_all_shown(client, salma):
    expired(client, salma)
    answer = client.post("/test-write/", {"choice": ["a", "b"]})

    page = client.get(sign_in(client, answer)).content.decode()

    assert re.findall(r'name="choice" value="(\w)"', page) == ["a", "b"]
    assert "Nothing is lost" in page


def test_it_is_kept_until_it_was_sent_and_then_no_longer(client, salma):
    expired(client, salma)
    again = sign_in(client, client.post("/test-write/", {"text": LONG}))

    for _reload in range(2):
        page = client.get(again).content.decode()
        assert LONG in page
    client.post("/test-write/", fields_of(page))

    assert client.get(again).headers["Location"] == "/en/my-learning/"
    assert client.session[post_replay.SESSION_KEY] == {}


def test_it_survives_signing_in_by_code_and_signing_up(client, salma, mailed_code):
    answer = expired(client, salma).post("/test-write/", {"text": LONG})
    wanted = answer.headers["Location"].partition("next=")[2]

    client.post("/en/accounts/login/code/", {"email": salma.email, "next": wanted})
    typed = client.post("/en/accounts/login/code/confirm/", {"code": mailed_code(), "next": wanted})

    assert typed.headers["Location"] == wanted
    assert LONG in client.get(wanted).content.decode()

    stranger = Client()
    wanted = stranger.post("/test-write/", {"text": LONG}).headers["Location"].partition("next=")[2]
    stranger.post("/en/accounts/signup/", {"email": "new@example.org", "next": wanted})
    typed = stranger.post("/en/accounts/confirm-email/", {"code": mailed_code(), "next": wanted})
    assert typed.headers["Location"] == wanted
    assert LONG in stranger.get(wanted).content.decode()


def test_signing_out_forgets_it(client, salma):
    again = sign_in(client, expired(client, salma).post("/test-write/", {"text": LONG}))

    client.post("/en/accounts/logout/")
    client.force_login(salma)

    assert client.get(again).status_code == 302


def test_it_is_kept_for_an_hour(client, salma, clock):
    again = sign_in(client, expired(client, salma).post("/test-write/", {"text": LONG}))
    clock.shift(3601)

    assert client.get(again).status_code == 302


def test_another_session_does_not_see_it(client, salma):
    again = sign_in(client, expired(client, salma).post("/test-write/", {"text": LONG}))
    other = Client()
    other.force_login(UserFactory())

    assert other.get(again).status_code == 302
    assert Client().get(again).headers["Location"].startswith("/en/accounts/login/")


def test_what_is_too_long_is_not_kept_and_this_is_said(client, salma):
    expired(client, salma)

    answer = client.post(
        "/test-write/", {"text": "x" * 20_001}, HTTP_REFERER="http://testserver/en/courses/"
    )

    assert answer.headers["Location"] == "/en/accounts/login/?next=/en/courses/"
    assert post_replay.SESSION_KEY not in client.session
    assert "too long to keep" in client.get(answer.headers["Location"]).content.decode()


def test_a_strange_referer_leads_nowhere_else(client, salma):
    answer = client.post(
        "/test-write/", {"text": "x" * 20_001}, HTTP_REFERER="https://evil.example/en/courses/"
    )

    assert answer.headers["Location"] == "/en/accounts/login/?next=/en/"


def test_only_the_last_three_are_kept(client, salma):
    for number in range(5):
        client.post("/test-write/", {"text": f"text {number}"})

    texts = [record["fields"][0][1] for record in client.session[post_replay.SESSION_KEY].values()]
    assert texts == ["text 2", "text 3", "text 4"]


def test_a_machine_cannot_fill_the_disk(home, time_machine):
    time_machine.move_to(NOON, tick=False)  # within one minute

    statuses = [Client().post("/test-write/", {"text": LONG}).status_code for _post in range(62)]

    assert statuses == [302] * 60 + [429] * 2
    assert Session.objects.count() == 60


def test_what_a_place_may_leave_here_in_a_day_is_bounded(home, time_machine):
    time_machine.move_to(NOON, tick=False)
    large = "w" * 19_000
    kept = 0
    while Client().post("/test-write/", {"text": large}).status_code == 302:
        time_machine.shift(2)
        kept += 1

    assert kept == post_replay.STASHED_BYTES_PER_DAY // len(f"text={large}")


def test_a_session_made_for_a_post_ends_with_it_and_a_sign_in_lasts(client, salma, settings):
    client.post("/test-write/", {"text": LONG})
    for_the_post = client.session.get_expiry_age()

    client.post("/en/accounts/login/", {"login": salma.email, "password": PASSWORD})

    assert for_the_post == post_replay.MAX_AGE
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize(
    "address", ["/test-open/", "https://evil.example/", "//evil.example/", "/x/"]
)
def test_nothing_is_sent_where_posts_are_not_kept(client, salma, address):
    again = sign_in(client, expired(client, salma).post("/test-write/", {"text": LONG}))
    session = client.session
    session[post_replay.SESSION_KEY][again.split("/")[-2]]["address"] = address
    session.save()

    assert client.get(again).status_code == 302


def test_a_stranger_who_only_looks_is_asked_to_sign_in(client):
    answer = client.get("/en/accounts/profile/?x=1")

    assert answer.headers["Location"] == "/en/accounts/login/?next=/en/accounts/profile/%3Fx%3D1"


def test_the_profile_keeps_what_was_typed_in_any_language(client, salma):
    expired(client, salma)
    answer = client.post("/ar/accounts/profile/", {"display_name": "سلمى", "language": "ar"})
    again = sign_in(client, answer)

    # The page is read in French: the form still goes to the Arabic address.
    page = client.get(again.replace("/ar/", "/fr/")).content.decode()

    assert 'action="/ar/accounts/profile/"' in page
    assert 'value="سلمى"' in page
