"""Form fields for e-mail addresses, names, passwords and codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.normalise import clean_name, fold_address, western_digits

NOT_AN_ADDRESS = _(
    "This is not a complete email address. It should look like this: name@example.org"
)


class AddressField(forms.EmailField):
    """An e-mail address, normalised before it is looked up."""

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Email address"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("error_messages", {"invalid": NOT_AN_ADDRESS})
        kwargs.setdefault(
            "widget",
            forms.EmailInput(
                attrs={
                    "autocomplete": autocomplete,
                    "autocapitalize": "none",
                    "spellcheck": "false",
                    "dir": "ltr",
                }
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return fold_address(super().to_python(value) or "")


class NameField(forms.CharField):
    """A person's name: one line, without characters that could make it look like another."""

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class SecretField(forms.CharField):
    """A password; may be pasted or filled in by a password manager."""

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Password"))
        kwargs["strip"] = False
        kwargs["widget"] = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
        super().__init__(**kwargs)


class CodeField(forms.CharField):
    """A one-time code from an e-mail or an authenticator app, in the digits of any script."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        kwargs.setdefault("max_length", 30)
        kwargs["widget"] = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "dir": "ltr",
            }
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        typed = western_digits(super().to_python(value) or "")
        return "".join(typed.replace("-", "").replace("–", "").split())
