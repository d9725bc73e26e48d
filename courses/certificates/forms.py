"""What a learner enters for a certificate: the name, and its language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.l10n import languages
from core.printing import check_printable
from people.models import User
from people.normalise import clean_name


class NameForm(forms.Form):
    """The name to print; a second spelling in another script is optional."""

    name = forms.CharField(
        label=_("Your name, as it should be printed"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    name_other = forms.CharField(
        label=_("Your name in another script"),
        help_text=_("Optional: in Arabic, Greek or Latin letters, printed beside the first."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    language = forms.ChoiceField(
        label=_("Language of the certificate"),
        help_text=_("The certificate is issued in this language and stays in it."),
        choices=list(languages.NAMES.items()),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, learner: User) -> None:
        """`learner` has a name and a language that are offered."""
        preferred = learner.language if learner.language in languages.NAMES else languages.active()
        if data is not None and "language" not in data:
            # Sent from a page that was open before this was asked.
            data = {**dict(data.items()), "language": preferred}
        super().__init__(data, initial={"name": learner.legal_name, "language": preferred})

    def clean_name(self) -> str:
        return self.printable("name")

    def clean_name_other(self) -> str:
        return self.printable("name_other")

    def printable(self, field: str) -> str:
        """The name without invisible characters; refused, naming the character, if the fonts cannot
        print it."""
        name = clean_name(self.cleaned_data[field])
        if not name and field == "name":
            raise forms.ValidationError(_("Enter the name that should appear on the certificate."))
        check_printable(name)
        return name
