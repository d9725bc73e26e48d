"""Signing in by an emailed code, whichever form was used: one email is enough.

allauth accepts no code from somebody who signs in with an address without an account, or signs up
with one that has an account. Here both get a code like anybody else, on the same page: the first
then has an account, the second is signed in.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import (
    add_email_verification_sent_message,
    handle_verification_email_rate_limit,
    verify_email_indirectly,
)
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
    EmailVerificationProcess,
)
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import Login
from allauth.account.stages import EmailVerificationStage, LoginByCodeStage, LoginStageController
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.l10n import languages
from people import accounts, emails
from people.models import User


class CodeProcess(LoginCodeVerificationProcess):
    """Login-by-code flow of allauth that also sends a code to unknown addresses: no enumeration."""

    @classmethod
    def begin(cls, *, request: HttpRequest, user: User | None, email: str) -> "CodeProcess":
        """Email a code to the address; `user` is its owner, or None."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: Any) -> "CodeProcess | None":
        """The process of this session, or None if it has expired."""
        process: CodeProcess | None = cls(stage=stage).abort_if_invalid()
        return process

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        if self.user:
            super().send_by_email(email)
            return
        context = {"request": self.request, "code": self.generate_code()}
        get_adapter().send_mail("account/email/unknown_account", email, context)
        self.add_sent_message({"email": email, "recipient": email})

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: sign in, creating an account if there is none."""
        if self.user is None:
            email = self.state["email"]
            self._user = accounts.create_proved(email=email, language=languages.active())
        return super().finish(redirect_url)


class KnownAddressProcess(EmailVerificationProcess):
    """Of somebody who signs up with an address that has an account, on the page where a new
    address is confirmed: nothing on it says which of the two it is."""

    @classmethod
    def begin(cls, *, request: HttpRequest, email: str, redirect_url: str) -> HttpResponse:
        """Mail a code to the address, and lead to where it is typed."""
        login = Login(user=None, email=email, redirect_url=redirect_url, signup=True)
        LoginStageController(request, login).set_current(EmailVerificationStage.key)
        stash_login(request, login)
        process = cls(request=request, state=cls.initial_state(None, email))
        process.generate_code()
        process.send()
        process.persist()
        response: HttpResponse = get_adapter().respond_email_verification_sent(request, None)
        return response

    @classmethod
    def resume(cls, request: HttpRequest) -> "KnownAddressProcess | None":
        """The one that runs in this session; None where its time is over, or where the address is
        a new one."""
        state = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY)
        if not state or "user_id" in state:
            return None
        process: KnownAddressProcess | None = cls(request=request, state=state).abort_if_invalid()
        return process

    def send(self, skip_enumeration_mails: bool = False) -> None:
        handle_verification_email_rate_limit(self.request, self.email)
        context = {"request": self.request, "code": self.code}
        get_adapter().send_mail("account/email/account_already_exists", self.email, context)
        add_email_verification_sent_message(self.request, self.email, signup=True)

    def sign_in(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: what is left of signing in, a second step included."""
        self.request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)
        user = User.objects.filter(email=self.email).first()
        if user is None:
            return redirect("account_signup")
        record_authentication(self.request, user, method="code", email=self.email)
        verify_email_indirectly(self.request, user, self.email)
        login = Login(user=user, email=self.email, redirect_url=redirect_url)
        return perform_login(self.request, login)


def address_from_proof(proof: str) -> str:
    """The address that a link from our email proves; "" for a forged or expired link."""
    try:
        found: str = signing.loads(proof, salt=emails.PROOF, max_age=emails.PROOF_FOR_SECONDS)
    except signing.BadSignature:
        return ""
    return found
