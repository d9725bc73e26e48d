"""django-allauth: functions of its `internal` package, and methods that no document names.

If one is gone: read allauth's release notes for what took its place, use that in the function
named, and mend this file. tests/people says whether signing in still does what we promise.
"""

from typing import Any

import pytest
from allauth.account import forms as stock
from allauth.account import views as account_views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.email_verification import (
    add_email_verification_sent_message,
)
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from people import adapter, forms, limits, receivers, sign_in, views
from tests.contract import missing, parameters, where
from tests.factories.people import UserFactory


@pytest.fixture
def request_of(db):
    """A request of somebody signed in, with a session, as allauth's middleware leaves it."""

    def make(user: Any = None) -> HttpRequest:
        request = RequestFactory().post("/")
        request.session, request.user = SessionStore(), user or AnonymousUser()
        return request

    return make


def test_a_session_tells_how_somebody_signed_in(request_of):
    user = UserFactory()
    request = request_of(user)

    record_authentication(request, user, "code", email=user.email)
    record = get_authentication_records(request, user)[-1]

    assert record["method"] == "code", where(adapter.AccountAdapter.pre_login)
    assert get_authentication_records(request_of(user), user) == []
    assert get_authentication_records(request, UserFactory()) == [], where(
        adapter.AccountAdapter.pre_login
    )


def test_a_second_step_that_was_just_shown_is_not_asked_for_again(request_of):
    user = UserFactory()
    request = request_of(user)
    before = did_recently_reauthenticate(request)

    record_authentication(request, user, "mfa", type="totp", reauthenticated=True)

    assert not before
    assert did_recently_reauthenticate(request), where(receivers.record_totp_authentication)


def test_an_address_row_is_made_for_who_has_none(db):
    user = UserFactory()
    EmailAddress.objects.filter(user=user).delete()

    sync_user_email_address(user)
    sync_user_email_address(user)

    rows = list(EmailAddress.objects.filter(user=user).values_list("email", "verified"))
    assert rows == [(user.email, False)], where(forms.RequestLoginCodeForm.clean_email)


def test_a_form_that_asks_for_a_code_knows_whose_address_it_is(request_of):
    user = UserFactory()
    form = stock.RequestLoginCodeForm({"email": user.email})

    with context.request_context(request_of()):
        assert form.is_valid()
    assert form._user == user, where(forms.RequestLoginCodeForm.clean_email)


def test_a_code_that_is_waited_for_is_found_by_its_stage(request_of):
    """What `people.sign_in` begins is what allauth's own page goes on with."""
    user, request = UserFactory(), request_of()
    with context.request_context(request):
        sign_in.CodeProcess.begin(request=request, user=user, email=user.email)
    found = []

    def page(request: HttpRequest) -> HttpResponse:
        found.append(request._login_stage)
        return HttpResponse()

    login_stage_required(stage="login_by_code", redirect_urlname="account_login")(page)(request)

    assert LoginCodeVerificationProcess.resume(found[0]).code, where(views.ConfirmCodeView)
    names = ["send_by_email", "generate_code", "add_sent_message", "persist", "initial_state"]
    assert missing(LoginCodeVerificationProcess, names) == [], where(sign_in.CodeProcess)


def test_a_sign_up_with_a_known_address_is_found_like_one_with_a_new_address(request_of):
    """By its state in the session, and by the stage of a login without a user."""
    UserFactory(email="salma@example.org")
    request = request_of()
    with context.request_context(request):
        sign_in.KnownAddressProcess.begin(
            request=request, email="salma@example.org", redirect_url="/en/courses/"
        )
        stage = LoginStageController.enter(request, EmailVerificationStage.key)

    state = request.session[EMAIL_VERIFICATION_CODE_SESSION_KEY]
    place = where(sign_in.KnownAddressProcess)
    assert "user_id" not in state, place
    assert EmailVerificationProcess.resume(request).code == state["code"], place
    assert stage.login.redirect_url == "/en/courses/", where(views.ConfirmAddressView)
    names = ["initial_state", "generate_code", "persist", "abort_if_invalid", "email"]
    assert missing(EmailVerificationProcess, names) == [], place
    view = ["_verify_form_valid", "_get_verify_form_class", "get_next_url"]
    assert missing(account_views.ConfirmEmailVerificationCodeView, view) == [], where(
        views.ConfirmAddressView
    )


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (add_email_verification_sent_message, ["request", "email", "signup"]),
        (perform_login, ["request", "login"]),
        (stash_login, ["request", "login"]),
    ],
)
def test_what_a_known_address_is_signed_in_by_takes_what_we_give(function, names):
    assert parameters(function) == names, where(sign_in.KnownAddressProcess)


class Probe(DefaultAccountAdapter):
    """allauth's own adapter, with a key that tells that it was asked for."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        self.asked = credentials
        return "probe"


@pytest.mark.parametrize("ask", ["pre_authenticate", "_delete_login_attempts_cached_email"])
def test_wrong_passwords_are_counted_under_a_key_of_ours(request_of, ask):
    probe = Probe(request_of())

    getattr(probe, ask)(request_of(), email="salma@example.org")

    assert probe.asked == {"email": "salma@example.org"}, where(
        adapter.AccountAdapter._get_login_attempts_cache_key
    )


def test_a_rate_may_be_looked_at_without_being_counted(request_of, settings):
    settings.ACCOUNT_RATE_LIMITS = {"contract": "1/m/key"}
    request, said = request_of(), where(adapter.AccountAdapter._count_failure)

    looked = [ratelimit.consume(request, action="contract", key="a", dry_run=True) for _ in "12"]
    counted = [ratelimit.consume(request, action="contract", key="a") for _ in "12"]

    assert looked == [True, True], said
    assert counted == [True, False], said
    assert ratelimit.consume(request, action="contract", key="b"), said


def test_the_request_is_at_hand_where_a_form_counts(request_of):
    request = request_of()

    with context.request_context(request):
        assert context.request is request, where(limits.consume_login_limit)


@pytest.mark.parametrize(
    ("ours", "stock_adapter"),
    [
        (adapter.AccountAdapter, DefaultAccountAdapter),
        (adapter.SecondFactorAdapter, DefaultMFAAdapter),
    ],
)
def test_every_message_that_we_reword_is_still_one_of_theirs(ours, stock_adapter):
    dead = set(ours.error_messages) - set(stock_adapter.error_messages)

    assert dead == set(), f"reworded for nobody: {where(ours)}"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("send_mail", ["self", "template_prefix", "email", "context"]),
        ("save_user", ["self", "request", "user", "form", "commit"]),
        ("clean_email", ["self", "email"]),
        ("pre_authenticate", ["self", "request", "credentials"]),
        ("authentication_failed", ["self", "request", "credentials"]),
        ("login", ["self", "request", "user"]),
        ("get_reauthentication_methods", ["self", "user"]),
        ("get_logout_redirect_url", ["self", "request"]),
    ],
)
def test_the_adapter_is_asked_as_we_answer(name, wanted):
    stock_method = getattr(DefaultAccountAdapter, name)

    assert parameters(stock_method) == wanted, where(getattr(adapter.AccountAdapter, name))


def test_the_mfa_adapter_is_asked_as_we_answer():
    names = ["get_totp_issuer", "build_totp_svg"]

    assert missing(DefaultMFAAdapter, names) == [], where(adapter.SecondFactorAdapter)


def test_ways_to_prove_oneself_again_are_named_as_we_reword_them(request_of):
    methods = DefaultAccountAdapter(request_of()).get_reauthentication_methods(UserFactory())

    assert [(one["id"], "description" in one) for one in methods] == [("reauthenticate", True)], (
        where(adapter.AccountAdapter.get_reauthentication_methods)
    )


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (stock.ChangePasswordForm, {"oldpassword", "password1", "password2"}),
        (stock.SetPasswordForm, {"password1", "password2"}),
        (stock.ResetPasswordKeyForm, {"password1", "password2"}),
    ],
)
def test_a_new_password_is_asked_for_in_the_fields_that_we_make_one(form, fields):
    assert set(form(user=UserFactory.build()).fields) == fields, where(
        forms.use_single_password_field
    )


def test_the_sign_in_page_tells_where_it_leads(client, home):
    context = client.get("/en/accounts/login/?next=/en/somewhere/").context

    assert context["redirect_field_value"] == "/en/somewhere/", where(
        views.SignInView.get_context_data
    )
