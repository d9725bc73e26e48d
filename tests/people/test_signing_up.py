import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django_tasks.backends.dummy import DummyBackend

from people import accounts
from people.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.database


def test_sign_up_by_mailed_code_without_a_password(client, home, mailed_code):
    asked = client.post("/ar/accounts/signup/", {"email": "Salma@Example.org"})
    assert asked.headers["Location"] == "/ar/accounts/confirm-email/"
    assert mail.outbox[-1].to == ["salma@example.org"]

    typed = client.post("/ar/accounts/confirm-email/", {"code": mailed_code()})

    assert typed.headers["Location"] == "/ar/my-learning/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.language) == ("salma@example.org", "ar")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified


def test_sign_up_with_name_and_password(client, home, mailed_code):
    fields = {
        "email": "ines@example.org",
        "display_name": "\u202eIne\u0302s  ",
        "password1": PASSWORD,
    }

    client.post("/pt/accounts/signup/", fields)
    client.post("/pt/accounts/confirm-email/", {"code": mailed_code()})

    user = User.objects.get()
    assert user.display_name == "In\u00eas"
    assert user.check_password(PASSWORD)


def test_sign_up_goes_on_to_where_it_began(client, home, mailed_code):
    client.post("/en/accounts/signup/", {"email": "a@example.org", "next": "/en/courses/"})
    typed = client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert typed.headers["Location"] == "/en/courses/"


def test_a_weak_password_is_refused_and_what_was_typed_is_kept(client, home):
    answer = client.post("/en/accounts/signup/", {"email": "a@example.org", "password1": "short"})

    assert answer.status_code == 400
    assert "at least 10" in answer.content.decode()
    assert 'value="a@example.org"' in answer.content.decode()
    assert not User.objects.exists()


class NoQueue(DummyBackend):
    """A queue that takes nothing."""

    def enqueue(self, task, args, kwargs):
        raise OSError("full")


def test_a_person_is_saved_only_if_the_mail_is_queued(client, home, settings):
    settings.TASKS = {"default": {"BACKEND": "tests.people.test_signing_up.NoQueue", "QUEUES": []}}
    client.raise_request_exception = False

    assert client.post("/en/accounts/signup/", {"email": "a@example.org"}).status_code == 500
    assert not User.objects.exists()


def test_a_new_code_can_be_asked_for(client, home, mailed_code, clock):
    client.post("/en/accounts/signup/", {"email": "a@example.org"})
    first = mailed_code()
    clock.shift(11)

    client.post("/en/accounts/confirm-email/", {"action": "resend"})

    assert len(mail.outbox) == 2
    assert mailed_code() != first
    typed = client.post("/en/accounts/confirm-email/", {"code": mailed_code()})
    assert typed.headers["Location"] == "/en/my-learning/"


def test_a_code_works_for_a_quarter_of_an_hour(client, home, mailed_code, clock):
    client.post("/en/accounts/signup/", {"email": "a@example.org"})
    clock.shift(16 * 60)

    client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert "_auth_user_id" not in client.session


def test_a_code_is_taken_in_any_digits_and_with_spaces(client, home, mailed_code):
    client.post("/ar/accounts/signup/", {"email": "a@example.org"})
    eastern = mailed_code().translate(str.maketrans("0123456789-", "٠١٢٣٤٥٦٧٨٩ "))

    client.post("/ar/accounts/confirm-email/", {"code": eastern})

    assert "_auth_user_id" in client.session


def test_three_wrong_codes_end_it(client, home, mailed_code):
    client.post("/en/accounts/signup/", {"email": "a@example.org"})
    for _try in range(3):
        client.post("/en/accounts/confirm-email/", {"code": "00000000"})

    client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert "_auth_user_id" not in client.session


def test_who_has_an_account_is_told_by_mail_only(client, home):
    UserFactory(email="salma@example.org", language="ar")

    answer = client.post("/en/accounts/signup/", {"email": "salma@example.org"})

    assert answer.headers["Location"] == "/en/accounts/confirm-email/"
    assert "/ar/accounts/login/" in mail.outbox[-1].body
    assert User.objects.count() == 1


def test_the_one_mail_to_who_has_an_account_signs_in_by_its_code(client, home, mailed_code):
    UserFactory(email="salma@example.org", language="ar")
    asked = {"email": "salma@example.org", "next": "/en/courses/", "password1": PASSWORD}

    client.post("/en/accounts/signup/", asked)
    wrong = client.post("/en/accounts/confirm-email/", {"code": "00000000"})
    typed = client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert wrong.status_code == 400
    assert typed.headers["Location"] == "/en/courses/"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert len(mail.outbox) == 1


def test_who_has_an_account_may_ask_for_a_new_code_and_it_ends_like_any_other(
    client, home, mailed_code, clock
):
    UserFactory(email="salma@example.org")
    client.post("/en/accounts/signup/", {"email": "salma@example.org"})
    first = mailed_code()
    clock.shift(11)

    client.post("/en/accounts/confirm-email/", {"action": "resend"})

    assert len(mail.outbox) == 2
    assert mailed_code() != first
    clock.shift(16 * 60)
    client.post("/en/accounts/confirm-email/", {"code": mailed_code()})
    assert "_auth_user_id" not in client.session


def test_whose_account_is_deleted_meanwhile_is_led_back_to_signing_up(client, home, mailed_code):
    user = UserFactory(email="salma@example.org")
    client.post("/en/accounts/signup/", {"email": "salma@example.org"})
    user.delete()

    typed = client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert typed.headers["Location"] == "/en/accounts/signup/"
    assert "_auth_user_id" not in client.session


def test_an_address_that_is_proved_twice_at_once_is_one_account(db):
    first = accounts.create_proved(email="salma@example.org", language="ar")
    second = accounts.create_proved(email="salma@example.org", language="en")

    assert second == first
    assert second.language == "ar"
    assert EmailAddress.objects.get().verified


def test_a_code_from_signing_up_leads_staff_to_their_second_step(client, home, mailed_code):
    TOTP.activate(UserFactory(email="salma@example.org"), generate_totp_secret())
    client.post("/en/accounts/signup/", {"email": "salma@example.org"})

    typed = client.post("/en/accounts/confirm-email/", {"code": mailed_code()})

    assert "/2fa/authenticate/" in typed.headers["Location"]
    assert "_auth_user_id" not in client.session
