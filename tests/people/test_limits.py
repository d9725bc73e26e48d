"""Rate limits of login and sign-up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread
from types import SimpleNamespace

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection
from django.test import Client

from core.caching import counters
from core.models import Counter
from people import limits
from people.limits import network
from portal.settings import base
from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import language_of

pytestmark = pytest.mark.database

HERE, ELSEWHERE = "127.0.0.2", "127.0.0.3"
EMAIL = "salma@example.org"


@pytest.fixture
def salma(home):
    return UserFactory(email=EMAIL)


def try_password(password: str, address: str = HERE, email: str = EMAIL, **headers: str) -> bool:
    """Whether this password from this address of the network lets one in."""
    client = Client(REMOTE_ADDR=address)
    client.post("/en/accounts/login/", {"login": email, "password": password}, **headers)
    return "_auth_user_id" in client.session


def test_after_six_wrong_passwords_the_right_one_waits(salma, clock):
    for _try in range(6):
        try_password("wrong")

    assert not try_password(PASSWORD)
    clock.shift(5 * 60 + 1)
    assert try_password(PASSWORD)


def test_the_owner_is_not_locked_out_by_a_stranger(salma):
    for _try in range(7):
        try_password("wrong", HERE)

    assert try_password(PASSWORD, ELSEWHERE)


def test_the_owner_can_still_have_a_code_and_a_link(salma):
    for path in ("/en/accounts/login/code/", "/en/accounts/password/reset/"):
        places = [*[HERE] * 6, ELSEWHERE]
        answers = [Client(REMOTE_ADDR=place).post(path, {"email": EMAIL}) for place in places]

        assert [answer.status_code for answer in answers] == [302] * 5 + [400, 302]


def test_a_forged_header_gives_no_more_tries(salma):
    for number in range(40):
        try_password("wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

    assert not try_password(PASSWORD, HTTP_X_FORWARDED_FOR="10.1.1.1")


def test_one_way_of_writing_an_address_gives_no_more_tries_than_another(salma):
    for email in (
        EMAIL,
        EMAIL.upper(),
        f" {EMAIL} ",
        "\uff53alma@example.org",
        "Salma@Example.org",
    ):
        try_password("wrong", email=email)
    try_password("wrong", email="ſalma@example.org")

    assert not try_password(PASSWORD)


@pytest.mark.parametrize("other", ["josé@example.org", "jose@exàmple.org"])
def test_an_address_with_other_accents_is_another_address(home, other):
    """Neither its tries nor its account are those of the plain one (CVE-2026-97764)."""
    UserFactory(email="jose@example.org")

    assert not try_password(PASSWORD, email=other)
    for _try in range(7):
        try_password("wrong", email=other)
    assert try_password(PASSWORD, email="jose@example.org")


def test_many_networks_meet_the_wide_fence(salma, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "login_failed_account": "10/d/key",
    }
    for number in range(10):
        try_password("wrong", f"127.0.1.{number}")

    assert not try_password(PASSWORD, ELSEWHERE)


def test_right_passwords_are_not_counted(salma):
    assert [try_password(PASSWORD) for _try in range(10)] == [True] * 10


def test_a_classroom_behind_one_address_signs_in(home):
    people = [UserFactory() for _seat in range(40)]

    assert all(try_password(PASSWORD, HERE, person.email) for person in people)


def test_a_classroom_behind_one_address_signs_up(home):
    statuses = {
        Client(REMOTE_ADDR=HERE)
        .post("/en/accounts/signup/", {"email": f"seat{seat}@example.org"})
        .status_code
        for seat in range(40)
    }

    assert statuses == {302}


def test_too_many_tries_are_told_in_words(home, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/m/ip"}
    client = Client()
    client.post("/ar/accounts/signup/", {"email": "a@example.org"})

    answer = Client().post("/ar/accounts/signup/", {"email": "b@example.org"})

    assert answer.status_code == 429
    assert language_of(answer.content.decode()) == ("ar", "rtl")


def test_workers_share_what_they_count(salma, settings, tmp_path):
    """Each thread has a cache client of its own, as each worker has."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    for _try in range(6):
        try_password("wrong")
    seen = []

    def other_worker():
        seen.append([caches["default"] is not mine, len(list(tmp_path.iterdir())) > 0])

    mine = caches["default"]
    worker = Thread(target=other_worker)
    worker.start()
    worker.join()
    caches.close_all()
    del caches["default"]

    assert seen == [[True, True]]
    assert not try_password(PASSWORD)


def test_tries_are_counted_in_the_database_by_default(salma, settings):
    call_command("createcachetable", "portal_cache")
    settings.CACHES = base.CACHES
    for _try in range(6):
        try_password("wrong")
    # A client that has seen nothing yet, as in another worker.
    del caches["default"]

    assert not try_password(PASSWORD)


def test_counted_tries_are_not_pushed_out_by_what_else_is_kept(salma, settings):
    call_command("createcachetable", "portal_cache")
    settings.CACHES = base.CACHES
    for _try in range(6):
        try_password("wrong")
    cache.set_many({f"~{number}": number for number in range(400)})

    assert not try_password(PASSWORD)


@pytest.mark.slow
def test_one_password_for_each_of_many_accounts_meets_a_days_limit(home, clock):
    """Slow enough for the minute's limit, and never twice at one account."""
    tried = 0
    while try_password(PASSWORD, HERE, UserFactory().email):
        for _try in range(5):
            try_password("wrong", HERE, f"person{tried}@nowhere.example")
            tried += 1
        clock.shift(10)
        assert tried <= 130

    assert tried == 100
    assert try_password(PASSWORD, ELSEWHERE, UserFactory().email)


def test_of_codes_tried_at_once_no_more_are_judged_than_may_be(committed_db):
    """Each request reads the session before another has written to it."""
    judged = []

    def judge(_number: int) -> None:
        judged.append(limits.consume_code_try(request, "1234-5678"))
        connection.close()

    request = SimpleNamespace(session=SimpleNamespace(session_key="s"))
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(judge, range(24)))

    assert sorted(judged) == [False] * 21 + [True] * 3


@pytest.mark.parametrize("path", ["login/code/confirm/", "confirm-email/"])
def test_a_code_that_was_tried_too_often_is_not_taken(salma, mailed_code, path):
    """The session says nothing of those tries, as when they came at once."""
    client = Client()
    is_new = path == "confirm-email/"
    door = "signup/" if is_new else "login/code/"
    client.post(f"/en/accounts/{door}", {"email": "new@example.org" if is_new else EMAIL})
    request = SimpleNamespace(session=client.session)
    for _try in range(3):
        limits.consume_code_try(request, mailed_code())

    client.post(f"/en/accounts/{path}", {"code": mailed_code()})

    assert "_auth_user_id" not in client.session


def test_counts_are_kept_without_addresses_and_not_for_long(db, clock):
    counters.add("feedback:203.0.113.9", per=timedelta(days=1))
    kept = Counter.objects.get()

    clock.shift(2 * 86400)
    counters.delete_expired()

    assert "203" not in kept.key
    assert not Counter.objects.exists()


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:0:1200::1", "2001:db8:0:12ff:9::2", True),
        ("2001:db8:0:1200::1", "2001:db8:0:1300::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
    ],
)
def test_a_household_is_one_network(first, second, is_one):
    """Whoever has a /56 of IPv6 has no more tries than whoever has one address of IPv4."""
    assert (network(first) == network(second)) is is_one
