"""Localised durations and file sizes."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KILOBYTE = 1000


def format_duration(minutes: int | None) -> str:
    """12 minutes; 2 hours; 1 hour 50 minutes; "" for None."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    in_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not hours:
        return in_minutes
    in_hours = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    if not rest:
        return in_hours
    # Translators: two spans of time side by side, as in 1 hour 50 minutes.
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}


def format_file_size(size: int | None) -> str:
    """Localised file size: 48 kB; 2.1 MB."""
    if not size:
        return ""
    if size < KILOBYTE**2:
        return _("%(size)s kB") % {"size": max(1, round(size / KILOBYTE))}
    megabytes = round(size / KILOBYTE**2, 1)
    places = 0 if megabytes == int(megabytes) else 1
    return _("%(size)s MB") % {"size": number_format(megabytes, decimal_pos=places)}
