"""Account forms: allauth's with our fields and labels, and the profile form."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.optimistic_locking import SeenVersionMixin
from core.printing import check_printable
from people import limits, time_zones
from people.adapter import limit_session
from people.fields import AddressField, CodeField, NameField, SecretField
from people.models import User

PASSWORD_HELP = _("At least 10 characters. A few words that you can remember work best.")


class LoginForm(account.LoginForm):
    """The address, and a password for users who have one: without it a code is emailed, so no
    browser may insist on the password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(autocomplete="username")
        self.fields["login"].widget.attrs |= {"required": True, "form": "sign-in"}
        self.fields["password"] = SecretField()
        self.order_fields(["login", "password"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        # allauth has just set the session age of learners.
        if request.user.is_authenticated:
            limit_session(request)
        return response


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    """Request a login code by e-mail."""

    email = AddressField()

    def clean_email(self) -> str:
        if not limits.consume_login_limit("request_login_code", self.cleaned_data["email"]):
            raise get_adapter().validation_error("too_many_login_attempts")
        email = super().clean_email()
        if self._user:
            # A user created in the admin has no address row yet; the code then verifies it.
            sync_user_email_address(self._user)
        return email


class SignupForm(account.SignupForm):
    """Sign-up: an address; everything else is optional."""

    # What came with a link from our mail: see `people.sign_in.address_from_proof`.
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    display_name = NameField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("The name shown when you are signed in. It can be any name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField(
            help_text=_("We will email you a code to confirm that it is yours.")
        )
        self.fields["password1"] = SecretField(
            autocomplete="new-password",
            required=False,
            help_text=_(
                "You can leave this empty: we will then email you a code each time you sign in. If"
                " you set a password, use at least 10 characters."
            ),
        )
        self.order_fields(["email", "display_name", "password1", "proof"])

    def keep_address(self, proved: str) -> None:
        """The address has been proved: it cannot be changed, and no code is emailed."""
        field = self.fields["email"]
        field.disabled = True
        field.help_text = _("You followed a link that we emailed to this address.")
        self.initial["email"] = proved

    def clean(self) -> dict[str, Any]:
        """Hash the password here: once for a known and for an unknown address alike (equal response
        times), and before the transaction that saves a new user."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        cleaned["password_hash"] = make_password(cleaned.pop("password1", "") or None)
        return cleaned


class AddEmailForm(account.AddEmailForm):
    """Add an address to the account; it counts once a code verifies it."""

    email = AddressField(label=_("New email address"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = SecretField(label=_("Current password"))
        use_single_password_field(self)


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_single_password_field(self)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_single_password_field(self)


def use_single_password_field(form: forms.Form) -> None:
    """Use one field for a new password, not two: whoever mistypes it logs in by a mailed code."""
    field = form.fields["password1"]
    field.label = _("New password")
    field.help_text = PASSWORD_HELP
    field.widget = SecretField(autocomplete="new-password").widget
    field.widget.is_required = True
    del form.fields["password2"]


class ResetPasswordForm(account.ResetPasswordForm):
    email = AddressField()

    def clean_email(self) -> str:
        if not limits.consume_login_limit("reset_password", self.cleaned_data["email"]):
            raise get_adapter().validation_error("rate_limited")
        return super().clean_email()


class ReauthenticateForm(account.ReauthenticateForm):
    password = SecretField()


class CountedCode:
    """An emailed code, with a limit on attempts."""

    expected_code: str

    def clean_code(self) -> str:
        if not limits.consume_code_try(context.request, self.expected_code):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())  # type: ignore[misc]  # the form's


class ConfirmLoginCodeForm(CountedCode, account.ConfirmLoginCodeForm):
    code = CodeField(label=_("Code from the email"))


class ConfirmEmailVerificationCodeForm(CountedCode, account.ConfirmEmailVerificationCodeForm):
    code = CodeField(label=_("Code from the email"))


class SecondStepForm(second_factor.AuthenticateForm):
    code = CodeField(
        label=_("Code from your app"), help_text=_("You can also use one of your recovery codes.")
    )


class SecondStepAgainForm(second_factor.ReauthenticateForm):
    code = CodeField(
        label=_("Code from your app"), help_text=_("You can also use one of your recovery codes.")
    )


class ActivateTOTPForm(AllauthActivateTOTPForm):
    code = CodeField(label=_("Code currently shown in your app"))


class ProfileForm(SeenVersionMixin, forms.ModelForm):
    """A user's own profile. Nothing in it is required."""

    time_zone = time_zones.ZoneField(
        label=_("Time zone"),
        required=False,
        help_text=_("Useful when a meeting is arranged with you. Events keep their own time zone."),
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "display_name", "legal_name", "language", "time_zone", "country", "organisation",
        ]  # fmt: skip
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "display_name": NameField,
            "legal_name": NameField,
            "organisation": NameField,
        }
        labels: ClassVar[dict[str, Any]] = {
            "display_name": _("Name"),
            "legal_name": _("Name on certificates"),
            "language": _("Language"),
            "country": _("Country"),
            "organisation": _("Where you work"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "language": _(
                "Our emails are written in it, and it is suggested for your certificates."
            ),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "legal_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def clean_legal_name(self) -> str:
        """It is printed and frozen on certificates: so it is validated here already."""
        name: str = self.cleaned_data["legal_name"]
        check_printable(name)
        return name

    def save(self, commit: bool = True) -> User:
        """Save only the fields that were changed here."""
        if commit and self.changed_data:
            self.instance.save(update_fields=self.changed_data)
        return self.instance
