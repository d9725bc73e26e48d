"""Front page and plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import BaseTranslatableField

from core.l10n.countries import CountriesField
from core.models import BasePage, Section, SiteIdentity, synchronized
from core.pages.plain_text import sections_of
from home.blocks import FrontBlock, PageStoryBlock


class HomePage(BasePage):
    """The front page of a language: the root of its tree."""

    # In the admin, too, the pages below it are listed in their order, which is the menu's.
    admin_default_ordering = "ord"

    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_("The first words readers see. If left empty, the title is shown."),
    )
    lead = models.TextField(_("introduction"), blank=True)
    examples = StreamField(
        [("words", blocks.CharBlock(max_length=60, label=_("search words"), icon="search"))],
        verbose_name=_("example searches"),
        blank=True,
    )
    body = StreamField(FrontBlock(), verbose_name=_("sections"), blank=True)

    subpage_types: ClassVar[list[str]] = [
        "courses.CatalogueIndexPage",
        "cases.CaseIndexPage",
        "visits.StudyVisitIndexPage",
        "research.ResearchIndexPage",
        "news.NewsIndexPage",
        "news.EventIndexPage",
        "home.StandardPage",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("examples"),
        FieldPanel("body"),
    ]
    # Roots are siblings: their slugs differ, and never appear in a URL.
    override_translatable_fields = [
        BaseTranslatableField("slug"),
        *synchronized("topics", "builds_on"),
    ]

    def structured_data(self) -> dict[str, Any]:
        """The site, by its name; what editors call the front page is nothing to its readers."""
        name = SiteIdentity.of(self.language).site_name
        return {**super().structured_data(), "@type": "WebSite", "name": name}

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    """A plain page of text."""

    body = StreamField(PageStoryBlock(), verbose_name=_("text"), blank=True)
    countries = CountriesField()

    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("countries")]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    def search_sections(self) -> list[Section]:
        return sections_of(self.body)
