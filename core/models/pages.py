"""What every page of the portal has in common."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core import languages, visibility


@dataclass(frozen=True)
class Section:
    """A part of a page that search may find by itself: its heading and its plain words."""

    heading: str
    text: str


class VisiblePageQuerySet(PageQuerySet):
    """Pages, with the one door for reading."""

    def visible_to(self, user: Any) -> "VisiblePageQuerySet":
        """Live pages that this person may see; never a draft."""
        return cast("VisiblePageQuerySet", visibility.visible_to(self, user))


class BasePage(Page):
    """A page that knows its work, says what it is, and can be kept once rendered.

    `kind` is the word of D20 for what the page is; it names accent, icon and label.
    No reader's data belongs in `get_context`: a page is shown to many.
    """

    kind: ClassVar[str] = "page"

    summary = models.TextField(
        _("summary"),
        blank=True,
        validators=[MaxLengthValidator(300)],
        help_text=_("One or two sentences for cards and search results."),
    )
    listing_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("picture for cards"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ParentalManyToManyField("core.Topic", verbose_name=_("topics"), blank=True)

    objects = PageManager.from_queryset(VisiblePageQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        FieldPanel("listing_image"),
        FieldPanel("topics"),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("Address and search engines"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("topics", overridable=False),
    ]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        """The language this version is written in."""
        return languages.code_of(self.locale_id)

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @property
    def in_other_language(self) -> bool:
        """Whether the reader's shell speaks another language than this version."""
        return self.language != get_language()

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Nothing to ask where the work is open; else the stock walk up the tree, with what an
        alias carries itself, so that the editor's privacy window shows it."""
        if visibility.rule_of(self.translation_key) is None:
            return PageViewRestriction.objects.none()
        stock = super().get_view_restrictions()
        if self.alias_of_id is None:
            return stock
        mine = models.Q(page=self) | models.Q(pk__in=stock.values("pk"))
        return PageViewRestriction.objects.filter(mine)

    def copy_all_child_relations(self, target: "BasePage", *args: Any, **kwargs: Any) -> Any:
        """Every copy, alias and translation is made by way of this: it knows where it is from,
        so that `core.access` can guard it as its source is guarded (T04)."""
        target.copied_from = self.translation_key
        return super().copy_all_child_relations(target, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["shown"] = self
        return context

    def search_sections(self) -> list[Section]:
        """The words that search finds, by section. Every page type with a body says its own."""
        return []

    def search_countries(self) -> list[str]:
        """ISO codes of the countries that the work speaks of."""
        return list(getattr(self, "countries", []))

    def search_year(self) -> int | None:
        """The year a reader would look for: of issue, of a visit; None where there is none."""
        return None

    def structured_data(self) -> dict[str, Any]:
        """schema.org words for this version; page types add their own."""
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.language,
        }
