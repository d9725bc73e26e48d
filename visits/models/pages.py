"""Study visit pages: who went where, what they saw, and lessons learned."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.l10n.countries import CountriesField
from core.models import BasePage, ListingPage, PeriodPage, Section, synchronized
from core.pages.fields import story_field, went_wrong_field, whom_to_ask_field
from core.pages.panels import point_panel
from core.pages.plain_text import sections_with
from visits.blocks import DayBlock, GroupBlock


class StudyVisitIndexPage(ListingPage):
    """Index page of all study visits."""

    lists = "visit"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["visits.StudyVisitPage"]

    class Meta:
        verbose_name = _("list of study visits")
        verbose_name_plural = _("lists of study visits")


class StudyVisitPage(PeriodPage):
    """The public record of a study visit. Unknown facts stay empty; one line says what is not
    known."""

    kind = "visit"
    tells_facts = True

    aim = models.TextField(_("aim"), blank=True)
    host = models.TextField(_("host"), blank=True)
    date_note = models.TextField(_("note on the dates"), blank=True)
    visitors = models.TextField(
        _("visitors"), blank=True, help_text=_("Organisations and numbers, not people's names.")
    )
    participants = StreamField(
        [("group", GroupBlock())], verbose_name=_("participants by organisation"), blank=True
    )
    spoken = models.CharField(_("languages spoken"), max_length=250, blank=True)
    programme = StreamField([("day", DayBlock())], verbose_name=_("programme"), blank=True)
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["visits.StudyVisitIndexPage"]
    subpage_types: ClassVar[list[str]] = ["visits.LessonLearnedPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("aim"),
        MultiFieldPanel(
            [
                FieldPanel("host"),
                FieldPanel("place"),
                point_panel(),
                FieldPanel("countries"),
            ],
            _("Where"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]), FieldPanel("date_note")],
            _("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("visitors"), FieldPanel("participants"), FieldPanel("spoken")], _("Who")
        ),
        FieldPanel("programme"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("lat", "lon", "starts", "ends", "participants", "countries"),
    ]

    class Meta:
        verbose_name = _("study visit")
        verbose_name_plural = _("study visits")

    def search_sections(self) -> list[Section]:
        stops = [stop for day in self.programme for stop in day.value["items"]]
        facts = [self.aim, self.host, self.place, self.visitors, *stops]
        return sections_with(facts, self.body)

    def structured_data(self) -> dict[str, Any]:
        data = self.recorded_data("Event")
        if self.starts:
            data["startDate"] = self.starts
        if self.ends:
            data["endDate"] = self.ends
        if self.place:
            data["location"] = {"@type": "Place", "name": self.place}
        return data


class LessonLearnedPage(BasePage):
    """A lesson learned on a visit, written so that others can use it."""

    kind = "insight"

    situation = models.TextField(_("situation"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    took = models.TextField(_("what it took"), blank=True)
    went_wrong = went_wrong_field()
    whom_to_ask = whom_to_ask_field()
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["visits.StudyVisitPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("situation"),
        FieldPanel("done"),
        FieldPanel("took"),
        FieldPanel("went_wrong"),
        FieldPanel("whom_to_ask"),
        FieldPanel("body"),
        FieldPanel("countries"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("countries"),
    ]

    class Meta:
        verbose_name = _("lesson learned")
        verbose_name_plural = _("lessons learned")

    def search_sections(self) -> list[Section]:
        facts = [self.situation, self.done, self.took, self.went_wrong, self.whom_to_ask]
        return sections_with(facts, self.body)
