"""Form for the name on a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificates.pdf import Unprintable, check_name
from people.normalise import clean_name


class NameForm(forms.Form):
    """The name to print; a second spelling in another script is optional."""

    name = forms.CharField(
        label=_("Your name, as it should be printed"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    name_other = forms.CharField(
        label=_("Your name in other letters"),
        help_text=_("If you like: in Arabic, Greek or Latin letters, beside the first."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_name(self) -> str:
        return self.printable("name")

    def clean_name_other(self) -> str:
        return self.printable("name_other")

    def printable(self, field: str) -> str:
        """The name without control characters; rejected where the certificate's fonts lack a
        glyph."""
        name = clean_name(self.cleaned_data[field])
        if not name and field == "name":
            raise forms.ValidationError(_("Write the name that should stand on the certificate."))
        try:
            if name:
                check_name(name)
        except Unprintable as error:
            raise forms.ValidationError(
                _("The certificate can print Latin, Greek, Cyrillic and Arabic letters only.")
            ) from error
        return name
