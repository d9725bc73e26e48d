import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail

from core.l10n import languages
from people import roles
from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import language_of


@pytest.fixture
def administrator(client, roots):
    user = UserFactory(email="admin@example.org", language="en")
    roles.give(user, ["administrator"])
    client.force_login(user)
    return user


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def test_an_administrator_makes_a_translators_account(client, administrator, mailed_code):
    page = client.get("/admin/users/new/").content.decode()
    assert "Translator: العربية" in page
    assert "password" not in page.lower().split("<form")[-1]

    answer = client.post(
        "/admin/users/new/",
        {
            "email": "Nour@Example.org",
            "display_name": "نور",
            "language": "ar",
            "groups": [group("translator-ar")],
        },
    )

    assert answer.status_code == 302
    user = User.objects.get(email="nour@example.org")
    assert (user.display_name, user.language, user.is_staff) == ("نور", "ar", True)
    assert not user.has_usable_password()
    assert user.wagtail_userprofile.preferred_language == "ar"

    # And the new person signs in with one code.
    nour = type(client)()
    nour.post("/ar/accounts/login/code/", {"email": "nour@example.org"})
    entered = nour.post(
        "/ar/accounts/login/code/confirm/", {"code": mailed_code(), "next": "/admin/"}
    )
    assert entered.headers["Location"] == "/admin/"
    assert 'lang="ar"' in nour.get("/admin/").content.decode()


def test_the_new_person_is_told_how_to_sign_in_in_their_language(client, administrator):
    page = BeautifulSoup(client.get("/admin/users/new/").content, "lxml")
    assert page.select_one("[name=invite][checked]")

    client.post(
        "/admin/users/new/",
        {
            "email": "amelie@example.org",
            "display_name": "Amélie",
            "language": "fr",
            "groups": [group("translator-fr"), group("editor")],
            "invite": "on",
        },
    )

    message = mail.outbox[-1]
    assert message.to == ["amelie@example.org"]
    assert "/fr/accounts/login/?next=/admin/" in message.body
    assert "Français" in message.body
    assert language_of(str(message.alternatives[0].content)) == ("fr", "ltr")
    user = User.objects.get(email="amelie@example.org")
    assert user.has_perm(roles.TRANSLATE)
    assert roles.writable_languages(user) == set(languages.CODES)


def test_an_invitation_is_mailed_again_only_to_who_has_not_signed_in(client, administrator):
    new = UserFactory(email="new@example.org", last_login=None, password=None)
    old = UserFactory(email="old@example.org")
    sent = {"email": "new@example.org", "language": "en", "is_active": "on", "invite": "on"}

    client.post(f"/admin/users/edit/{new.pk}/", sent)
    client.post(f"/admin/users/edit/{old.pk}/", {**sent, "email": "old@example.org"})

    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert 'name="invite"' not in client.get(f"/admin/users/edit/{old.pk}/").content.decode()


def test_a_learner_is_invited_to_the_portal_not_to_the_admin(client, administrator):
    sent = {"email": "salma@example.org", "language": "ar", "invite": "on"}

    client.post("/admin/users/new/", sent)

    assert "/ar/accounts/login/" in mail.outbox[-1].body
    assert "next=" not in mail.outbox[-1].body


@pytest.mark.database
def test_an_address_that_is_taken_is_refused_in_any_writing(client, administrator):
    UserFactory(email="nour@example.org")

    answer = client.post("/admin/users/new/", {"email": "NOUR@example.org", "language": "ar"})

    assert answer.status_code == 200
    assert User.objects.filter(email__iexact="nour@example.org").count() == 1


@pytest.mark.database
def test_a_new_address_must_be_proved_by_its_owner(client, administrator):
    user = UserFactory(email="old@example.org")

    client.post(
        f"/admin/users/edit/{user.pk}/",
        {"email": "new@example.org", "language": "en", "is_active": "on"},
    )

    user.refresh_from_db()
    assert user.email == "new@example.org"
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(rows) == [("new@example.org", False, True)]
    assert user.check_password(PASSWORD)


def test_an_account_can_be_closed_and_its_role_taken(client, administrator):
    user = UserFactory()
    roles.give(user, ["editor"])

    client.post(f"/admin/users/edit/{user.pk}/", {"email": user.email, "language": "en"})

    user.refresh_from_db()
    assert not user.is_active
    assert not user.is_staff


def test_nobody_closes_their_own_account(client, administrator):
    page = client.get(f"/admin/users/edit/{administrator.pk}/").content.decode()

    assert 'name="is_active"' not in page


def test_nobody_is_made_superuser_in_the_admin(client, administrator):
    user = UserFactory()

    client.post(
        f"/admin/users/edit/{user.pk}/",
        {"email": user.email, "language": "en", "is_active": "on", "is_superuser": "on"},
    )

    user.refresh_from_db()
    assert not user.is_superuser


@pytest.mark.database
@pytest.mark.parametrize("words", ["سلم", "Ben Ali", "salma@"])
def test_a_person_is_found_by_part_of_any_name(client, administrator, words):
    UserFactory(email="salma@example.org", display_name="سلمى", legal_name="Salma Ben Ali")
    UserFactory(email="other@example.org", display_name="Other")

    page = client.get("/admin/users/", {"q": words}).content.decode()

    assert "salma@example.org" in page
    assert "other@example.org" not in page


def test_the_list_of_people_costs_the_same_for_one_and_for_many(
    client, administrator, django_assert_max_num_queries
):
    for _number in range(10):
        roles.give(UserFactory(), ["editor", "translator-ar"])
    client.get("/admin/users/")

    with django_assert_max_num_queries(25):
        page = client.get("/admin/users/").content.decode()

    assert "Editor, Translator: العربية" in page


def test_ones_own_settings_ask_for_no_first_and_last_name(client, administrator):
    page = client.get("/admin/account/")

    assert page.status_code == 200
    assert "first_name" not in page.content.decode()


@pytest.mark.database
def test_a_known_address_is_told_in_words_that_fit(client, administrator):
    UserFactory(email="nour@example.org")

    answer = client.post(
        "/admin/users/new/", {"email": "nour@example.org", "language": "ar", "groups": []}
    )

    said = answer.content.decode()
    assert "There is already an account with this email address." in said
    assert "username" not in BeautifulSoup(said, "lxml").main.text
