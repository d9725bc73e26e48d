"""Policy recommendation pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.l10n import dates
from core.l10n.countries import CountriesField
from core.l10n.dates import PartialDateField
from core.models import BasePage, ListingPage, Section, synchronized
from core.pages.fields import story_field
from core.pages.plain_text import sections_with


class RecommendationIndexPage(ListingPage):
    """Index page of all recommendations."""

    lists = "recommendation"
    max_count_per_parent = 1
    parent_page_types = ["research.ResearchIndexPage"]
    subpage_types: ClassVar[list[str]] = ["research.RecommendationPage"]

    class Meta:
        verbose_name = _("list of recommendations")
        verbose_name_plural = _("lists of recommendations")


class RecommendationPage(BasePage):
    """A policy recommendation: what should be done, by whom, and who said so. The publication it is
    from is among the works it builds on."""

    kind = "recommendation"

    text = models.TextField(_("recommendation"), blank=True)
    addressee = models.CharField(_("addressed to"), max_length=250, blank=True)
    source_page = models.CharField(
        _("page in the publication"),
        max_length=40,
        blank=True,
        help_text=_("For example 12 or 12-13."),
    )
    voiced_at = models.CharField(
        _("where it was made"),
        max_length=250,
        blank=True,
        help_text=_("The event or meeting, if the recommendation has not been published yet."),
    )
    voiced_on = PartialDateField(_("date it was made"))
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["research.RecommendationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("text"),
        FieldPanel("addressee"),
        FieldPanel("source_page"),
        FieldPanel("voiced_at"),
        FieldPanel("voiced_on"),
        FieldPanel("countries"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("source_page", "voiced_on", "countries"),
    ]

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    @property
    def stands_in_publication(self) -> bool:
        """Whether it is from a publication, and not only an idea voiced at an event."""
        return not self.voiced_at

    @property
    def work_date(self) -> str:
        return str(self.voiced_on)

    def search_sections(self) -> list[Section]:
        facts = [self.text, self.addressee, self.voiced_at]
        return sections_with(facts, self.body)

    def search_year(self) -> int | None:
        return dates.year_of(self.voiced_on)
