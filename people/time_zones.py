"""Time zone choices, grouped by continent."""

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

CONTINENTS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


@cache
def names() -> list[str]:
    """IANA names of places; no abbreviations, no offsets."""
    return sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS)


@cache
def choices() -> list[tuple[object, object]]:
    """Option groups of (name, place) for a select; the first option is empty."""
    groups: list[tuple[object, object]] = [("", _("Not specified"))]
    for continent, zones in groupby(names(), key=lambda name: name.split("/")[0]):
        places = [(zone, zone.partition("/")[2].replace("_", " ")) for zone in zones]
        groups.append((CONTINENTS[continent], places))
    return groups
