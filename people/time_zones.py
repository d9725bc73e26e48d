"""Time zones by city, in the reader's language. The list to choose from is short; any zone of the
IANA database may be stored."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.l10n import collation, countries, languages
from core.widgets import LongSelect

PROJECT = (
    "Europe/Madrid", "Atlantic/Canary", "Europe/Lisbon", "Atlantic/Azores", "Europe/Athens",
    "Africa/Tunis", "Asia/Amman", "Asia/Hebron", "Asia/Gaza",
)  # fmt: skip
OTHERS = (
    "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca", "Africa/Dakar", "Africa/Johannesburg",
    "Africa/Khartoum", "Africa/Lagos", "Africa/Nairobi", "Africa/Nouakchott", "Africa/Tripoli",
    "America/Bogota", "America/Buenos_Aires", "America/Chicago", "America/Denver", "America/Lima",
    "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Santiago",
    "America/Sao_Paulo", "America/Toronto", "Asia/Aden", "Asia/Baghdad", "Asia/Beirut",
    "Asia/Damascus", "Asia/Dhaka", "Asia/Dubai", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kuwait",
    "Asia/Muscat", "Asia/Nicosia", "Asia/Qatar", "Asia/Riyadh", "Asia/Shanghai", "Asia/Tehran",
    "Asia/Tokyo", "Australia/Sydney", "Europe/Amsterdam", "Europe/Belgrade", "Europe/Berlin",
    "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen",
    "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/London",
    "Europe/Malta", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague",
    "Europe/Rome", "Europe/Sarajevo", "Europe/Sofia", "Europe/Stockholm", "Europe/Tirane",
    "Europe/Vienna", "Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich", "Pacific/Auckland",
)  # fmt: skip
# Where Unicode CLDR has a wrong or an unusual name in one of our languages.
OUR_NAMES = {
    "Asia/Beirut": _("Beirut"),
    "Asia/Hebron": _("Hebron"),
    "Atlantic/Azores": _("Azores"),
    "Atlantic/Canary": _("Canary Islands"),
}


@cache
def names() -> frozenset[str]:
    """Every name of the IANA database."""
    return frozenset(available_timezones())


@cache
def city(zone: str, language: str) -> str:
    """The city that a zone is named after, in that language; other names, such as UTC, as they
    are. Raises LookupError for an unknown zone."""
    if zone in OUR_NAMES:
        with translation.override(language):
            return str(OUR_NAMES[zone])
    if "/" not in zone:
        return zone
    locale = countries.LOCALES.get(language, language)
    return get_timezone_location(zone, locale=locale, return_city=True)


def choices() -> list[tuple[Any, Any]]:
    """Option groups of (name, city) for a select; the first option is empty."""
    return [
        ("", _("Not specified")),
        (_("Countries of the project"), options(PROJECT)),
        (_("Other cities"), options(OTHERS)),
    ]


def options(zones: Iterable[str]) -> list[tuple[str, str]]:
    """(name, city) in the order of the active language's alphabet."""
    language = languages.active()
    named = [(zone, city(zone, language)) for zone in zones]
    return sorted(named, key=lambda row: collation.sort_key(row[1], language))


class ZoneSelect(LongSelect):
    """Select of a time zone. A stored zone outside the list stays selectable; the browser's own is
    moved to the top by a script."""

    class Media:
        js = ("core/js/time-zone.js",)

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-this-device": _("This device"), **(attrs or {})}, choices)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        kept = [zone for zone in value if zone in names() and zone not in (*PROJECT, *OTHERS)]
        self.choices = [*choices(), *options(kept)]
        return super().optgroups(name, value, attrs)


class ZoneField(forms.ChoiceField):
    """The name of a time zone; the browser may offer one that is not in the list."""

    widget = ZoneSelect

    def valid_value(self, value: Any) -> bool:
        return value in names()
