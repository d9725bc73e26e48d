"""Event pages."""

from datetime import UTC, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.l10n import dates
from core.l10n.countries import CountriesField
from core.models import BasePage, ListingPage, PlacedPage, Section, synchronized
from core.pages.fields import story_field
from core.pages.panels import point_panel
from core.pages.plain_text import sections_with
from people import time_zones


class EventIndexPage(ListingPage):
    """Index page of all events: upcoming ones first, then past ones."""

    lists = "event"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["news.EventPage"]

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class EventPage(PlacedPage):
    """An event of one day or several. Times are shown with their zone, or not at all."""

    kind = "event"

    starts_on = models.DateField(_("start date"), null=True, blank=True)
    ends_on = models.DateField(_("end date"), null=True, blank=True)
    starts_at = models.TimeField(_("start time"), null=True, blank=True)
    ends_at = models.TimeField(_("end time"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        help_text=_("For example, Europe/Madrid. Leave empty if no time is known."),
    )
    date_note = models.TextField(_("note on the dates"), blank=True)
    online = models.BooleanField(_("online"), default=False)
    host = models.CharField(_("host"), max_length=250, blank=True)
    taking_part = models.TextField(
        _("who took part"),
        blank=True,
        help_text=_("Organisations and numbers, not people's names."),
    )
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["news.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel(
                    "time_zone",
                    help_text=_("Leave empty if no time is known."),
                    widget=time_zones.ZoneSelect,
                ),
                FieldPanel("date_note"),
            ],
            _("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("online"),
                point_panel(),
                FieldPanel("countries"),
            ],
            _("Where"),
        ),
        FieldPanel("host"),
        FieldPanel("taking_part"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized(
            "starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "online", "lat", "lon",
            "countries",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Validate dates and times: order, no end without a beginning, no time without a day and a
        known zone."""
        super().clean()
        errors = {}
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day is before the first.")
        has_time = self.starts_at or self.ends_at
        if (has_time or self.ends_on) and not self.starts_on:
            errors["starts_on"] = _("Enter the first day as well.")
        if self.ends_at and not self.starts_at:
            errors["starts_at"] = _("Enter the start time as well.")
        if has_time and not self.time_zone:
            errors["time_zone"] = _("Choose the time zone of this time.")
        if self.time_zone and not is_zone(self.time_zone):
            errors["time_zone"] = _(
                "There is no such time zone. Enter it in the form Europe/Madrid."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def begins(self) -> datetime | None:
        """The moment it begins; None where only the day is known."""
        return self.moment(self.starts_at)

    @property
    def finishes(self) -> datetime | None:
        return self.moment(self.ends_at, last=True)

    def moment(self, at: time | None, *, last: bool = False) -> datetime | None:
        day = (self.ends_on if last else None) or self.starts_on
        if day is None or at is None or not is_zone(self.time_zone):
            return None
        return datetime.combine(day, at, tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)

    @property
    def when(self) -> str:
        """Its localised dates; "" where unknown."""
        first = self.starts_on.isoformat() if self.starts_on else ""
        return dates.format_range(first, self.ends_on.isoformat() if self.ends_on else "")

    @property
    def work_date(self) -> str:
        return self.starts_on.isoformat() if self.starts_on else ""

    def search_sections(self) -> list[Section]:
        facts = [self.place, self.host, self.taking_part]
        return sections_with(facts, self.body)

    def search_year(self) -> int | None:
        return self.starts_on.year if self.starts_on else None

    def structured_data(self) -> dict[str, Any]:
        data = self.recorded_data("Event")
        mode = "OnlineEventAttendanceMode" if self.online else "OfflineEventAttendanceMode"
        data["eventAttendanceMode"] = f"https://schema.org/{mode}"
        if self.starts_on:
            data["startDate"] = (self.begins or self.starts_on).isoformat()
        if self.ends_on:
            data["endDate"] = (self.finishes or self.ends_on).isoformat()
        if self.place:
            data["location"] = {"@type": "Place", "name": self.place}
        if self.host:
            data["organizer"] = {"@type": "Organization", "name": self.host}
        return data


def is_zone(name: str) -> bool:
    """Whether the name is in the IANA time zone database."""
    try:
        return bool(name and ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False
