import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from people import roles
from people.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.database


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_in_by_mailed_code(client, home, mailed_code):
    UserFactory(email="salma@example.org", password=None)

    asked = client.post(
        "/en/accounts/login/code/", {"email": "SALMA@example.org", "next": "/fr/courses/"}
    )
    assert asked.headers["Location"] == "/en/accounts/login/code/confirm/?next=%2Ffr%2Fcourses%2F"
    typed = client.post(asked.headers["Location"], {"code": mailed_code(), "next": "/fr/courses/"})

    assert typed.headers["Location"] == "/fr/courses/"
    assert is_signed_in(client)


def test_sign_in_by_password(client, home):
    UserFactory(email="salma@example.org")

    answer = client.post(
        "/ar/accounts/login/", {"login": "Salma@example.org", "password": PASSWORD}
    )

    assert answer.headers["Location"] == "/ar/my-learning/"
    assert is_signed_in(client)


def test_a_wrong_password_says_so_beside_the_field(client, home):
    UserFactory(email="salma@example.org")

    answer = client.post("/en/accounts/login/", {"login": "salma@example.org", "password": "no"})

    page = answer.content.decode()
    assert "do not match" in page
    # The address is offered again.
    assert page.count('value="salma@example.org"') == 1
    assert not is_signed_in(client)


def test_the_sign_in_page_offers_the_code_first(client, home):
    page = client.get("/en/accounts/login/?next=/en/courses/").content.decode()

    assert page.index('formaction="/en/accounts/login/code/"') < page.index('type="password"')
    assert page.count('name="next" value="/en/courses/"') == 1
    assert re.search(r'<input type="email" name="login"[^>]*autocomplete="username"', page)
    assert re.search(r'<input type="email" name="login"[^>]*dir="ltr"', page)


def test_no_redirect_by_language_after_signing_in(client, home):
    UserFactory(email="salma@example.org", language="ar")

    answer = client.post(
        "/fr/accounts/login/", {"login": "salma@example.org", "password": PASSWORD}
    )

    assert answer.headers["Location"] == "/fr/my-learning/"


def test_a_closed_account_stays_out(client, home):
    UserFactory(email="salma@example.org", is_active=False)

    answer = client.post(
        "/en/accounts/login/", {"login": "salma@example.org", "password": PASSWORD}
    )

    assert answer.headers["Location"] == "/en/accounts/inactive/"
    assert not is_signed_in(client)


def test_staff_stay_signed_in_for_a_working_day(client, home):
    editor, learner = UserFactory(), UserFactory()
    roles.give(editor, ["editor"])

    ages = []
    for user in (editor, learner):
        client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
        ages.append(client.session.get_expiry_age())
        client.post("/en/accounts/logout/")

    assert ages == [12 * 3600, 14 * 24 * 3600]


def test_sign_out_is_a_post_and_stays_in_the_language(client, home):
    client.force_login(UserFactory())

    assert client.get("/ar/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/ar/accounts/logout/").headers["Location"] == "/ar/"
    assert not is_signed_in(client)


def test_who_was_made_in_the_shell_needs_one_code_only(client, home, mailed_code):
    User.objects.create_superuser("admin@example.org", PASSWORD)

    client.post("/en/accounts/login/code/", {"email": "admin@example.org"})
    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})

    assert is_signed_in(client)
    assert len(mail.outbox) == 1
    assert EmailAddress.objects.get().verified
    assert User.objects.get().check_password(PASSWORD)


def test_a_password_set_before_the_address_was_proved_is_dropped(client, home, mailed_code):
    """Somebody signs up with Salma's address and a password of their own."""
    client.post("/en/accounts/signup/", {"email": "salma@example.org", "password1": PASSWORD})
    client.post("/en/accounts/logout/", {"next": "/en/accounts/login/"})

    client.post("/en/accounts/login/code/", {"email": "salma@example.org"})
    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})

    assert is_signed_in(client)
    assert not User.objects.get().has_usable_password()


def test_a_password_in_use_is_not_dropped_by_a_code(client, home, mailed_code):
    UserFactory(email="salma@example.org", last_login=timezone.now())

    client.post("/en/accounts/login/code/", {"email": "salma@example.org"})
    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})

    assert User.objects.get().check_password(PASSWORD)


def reset_path() -> str:
    """The path of the link in the newest mail."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)


def test_a_new_password_by_mailed_link(client, home):
    UserFactory(email="salma@example.org")
    client.post("/en/accounts/password/reset/", {"email": "salma@example.org"})
    link = reset_path()

    # A mail scanner opens the link first: nothing is used up.
    client.get(link)
    form = client.get(link).headers["Location"]
    answer = client.post(form, {"password1": "quite another phrase"})

    assert answer.headers["Location"] == "/en/my-learning/"
    assert User.objects.get().check_password("quite another phrase")
    assert client.get(link).status_code == 200  # used: says that it no longer works


def test_a_link_works_for_a_day(client, home, clock):
    UserFactory(email="salma@example.org")
    client.post("/en/accounts/password/reset/", {"email": "salma@example.org"})
    clock.shift(24 * 3600 + 60)

    assert "no longer works" in client.get(reset_path()).content.decode()


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_links_never_carry_the_host_of_a_request(client, home, settings, header):
    settings.ALLOWED_HOSTS = ["*"]
    UserFactory(email="salma@example.org")

    client.post(
        "/en/accounts/password/reset/",
        {"email": "salma@example.org"},
        **{header: "evil.example"},
    )

    assert "evil" not in mail.outbox[-1].body
    assert f"{settings.WAGTAILADMIN_BASE_URL}/en/accounts/" in mail.outbox[-1].body


NEXTS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "%2F%2Fevil.example",
    "https://testserver.evil.example/",
]


@pytest.mark.parametrize("wanted", NEXTS)
@pytest.mark.parametrize("page", ["login", "logout"])
def test_next_never_leads_away(client, home, wanted, page):
    UserFactory(email="salma@example.org")
    fields = {"login": "salma@example.org", "password": PASSWORD, "next": wanted}

    answer = client.post(f"/en/accounts/{page}/", fields)

    target = answer.headers["Location"]
    assert target.startswith("/en/") or target == wanted == "%2F%2Fevil.example"
