"""Case pages: what was done somewhere, written so that others can repeat it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.blocks.sources import EVIDENCE_LEVELS
from core.l10n.countries import CountriesField
from core.models import ListingPage, PeriodPage, Section, synchronized
from core.pages.fields import (
    not_known_field,
    story_field,
    went_wrong_field,
    whom_to_ask_field,
)
from core.pages.panels import point_panel
from core.pages.plain_text import sections_with


class CaseIndexPage(ListingPage):
    """Index page of all cases."""

    lists = "case"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["cases.CasePage"]

    class Meta:
        verbose_name = _("list of cases")
        verbose_name_plural = _("lists of cases")


class CasePage(PeriodPage):
    """A case: what, where, who paid, which rule allowed it, results, what went wrong, whom to ask.
    Unknown facts stay empty; one line says what is not known."""

    kind = "case"
    tells_facts = True

    class Type(models.TextChoices):
        DEMONSTRATIVE_ACTION = "demonstrative-action", _("Demonstrative action")
        PILOT = "pilot", _("Pilot project")
        OTHER = "other", _("Other case")

    case_type = models.CharField(_("type of case"), max_length=30, choices=Type, default=Type.OTHER)
    implementer = models.TextField(_("who carried it out"), blank=True)
    what = models.TextField(_("what was done"), blank=True)
    who_paid = models.TextField(_("who paid"), blank=True)
    rule = models.TextField(_("which rule allowed it"), blank=True)
    results = models.TextField(_("results"), blank=True)
    went_wrong = went_wrong_field()
    whom_to_ask = whom_to_ask_field()
    not_known = not_known_field()
    evidence = models.CharField(
        _("how sure we are"), max_length=20, choices=EVIDENCE_LEVELS, default="seen"
    )
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["cases.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PeriodPage.content_panels,
        FieldPanel("case_type"),
        FieldPanel("what"),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                point_panel(),
                FieldPanel("countries"),
                FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
            ],
            _("Where and when"),
        ),
        FieldPanel("implementer"),
        FieldPanel("who_paid"),
        FieldPanel("rule"),
        FieldPanel("results"),
        FieldPanel("went_wrong"),
        FieldPanel("whom_to_ask"),
        FieldPanel("not_known"),
        FieldPanel("evidence"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *PeriodPage.override_translatable_fields,
        *synchronized("case_type", "lat", "lon", "starts", "ends", "evidence", "countries"),
    ]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def structured_data(self) -> dict[str, Any]:
        data = super().structured_data()
        if period := "/".join(dict.fromkeys(filter(None, [self.starts, self.ends]))):
            data["temporalCoverage"] = period
        return data

    def search_sections(self) -> list[Section]:
        facts = [
            self.what, self.place, self.implementer, self.who_paid, self.rule, self.results,
            self.went_wrong, self.whom_to_ask,
        ]  # fmt: skip
        return sections_with(facts, self.body)
