"""One login form: the address is asked once, the place is kept, and one mail is enough."""

import re
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from wagtail.models import PageViewRestriction

from people.models import User
from tests.factories.core import standard_page
from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import texts

NEW = "new@example.org"


@pytest.fixture
def place(roots) -> str:
    standard_page(roots["ar"], "A lesson", slug="a-lesson")
    return "/ar/a-lesson/"


def link() -> str:
    """The path of the link in the newest mail."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


# One field ------------------------------------------------------------------------------------


def test_the_address_is_asked_once(client, place):
    page = client.get(f"/ar/accounts/login/?next={place}").content.decode()

    assert page.count('type="email"') == 1
    assert page.count('type="password"') == 1
    assert len(texts(page, f'input[name=next][value="{place}"]')) == 1
    # A browser insists on the address, never on the password.
    assert re.search(r'<input type="email" name="login"[^>]*required', page)
    assert not re.search(r'<input type="password"[^>]*required', page)


@pytest.mark.parametrize(
    ("pressed", "more"),
    [
        ("/ar/accounts/login/code/", {}),
        # A password manager has filled the other field in.
        ("/ar/accounts/login/code/", {"password": "filled in"}),
        # Enter, beside the address.
        ("/ar/accounts/login/", {"password": ""}),
    ],
)
def test_a_code_is_mailed_from_the_one_form(client, place, mailed_code, pressed, more):
    UserFactory(email="salma@example.org", password=None)

    asked = client.post(pressed, {"login": "Salma@example.org", "next": place, **more})
    assert asked.headers["Location"] == f"/ar/accounts/login/code/confirm/?next={quote(place, '')}"
    typed = client.post(asked.headers["Location"], {"code": mailed_code(), "next": place})

    assert typed.headers["Location"] == place
    assert is_signed_in(client)


def test_a_password_from_the_one_form(client, place):
    UserFactory(email="salma@example.org")

    answer = client.post(
        "/ar/accounts/login/",
        {"login": "salma@example.org", "password": PASSWORD, "next": place},
    )

    assert answer.headers["Location"] == place


def test_what_is_no_address_is_told_with_one_field_and_the_place(client, place):
    page = client.post("/ar/accounts/login/", {"login": "salma", "next": place}).content.decode()

    assert page.count('type="email"') == 1
    assert 'value="salma"' in page
    assert texts(page, f'input[name=next][value="{place}"]')


# One mail -------------------------------------------------------------------------------------


def test_one_mail_makes_the_account_by_its_code(client, place, mailed_code):
    asked = client.post("/ar/accounts/login/", {"login": NEW, "next": place})
    typed = client.post(asked.headers["Location"], {"code": mailed_code(), "next": place})

    assert typed.headers["Location"] == place
    assert len(mail.outbox) == 1
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.language, user.has_usable_password()) == (NEW, "ar", False)
    row = EmailAddress.objects.get()
    assert (row.email, row.verified, row.primary) == (NEW, True, True)


def test_one_mail_makes_the_account_by_its_link_on_another_device(client, place):
    client.post("/ar/accounts/login/", {"login": NEW, "next": place})
    other = Client()
    page = other.get(link()).content.decode()
    assert f'value="{NEW}"' in page
    assert "disabled" in page

    proof = re.search(r'name="proof" value="([^"]+)"', page).group(1)
    answer = other.post(
        "/ar/accounts/signup/",
        {"email": "another@example.org", "display_name": "Salma", "proof": proof, "next": place},
    )

    assert answer.headers["Location"] == place
    assert is_signed_in(other)
    assert len(mail.outbox) == 1
    assert User.objects.get().email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, True)]


def test_nothing_is_made_before_the_code_is_typed(client, home):
    client.post("/en/accounts/login/", {"login": NEW})
    client.post("/en/accounts/login/code/confirm/", {"code": "0000-0000"})
    client.get(link())

    assert not User.objects.exists()
    assert not is_signed_in(client)


def test_a_code_of_a_new_address_ends_like_any_other(client, home, mailed_code, clock):
    client.post("/en/accounts/login/", {"login": NEW})
    clock.shift(16 * 60)

    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})

    assert not User.objects.exists()


def test_a_new_address_may_ask_for_a_new_code(client, home, mailed_code, clock):
    client.post("/en/accounts/login/", {"login": NEW})
    clock.shift(11)
    client.post("/en/accounts/login/code/confirm/", {"action": "resend"})

    assert len(mail.outbox) == 2
    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})
    assert is_signed_in(client)


def test_an_account_made_meanwhile_is_taken(client, home, mailed_code):
    client.post("/en/accounts/login/", {"login": NEW})
    UserFactory(email=NEW)

    client.post("/en/accounts/login/code/confirm/", {"code": mailed_code()})

    assert is_signed_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("way", ["code", "reset"])
def test_a_link_is_used_once_and_for_a_day(client, place, clock, way):
    path, field = {
        "code": ("/ar/accounts/login/", "login"),
        "reset": ("/ar/accounts/password/reset/", "email"),
    }[way]
    client.post(path, {field: NEW, "next": place})
    assert f"next={quote(place, '')}" in link()

    UserFactory(email=NEW)
    used = Client().get(link())
    assert used.headers["Location"].startswith("/ar/accounts/login/?email=new%40example.org")
    User.objects.all().delete()
    clock.shift(25 * 3600)
    late = Client().get(link()).content.decode()
    assert 'name="proof"' not in late or NEW not in late


def test_a_forged_link_proves_nothing(client, home):
    posted = {"email": NEW, "proof": "victim@example.org:1xyz:forged"}

    client.post("/en/accounts/signup/", posted)

    assert not is_signed_in(client)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, False)]


def test_the_link_for_who_has_an_account_keeps_the_place(client, place):
    UserFactory(email="salma@example.org", language="ar")

    client.post("/ar/accounts/signup/", {"email": "salma@example.org", "next": place})

    assert link().startswith("/ar/accounts/login/?")
    assert f"next={quote(place, '')}" in link()
    assert "https://evil" not in mail.outbox[-1].body


def test_a_link_never_leads_away(client, home):
    client.post("/en/accounts/login/", {"login": NEW, "next": "https://evil.example/"})

    assert "evil" not in mail.outbox[-1].body


# The place is kept for who only reads ----------------------------------------------------------


def reading_on(client, next_page: str, referer: str = "") -> str:
    headers = {"referer": f"http://testserver{referer}"} if referer else {}
    page = client.get("/ar/accounts/login/", {"next": next_page}, headers=headers).content.decode()
    return re.search(r'<p class="small quiet">[^<]*<a href="([^"]*)"', page).group(1)


def test_going_on_reading_leads_back_to_the_lesson(client, place):
    assert reading_on(client, f"{place}#done") == f"{place}#done"
    assert reading_on(client, "/ar/library/?q=x") == "/ar/library/?q=x"


@pytest.mark.parametrize(
    "wanted",
    [
        "/ar/my-learning/",
        "/ar/accounts/profile/",
        "/ar/accounts/email/",
        "/admin/",
        "https://evil.example/ar/",
        "//evil.example/ar/",
        "/ar/never/",
        "",
    ],
)
def test_where_an_account_is_needed_it_leads_to_the_page_before(client, place, wanted):
    assert reading_on(client, wanted) == "/ar/"
    assert reading_on(client, wanted, referer=place) == place


def test_a_page_for_some_is_no_place_to_go_on_reading(client, place, roots):
    guarded = standard_page(roots["ar"], "For some", slug="for-some")
    PageViewRestriction.objects.create(page=guarded, restriction_type=PageViewRestriction.LOGIN)

    assert reading_on(client, "/ar/for-some/") == "/ar/"


def test_from_a_form_that_was_kept_it_leads_to_the_page_of_the_form(client, place):
    key = "00000000-0000-4000-8000-000000000000"
    answer = client.post(f"/ar/learn/{key}/done/", headers={"referer": f"http://testserver{place}"})

    page = client.get(answer.headers["Location"]).content.decode()

    assert f'<a href="{place}"' in page
