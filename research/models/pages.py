"""Publication pages: studies and resources, with their bibliographic metadata."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core import addresses, works
from core.fields import WebAddressField
from core.l10n.countries import CountriesField
from core.models import BasePage, ListingPage, Section, synchronized
from core.pages.fields import story_field
from core.pages.plain_text import sections_with
from research import citations, licences
from research.blocks import CreatorBlock, FileOfBlock, LinkToBlock
from research.citations import Citation
from research.export import json_ld

# Characters in which two spellings of the same title may differ.
LOOSE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " "})
DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", _("Enter the DOI without a web address: 10.1234/abc."))


class ResearchIndexPage(ListingPage):
    """Index page of all studies and resources."""

    lists = "study"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = [
        "research.StudyPage",
        "research.ResourcePage",
        "research.RecommendationIndexPage",
    ]

    class Meta:
        verbose_name = _("research")
        verbose_name_plural = _("research")


class PublicationPage(BasePage):
    """Abstract base of studies and resources. Only a title is required: a record may be incomplete,
    and says so."""

    tells_facts = True

    class Type(models.TextChoices):
        STUDY = "study", _("Study")
        GUIDEBOOK = "guidebook", _("Guidebook")
        RECOMMENDATIONS = "recommendations", _("Recommendations")
        REPORT = "report", _("Report")
        ARTICLE = "article", _("Article")
        BRIEF = "brief", _("Policy brief")
        STRATEGY = "strategy", _("Strategy")
        GUIDE = "guide", _("Guide")
        CHAPTER = "chapter", _("Chapter")

    document_type = models.CharField(
        _("type of publication"), max_length=20, choices=Type, default=Type.STUDY
    )
    abstract = models.TextField(_("abstract"), blank=True)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What readers need to know about the gaps in this record."),
    )
    published_title = models.CharField(
        _("title as published"),
        max_length=400,
        blank=True,
        help_text=_("Used in citations. Leave empty if it is the same as the page title."),
    )
    published_language = models.CharField(
        _("language of the published title"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    creators = StreamField(
        [("creator", CreatorBlock())], verbose_name=_("authors, in order of citation"), blank=True
    )
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    part_of = models.CharField(_("journal or series"), max_length=250, blank=True)
    number = models.CharField(_("issue number"), max_length=40, blank=True)
    pages = models.CharField(_("page numbers"), max_length=40, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[DOI])
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    url = WebAddressField(_("web page of the publication"), max_length=600, blank=True)
    licence = models.CharField(
        _("licence"), max_length=40, choices=licences.CHOICES, blank=True, default=""
    )
    files = StreamField(
        [("file", FileOfBlock()), ("link", LinkToBlock())],
        verbose_name=_("full text, by language"),
        blank=True,
    )
    body = story_field()
    countries = CountriesField()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("document_type"),
        FieldPanel("abstract"),
        FieldPanel("creators"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("publisher")]),
        FieldPanel("licence"),
        FieldPanel("files"),
        FieldPanel("countries"),
        MultiFieldPanel(
            [
                FieldPanel("published_title"),
                FieldPanel("published_language"),
                FieldPanel("part_of"),
                FieldRowPanel([FieldPanel("number"), FieldPanel("pages")]),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "doi",
                            help_text=_("Enter the DOI without a web address: 10.1234/abc."),
                        ),
                        FieldPanel("isbn"),
                    ]
                ),
                FieldPanel("url"),
            ],
            _("For citations"),
        ),
        FieldPanel("note"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("abstract")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized(
            "document_type", "published_title", "published_language", "creators", "publisher",
            "year", "part_of", "number", "pages", "doi", "isbn", "url", "licence", "files",
            "countries",
        ),
    ]  # fmt: skip

    class Meta:
        abstract = True

    @property
    def as_published(self) -> tuple[str, str]:
        """Title and language of the publication: as recorded, else those of the original page.

        They are the same from every version, so that all of them are cited as one.
        """
        work = works.public(self.translation_key)
        original = work.versions.get(work.original) if work else None
        if self.published_title:
            first = original.language if original else self.language
            return self.published_title, self.published_language or first
        same = work.versions.get(self.published_language) if work else None
        version = same or original
        return (version.title, version.language) if version else (self.title, self.language)

    @property
    def source_address(self) -> str:
        """The DOI, else the landing page, else the full text."""
        links = (one["value"]["url"] for one in self.files.raw_data if one["type"] == "link")
        return self.doi or self.url or next(links, "")

    @property
    def citable_url(self) -> str:
        """URL for citations: the landing page, else the full text at its publisher's; never a copy
        or a list."""
        links = (one["value"] for one in self.files.raw_data if one["type"] == "link")
        found = [self.url, *(one["url"] for one in links if not one.get("copy"))]
        return next(filter(addresses.is_citable, found), "")

    @property
    def text_languages(self) -> list[str]:
        """Language codes in which the full text is known to be available."""
        codes = (one["value"].get("language") for one in self.files.raw_data)
        return list(dict.fromkeys(filter(None, codes)))

    @property
    def citation(self) -> Citation:
        return citations.of_page(self)

    @property
    def is_renamed(self) -> bool:
        """Whether the published title differs from the page's in more than punctuation."""
        title, _language = self.as_published
        plain = [text.casefold().translate(LOOSE) for text in (title, self.title)]
        return plain[0] != plain[1]

    @property
    def title_in_place(self) -> tuple[str, str]:
        """Title and language for metadata of this version: in its language if the full text
        exists in it, else as published. A translated record is no translated publication."""
        title, language = self.as_published
        has_version = self.language != language and self.language in self.text_languages
        return (self.title, self.language) if has_version else (title, language)

    @property
    def creator_names(self) -> list[str]:
        """Creators in order, as written."""
        return [one.value["name"] or one.value["organisation"] for one in self.creators]

    @property
    def work_date(self) -> str:
        return str(self.year or "")

    def search_sections(self) -> list[Section]:
        facts = [self.abstract, self.published_title, *self.creator_names, self.publisher]
        return sections_with(facts, self.body)

    def search_year(self) -> int | None:
        return self.year

    def structured_data(self) -> dict[str, Any]:
        """JSON-LD of the publication; the page, with our summary, is its `mainEntityOfPage`."""
        work = works.public(self.translation_key)
        version = json_ld.PublicationVersion(*self.title_in_place)
        titles = {code: one.title for code, one in work.versions.items()} if work else {}
        others = [
            json_ld.PublicationVersion(titles.get(code, ""), code)
            for code in self.text_languages
            if code != version.language
        ]
        return {
            "@context": "https://schema.org",
            **json_ld.write(self.citation, version=version, others=others),
            "mainEntityOfPage": self.record_data(),
        }


class StudyPage(PublicationPage):
    """A study of the project."""

    kind = "study"

    parent_page_types = ["research.ResearchIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")


class ResourcePage(PublicationPage):
    """A resource: a guide, a report or a publication from elsewhere."""

    kind = "resource"

    of_project = models.BooleanField(
        _("produced by the project"),
        default=False,
        help_text=_("Otherwise it is a publication from elsewhere."),
    )

    parent_page_types = ["research.ResearchIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*PublicationPage.content_panels, FieldPanel("of_project")]
    override_translatable_fields = [
        *PublicationPage.override_translatable_fields,
        *synchronized("of_project"),
    ]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
