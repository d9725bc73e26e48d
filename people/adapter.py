"""allauth adapters: our messages, our e-mails, rate limits and session lifetimes."""

from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import mail
from core.l10n import languages
from core.models import SiteIdentity
from people import emails, limits, roles
from people.models import User
from people.normalise import fold_address

TOO_MANY = gettext_lazy("Too many attempts. Try again later.")
WRONG_MAILED_CODE = gettext_lazy("This code is incorrect. Check the most recent email.")
WRONG_APP_CODE = gettext_lazy("This code is incorrect. Check your app again.")


class AccountAdapter(DefaultAccountAdapter):
    """Account adapter; does the same work for a known and an unknown address (no account
    enumeration)."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("This is already the email address of your account."),
        "email_password_mismatch": gettext_lazy("The email address and the password do not match."),
        "email_taken": gettext_lazy("This email address belongs to another account."),
        "enter_current_password": gettext_lazy("That is not your current password."),
        "incorrect_code": WRONG_MAILED_CODE,
        "incorrect_password": gettext_lazy("This password is incorrect."),
        "invalid_password_reset": gettext_lazy("This link no longer works. Ask for a new one."),
        "rate_limited": TOO_MANY,
        "same_as_current": gettext_lazy("The new value must be different from the current one."),
        "too_many_login_attempts": TOO_MANY,
    }

    # Mail ------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the e-mail in the recipient's language; the worker sends it."""
        with translation.override(language_of(email)):
            here = {"email": email, "next": get_next_redirect_url(allauth_context.request) or ""}
            message = emails.compose(template_prefix, {**here, **context})
            if message is None:
                message = self.render_mail(template_prefix, email, {"email": email, **context})
                mail.enqueue(to=email, subject=message.subject, text=str(message.body))
                return
            mail.enqueue(
                to=email,
                subject=message.subject,
                text=message.text,
                html=message.html,
                valid_for=message.valid_for,
            )

    # Accounts --------------------------------------------------------------------------------

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Save a new user with the language they signed up in."""
        super().save_user(request, user, form, commit=False)
        user.language = languages.active()
        user.display_name = form.cleaned_data.get("display_name", "")
        user.password = form.cleaned_data["password_hash"]
        if commit:
            user.save()
        return user

    def clean_email(self, email: str) -> str:
        return fold_address(email)

    # Signing in ------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The coarse rate limit of an account, whatever network the attempts come from."""
        if not self._count_failure(request, credentials, dry_run=True):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._count_failure(request, credentials)

    def _count_failure(
        self, request: HttpRequest, credentials: dict[str, Any], dry_run: bool = False
    ) -> bool:
        key = fold_address(credentials.get("email", ""))
        return ratelimit.consume(request, action="login_failed_account", key=key, dry_run=dry_run)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed logins per account and network: see `limits`."""
        return limits.network_cache_key(credentials.get("email", ""))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Drop a password that was set before the address was verified.

        Whoever signs up with another's address and a password of their own must not share the
        account once its owner logs in by a mailed code.
        """
        records = get_authentication_records(request, user)
        by_code = bool(records) and records[-1]["method"] == "code"
        if by_code and user.last_login is None and user.has_usable_password() and not user.is_staff:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            messages.info(
                request,
                _(
                    "For your security, the password of this account has been removed. You can set"
                    " a new one."
                ),
            )
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        limit_session(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The front page in the active language."""
        return f"/{languages.active()}/"

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**one, "description": words.get(one["id"], one["description"])} for one in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Two-factor authentication adapter: our messages, the portal's name as TOTP issuer."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy(
            "Turn off two-step verification before you change your email address."
        ),
        "cannot_delete_authenticator": gettext_lazy("Two-step verification cannot be turned off."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up two-step verification first."),
        "incorrect_code": WRONG_APP_CODE,
        "unverified_email": gettext_lazy("Confirm your email address first."),
    }

    def get_totp_issuer(self) -> str:
        return SiteIdentity.of(languages.active()).site_name

    def build_totp_svg(self, url: str) -> str:
        """Inline SVG: our content security policy allows no `data:` images."""
        code = segno.make(url, error="m", micro=False)
        return code.svg_inline(scale=5, border=3, dark="#000", light="#fff")


def language_of(email: str) -> str:
    """The language of the user with this address; the active one for an unknown address."""
    kept = User.objects.filter(email=fold_address(email)).values_list("language", flat=True).first()
    return kept if kept in languages.NAMES else languages.active()


def limit_session(request: HttpRequest) -> None:
    """Session lifetime: a working day for staff, as settings say for others."""
    is_staff = roles.may_enter_admin(request.user)
    request.session.set_expiry(settings.STAFF_SESSION_AGE if is_staff else None)
