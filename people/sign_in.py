"""Signing in by an emailed code, also without an account: the same email creates one.

allauth only tells an address without an account that it has none, and accepts no code for it. Here
such an address gets a code like any other, on the same page; entering it creates the account.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.core import signing
from django.http import HttpRequest, HttpResponse

from core.l10n import languages
from people import accounts, emails


class CodeProcess(LoginCodeVerificationProcess):
    """allauth's, with a code for every address."""

    @classmethod
    def begin(cls, *, request: HttpRequest, user: Any, email: str) -> "CodeProcess":
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


def proved_address(proof: str) -> str:
    """The address that a link from our email proves; "" for a forged or expired link."""
    try:
        found: str = signing.loads(proof, salt=emails.PROOF, max_age=emails.PROOF_FOR_SECONDS)
    except signing.BadSignature:
        return ""
    return found
