import pytest
from bs4 import BeautifulSoup
from django.core import mail

from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.rooms import texts

pytestmark = pytest.mark.database

FIELDS = {
    "display_name": "Salma",
    "legal_name": "\u202eSalma  Ben Ali",
    "language": "ar",
    "time_zone": "Africa/Tunis",
    "country": "TN",
    "organisation": "Commune de Tunis",
}


def test_profile_asks_strangers_to_sign_in(client, home):
    answer = client.get("/ar/accounts/profile/")

    assert answer.headers["Location"] == "/ar/accounts/login/?next=/ar/accounts/profile/"


def test_profile_is_saved_and_shown_in_the_language_chosen(client, home):
    user = UserFactory(language="en")
    client.force_login(user)

    answer = client.post("/en/accounts/profile/", FIELDS)

    assert answer.headers["Location"] == "/ar/accounts/profile/"
    user.refresh_from_db()
    assert user.legal_name == "Salma Ben Ali"
    assert (user.language, user.time_zone, user.country) == ("ar", "Africa/Tunis", "TN")
    assert user.check_password(PASSWORD)


def test_time_zones_are_cities_in_the_language_of_the_reader(client, home):
    user = UserFactory(time_zone="America/Noronha")
    client.force_login(user)

    page = BeautifulSoup(client.get("/el/accounts/profile/").content, "lxml")

    select = page.select_one("select[name=time_zone]")
    cities = {one["value"]: one.text for one in select.select("option[value]")}
    assert cities["Europe/Athens"] == "Αθήνα"
    assert cities["Asia/Beirut"] == "Βηρυτός"
    assert len(cities) < 100
    # One from outside the list stays; the script puts the browser's first.
    assert [one["value"] for one in select.select("option[selected]")] == ["America/Noronha"]
    assert select["data-this-device"] == "Αυτή η συσκευή"
    assert page.select_one('script[type=module][src*="time-zone"]')


def test_a_zone_that_only_the_browser_knows_is_saved(client, home):
    user = UserFactory()
    client.force_login(user)

    client.post("/en/accounts/profile/", {**FIELDS, "time_zone": "Asia/Calcutta"})

    user.refresh_from_db()
    assert user.time_zone == "Asia/Calcutta"


def test_nothing_in_the_profile_must_be_filled_in(client, home):
    user = UserFactory(display_name="Salma", country="TN")
    client.force_login(user)

    answer = client.post("/en/accounts/profile/", {"language": "en"})

    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.country) == ("", "")


def test_a_wrong_value_is_told_beside_its_field(client, home):
    user = UserFactory(country="TN")
    client.force_login(user)

    page = client.post(
        "/en/accounts/profile/", {**FIELDS, "time_zone": "Moon/Sea", "language": "xx"}
    ).content.decode()

    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_time_zone_helptext id_time_zone_error"' in page
    user.refresh_from_db()
    assert user.language == "en"


def test_profile_saves_only_what_changed_in_it(client, home):
    user = UserFactory(display_name="Old")
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(organisation="Written elsewhere")

    client.post(
        "/en/accounts/profile/",
        {"language": "en", "display_name": "New", "organisation": "Written elsewhere"},
    )

    user.refresh_from_db()
    assert (user.display_name, user.organisation) == ("New", "Written elsewhere")


def test_profile_shows_ways_on(client, home):
    client.force_login(UserFactory(password=None))

    page = client.get("/en/accounts/profile/").content.decode()

    for path in ("email/", "password/set/", "2fa/", "logout/"):
        assert f'"/en/accounts/{path}"' in page
    assert texts(page, 'form[method=post][action="/en/accounts/logout/"]')
    assert 'href="/en/my-learning/"' in page


def test_the_address_changes_once_a_code_proves_the_new_one(client, home, mailed_code):
    user = UserFactory(email="old@example.org", password=None)
    client.force_login(user)

    asked = client.post("/en/accounts/email/", {"email": "New@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "old@example.org"
    client.post(asked.headers["Location"], {"code": mailed_code()})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(user.emailaddress_set.values_list("email", "verified")) == [
        ("new@example.org", True)
    ]
    # The old address is told.
    assert mail.outbox[-1].to == ["old@example.org"]


def test_changing_the_address_asks_for_the_password_and_then_goes_on(client, home):
    user = UserFactory(email="old@example.org")
    client.force_login(user)

    asked = client.post("/en/accounts/email/", {"email": "new@example.org", "action_add": "1"})
    assert asked.headers["Location"].startswith("/en/accounts/reauthenticate/")
    client.get(asked.headers["Location"])
    client.post(
        "/en/accounts/reauthenticate/", {"password": PASSWORD, "next": "/en/accounts/email/"}
    )

    assert mail.outbox[-1].to == ["new@example.org"]


def test_changing_the_password_keeps_this_session_and_ends_others(client, home):
    user = UserFactory()
    client.force_login(user)
    other = type(client)()
    other.force_login(user)

    client.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "quite another phrase"},
    )

    assert client.get("/en/accounts/profile/").status_code == 200
    assert other.get("/en/accounts/profile/").status_code == 302
    assert "Your password was changed" in mail.outbox[-1].body


def test_a_password_can_be_chosen_later(client, home):
    user = UserFactory(password=None)
    client.force_login(user)

    client.post("/en/accounts/password/set/", {"password1": "quite another phrase"})

    user.refresh_from_db()
    assert user.check_password("quite another phrase")
