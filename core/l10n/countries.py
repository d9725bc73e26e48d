"""Countries by ISO 3166-1 alpha-2 code, with localised names from Unicode CLDR."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.db import models
from django.forms.utils import flatatt
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import extensions
from core.l10n import collation, languages
from core.widgets import LongSelect

# European Portuguese is what the portal's Portuguese is; CLDR's plain "pt" is Brazil's.
LOCALES = {"pt": "pt_PT"}
# What CLDR names beside the countries of ISO 3166-1: unions, parts of countries, codes for tests.
NOT_IN_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)
# As the United Nations name it; CLDR speaks of territories.
UN_NAMES = {"PS": _("State of Palestine")}


@cache
def in_alphabet(language: str) -> dict[str, str]:
    """Every country's name by its code, in the order of the language's alphabet."""
    named = Locale.parse(LOCALES.get(language, language)).territories
    with translation.override(language):
        ours = {code: str(text) for code, text in UN_NAMES.items()}
    known = {code: ours.get(code, text) for code, text in named.items() if is_in_iso(code)}
    return dict(sorted(known.items(), key=lambda row: collation.sort_key(row[1], language)))


def is_in_iso(territory: str) -> bool:
    """Whether a territory of CLDR is a country; its other codes are of continents and regions."""
    return territory.isalpha() and len(territory) == 2 and territory not in NOT_IN_ISO


def is_known(code: str) -> bool:
    return code in in_alphabet(settings.LANGUAGE_CODE)


def name(code: str) -> str:
    """The country's name in the active language; an unknown code is returned as it is."""
    return in_alphabet(languages.active()).get(code, code)


def names(codes: Iterable[str]) -> list[str]:
    """Names in the active language, in the order given."""
    return [name(code) for code in codes]


def choices() -> list[tuple[str, str]]:
    """Every country for a form, in the order of the active language's alphabet."""
    return list(in_alphabet(languages.active()).items())


def first() -> frozenset[str]:
    """Codes of the countries of the project: by the setting COUNTRIES, and by the rooms."""
    named = extensions.call(extensions.FIRST_COUNTRIES)
    return frozenset(settings.COUNTRIES).union(*named)


def project_first() -> list[tuple[str, str]]:
    """The same with the countries of the project before all others."""
    ours = first()
    return sorted(choices(), key=lambda row: row[0] not in ours)


def in_two_groups() -> list[tuple[Any, list[tuple[str, str]]]]:
    """The same in two groups: the countries of the project, and all others; in one group where the
    project has named none."""
    ours = first()
    if not ours:
        return [(_("All countries"), choices())]
    return [
        (_("Countries of the project"), [row for row in choices() if row[0] in ours]),
        (_("Other countries"), [row for row in choices() if row[0] not in ours]),
    ]


class CountryField(models.CharField):
    """One country's code, or ""; any country may be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is Django's field: they list no countries."""
        attribute, _path, args, kwargs = super().deconstruct()
        return attribute, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        """The names are read by every form again: they are in its reader's language."""
        return forms.ChoiceField(
            choices=lambda: [("", _("Not specified")), *choices()],
            required=not self.blank,
            label=kwargs.get("label", capfirst(str(self.verbose_name))),
            widget=LongSelect,
        )


class CountriesWidget(forms.CheckboxSelectMultiple):
    """Checkboxes; all but the countries of the project are folded up while none of them is
    chosen. Drawn by one template, where Django includes three for each box."""

    template_name = "core/widgets/countries.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        return {**option, "flat_attrs": flatatt(option["attrs"])}

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(*args, **kwargs)
        groups = context["widget"]["optgroups"]
        context["groups"] = [
            {
                "label": label,
                "options": options,
                "is_open": (not place and len(groups) > 1) or is_chosen_in(options),
            }
            for label, options, place in groups
        ]
        return context


def is_chosen_in(options: list[dict[str, Any]]) -> bool:
    return any(option["selected"] for option in options)


class CountriesField(models.JSONField):
    """A list of country codes, chosen with checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("countries"))
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=in_two_groups,
            required=False,
            label=capfirst(str(self.verbose_name)),
            help_text=self.help_text,
            widget=CountriesWidget,
        )
