"""Account e-mails: what each says, in the active language.

allauth identifies an e-mail by its template prefix; here each has an `Email` instead, so that the
plain-text and the HTML part cannot differ. Links use the configured base URL, never the Host header
of a request. Names in sentences are wrapped in bidi isolates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.l10n import languages
from core.models import SiteIdentity
from people.normalise import bidi_isolate

Context = Mapping[str, Any]

# What a link proves that came by mail: that the address is the reader's. For how long.
PROOF = "people.sign-up"
PROOF_FOR_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Email:
    """An e-mail: sentences, then a code or a link, then more sentences."""

    subject: str
    before: list[str]
    code: str = ""
    link: str = ""
    after: list[str] | None = None
    # For how long the code or the link works.
    valid_for: timedelta | None = None

    @property
    def text(self) -> str:
        """The plain-text part."""
        parts = [*self.before, self.code, self.link, *(self.after or []), signature()]
        return "\n\n".join(part for part in parts if part) + "\n"

    @property
    def html(self) -> str:
        """The HTML part: the same words, with language and direction."""
        language = languages.active()
        context = {
            "email": self,
            "language": language,
            "direction": languages.direction(language),
            "signature": signature(),
        }
        return render_to_string("people/email.html", context)


def compose(name: str, context: Context) -> Email | None:
    """Compose the e-mail that allauth knows as `name`; None for an unknown one."""
    make = EMAILS.get(name)
    return make(context) if make else None


def site() -> str:
    return bidi_isolate(SiteIdentity.of(languages.active()).site_name)


def signature() -> str:
    return SiteIdentity.of(languages.active()).site_name


def address_of(name: str, *args: str) -> str:
    """The absolute URL of one of our pages, in the active language."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def back(address: str, context: Context, **more: str) -> str:
    """The address with the page where the person was, and query parameters."""
    known = {"next": context.get("next", ""), **more}
    query = urlencode({name: value for name, value in known.items() if value})
    return f"{address}?{query}" if query else address


def how_long(seconds: int) -> str:
    """How long a code is valid, as a whole sentence."""
    minutes = seconds // 60
    return ngettext(
        "The code can be used once and expires after %(count)s minute.",
        "The code can be used once and expires after %(count)s minutes.",
        minutes,
    ) % {"count": minutes}


def not_you() -> str:
    return _("If you did not ask for this, ignore this email. Nothing will change.")


def act_now() -> str:
    words = _(
        "If this was not you, sign in, choose a new password straight away and write to us at %s."
    )
    return words % bidi_isolate(SiteIdentity.of(languages.active()).contact)


def sign_in_code(context: Context) -> Email:
    return Email(
        subject=_("Your code for %s") % site(),
        before=[_("This is your sign-in code. Enter it on the page you have open.")],
        code=context["code"],
        after=[how_long(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT), not_you()],
        valid_for=timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    )


def sign_up_code(context: Context) -> Email:
    return Email(
        subject=_("Your code for %s") % site(),
        before=[
            _("Welcome to %s.") % site(),
            _("Enter this code on the page you have open. Your account will then be ready."),
        ],
        code=context["code"],
        after=[how_long(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT), not_you()],
        valid_for=timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    )


def address_code(context: Context) -> Email:
    return Email(
        subject=_("Your code for %s") % site(),
        before=[
            _("Enter this code on the page you have open. This confirms that the address is yours.")
        ],
        code=context["code"],
        after=[how_long(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT), not_you()],
        valid_for=timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    )


def already_here(context: Context) -> Email:
    """To who signs up with an address that has an account: this one mail signs them in. Without a
    code to who asks for it as a second address of another account."""
    code = context.get("code", "")
    before = [
        _("You asked to create an account with this email address, but you already have one.")
    ]
    if code:
        before += [
            _("To sign in, type this code on the page that you have open."),
            how_long(settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
            _("If that page is no longer open, use the link below instead."),
        ]
    else:
        before.append(_("Sign in here. You do not need a password: we can email you a code."))
    return Email(
        subject=_("Your account at %s") % site(),
        before=before,
        code=code,
        link=back(address_of("account_login"), context, email=context.get("email", "")),
        after=[not_you()],
    )


def not_known(context: Context) -> Email:
    """To an address that has no account: its code or its link creates one."""
    email, code = context.get("email", ""), context.get("code", "")
    proof = signing.dumps(email, salt=PROOF)
    before = [_("There is no account with this address. Perhaps you signed up with another one.")]
    if code:
        before += [
            _("To create an account, type this code on the page that you have open."),
            how_long(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
            _("If that page is no longer open, use the link below instead."),
        ]
    else:
        before.append(_("You can create an account here. The link works for one day:"))
    return Email(
        subject=_("Your account at %s") % site(),
        before=before,
        code=code,
        link=back(address_of("account_signup"), context, proof=proof),
        after=[not_you()],
        valid_for=timedelta(seconds=PROOF_FOR_SECONDS),
    )


def invitation(context: Context) -> Email:
    """To a user whose account an administrator has created."""
    before = [_("An account has been created for you at %s, with this email address.") % site()]
    if context.get("roles"):
        before.append(_("Your role there: %s.") % bidi_isolate(context["roles"]))
    before.append(
        _("Sign in here. You do not need a password: we email you a code when you ask for one.")
    )
    link = address_of("account_login")
    return Email(
        subject=_("Your account at %s") % site(),
        before=before,
        link=f"{link}?next=/admin/" if context.get("roles") else link,
        after=[_("If you do not know why you received this email, you can ignore it.")],
    )


def new_password(context: Context) -> Email:
    key = f"{context['uid']}-{context['key']}"
    path = reverse("account_reset_password_from_key", args=["UID", "KEY"]).replace("UID-KEY", key)
    return Email(
        subject=_("Reset your password for %s") % site(),
        before=[
            _(
                "Choose a new password on this page. The link can be used once and expires after"
                " one day."
            )
        ],
        link=settings.WAGTAILADMIN_BASE_URL + path,
        after=[not_you()],
        valid_for=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def account_notice(sentence: Callable[[Context], str]) -> Callable[[Context], Email]:
    """A notification of a change to the account."""

    def make(context: Context) -> Email:
        return Email(
            subject=_("A change to your account at %s") % site(),
            before=[sentence(context)],
            after=[_("If this was you, you need do nothing."), act_now()],
        )

    return make


def address_changed(context: Context) -> str:
    return _("The email address of your account was changed from %(old)s to %(new)s.") % {
        "old": bidi_isolate(context["from_email"]),
        "new": bidi_isolate(context["to_email"]),
    }


EMAILS: dict[str, Callable[[Context], Email]] = {
    "people/email/invitation": invitation,
    "account/email/login_code": sign_in_code,
    "account/email/email_confirmation_signup": sign_up_code,
    "account/email/email_confirmation": address_code,
    "account/email/account_already_exists": already_here,
    "account/email/unknown_account": not_known,
    "account/email/password_reset_key": new_password,
    "account/email/email_changed": account_notice(address_changed),
    "account/email/email_deleted": account_notice(
        lambda context: (
            _("The address %s was removed from your account.")
            % bidi_isolate(context["deleted_email"])
        )
    ),
    "account/email/password_changed": account_notice(lambda _c: _("Your password was changed.")),
    "account/email/password_set": account_notice(lambda _c: _("Your account now has a password.")),
    "account/email/password_reset": account_notice(
        lambda _c: _("Your password was changed using a link that we emailed to you.")
    ),
    "mfa/email/totp_activated": account_notice(
        lambda _c: _("Two-step verification is now on: signing in also takes a code from an app.")
    ),
    "mfa/email/totp_deactivated": account_notice(
        lambda _c: _("Two-step verification was turned off.")
    ),
    "mfa/email/recovery_codes_generated": account_notice(
        lambda _c: _(
            "New recovery codes were created for your account. The old ones no longer work."
        )
    ),
}
