"""News pages, with the source item they are based on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.fields import WebAddressField
from core.l10n import dates
from core.l10n.countries import CountriesField
from core.l10n.dates import PartialDateField
from core.models import BasePage, ListingPage, Section, synchronized
from core.pages.fields import story_field
from core.pages.plain_text import sections_of


class NewsIndexPage(ListingPage):
    """Index page of all news, newest first."""

    lists = "news"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")


class NewsPage(BasePage):
    """A news item. Date and author of its source are separate from the translation and publication
    of our text."""

    kind = "news"
    tells_facts = True

    happened_on = PartialDateField(_("date it happened"))
    published_on = PartialDateField(_("publication date of the original article"))
    author = models.CharField(_("author of the original article"), max_length=250, blank=True)
    source_title = models.CharField(_("title of the original article"), max_length=400, blank=True)
    source_language = models.CharField(
        _("language of the original article"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    source_url = WebAddressField(
        _("web address of the original article"), max_length=600, blank=True
    )
    body = story_field()
    countries = CountriesField()

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("happened_on"),
        FieldPanel("body"),
        FieldPanel("countries"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_language"),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("author")]),
            ],
            _("The original item"),
        ),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized(
            "happened_on", "published_on", "author", "source_title", "source_language",
            "source_url", "countries",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    @property
    def source_address(self) -> str:
        return str(self.source_url)

    @property
    def dated(self) -> str:
        """The date shown, as exact as known; "" for none."""
        return self.happened_on or self.published_on

    @property
    def work_date(self) -> str:
        return self.dated

    def search_sections(self) -> list[Section]:
        return [Section("", self.source_title), *sections_of(self.body)]

    def search_year(self) -> int | None:
        return dates.year_of(self.dated)

    def structured_data(self) -> dict[str, Any]:
        data = {**super().structured_data(), "@type": "NewsArticle", "headline": self.title}
        if published := self.published_on or self.happened_on:
            data["datePublished"] = published
        if self.source_url:
            data["isBasedOn"] = self.source_url
        return data
