"""Partial dates: ISO 8601 of reduced precision, where only the month or the year may be known.

`2022`, `2022-03` and `2022-03-14` are all dates; an empty string is a date that was not recorded.
"""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

SHAPE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")
PATTERNS = {4: "Y", 7: "YEAR_MONTH_FORMAT", 10: "DATE_FORMAT"}


def validate(text: str) -> None:
    """Raise ValidationError for what is no day, month or year."""
    match = SHAPE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError as error:
        raise ValidationError(
            _("Enter a year, a month or a day as 2022, 2022-03 or 2022-03-14.")
        ) from error


def first_day(text: str) -> date | None:
    """The earliest day that it can be; None for an empty string."""
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def validate_order(start: str, end: str) -> None:
    """Raise ValidationError for an end before the start, as far as both are known."""
    known = min(len(start), len(end))
    if end[:known] < start[:known]:
        raise ValidationError({"ends": _("The last day is before the first.")})


def year_of(text: str) -> int | None:
    return int(text[:4]) if text else None


def format_date(text: str) -> str:
    """Localised date, as exact as it is known; "" for none."""
    day = first_day(text)
    if day is None:
        return ""
    return str(formatted(day, get_format(PATTERNS[len(text)])))


def format_range(start: str, end: str) -> str:
    """Localised date range, as one phrase; "" where neither end is known."""
    if not end or end == start:
        return format_date(start)
    if not start:
        return pgettext("dates", "until %(end)s") % {"end": format_date(end)}
    both = {"start": format_date(start), "end": format_date(end)}
    return pgettext("dates", "%(start)s to %(end)s") % both


class PartialDateField(models.CharField):
    """A partial date (see above); the same in all languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault(
            "help_text", _("As precisely as it is known: 2022, 2022-03 or 2022-03-14.")
        )
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate]
