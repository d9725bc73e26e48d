"""Countries by ISO 3166-1 alpha-2 code.

Names come from our catalogues: each language says how its readers call a country.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "ES": _("Spain"),
    "PT": _("Portugal"),
    "GR": _("Greece"),
    "TN": _("Tunisia"),
    "JO": _("Jordan"),
    "PS": _("Palestine"),
    "BR": _("Brazil"),
    "CH": _("Switzerland"),
    "DE": _("Germany"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "IQ": _("Iraq"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KE": _("Kenya"),
    "LB": _("Lebanon"),
    "NL": _("Netherlands"),
    "SY": _("Syria"),
    "YE": _("Yemen"),
}
CHOICES = list(COUNTRIES.items())


def name(code: str) -> str:
    """The country's name in the active language; an unknown code is returned as it is."""
    return str(COUNTRIES.get(code, code))


def names(codes: Iterable[str]) -> list[str]:
    """Names in the active language, in the order given."""
    return [name(code) for code in codes]


class CountriesField(models.JSONField):
    """A list of country codes, chosen with checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("countries"))
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=CHOICES,
            required=False,
            label=capfirst(str(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
