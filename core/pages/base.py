"""Abstract base classes of all page types."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from core.access import visibility
from core.caching import generation
from core.http import Reader
from core.l10n import dates, languages
from core.l10n.dates import PartialDateField
from core.pages import donut_cache, previews
from core.pages.fields import story_field
from core.pages.forms import PageForm
from core.pages.panels import ChecklistPanel


def synchronized(*names: str) -> list[SynchronizedField]:
    """Synchronised fields: the same in all languages, edited in the original and copied to the
    rest."""
    return [SynchronizedField(name, overridable=False) for name in names]


@dataclass(frozen=True)
class Section:
    """A part of a page that search can find by itself: its heading and its plain text.

    `fragment` leads to it: the id of the heading's block, the same in all languages.
    """

    heading: str
    text: str
    fragment: str = ""


class VisiblePageQuerySet(PageQuerySet):
    """Page queryset with the authorisation check for reads."""

    def visible_to(self, user: Reader | None) -> "VisiblePageQuerySet":
        """Live pages that this user may see; never a draft."""
        return cast("VisiblePageQuerySet", visibility.visible_to(self, user))


class BasePage(Page):
    """Abstract base of every page type: it knows its work and its kind, and may be cached.

    `kind` is one of `core.works.kinds.KINDS`; it names accent, icon and label.
    No reader's data belongs in `get_context`: a rendered page is shown to many.
    """

    kind: ClassVar[str] = "page"
    # Whether it states facts, for which the checklist asks for sources.
    tells_facts: ClassVar[bool] = False
    # Whether readers are led to a version only where the original is published, too.
    needs_original: ClassVar[bool] = False

    summary = models.TextField(
        _("summary"),
        blank=True,
        validators=[MaxLengthValidator(300)],
        help_text=_("One or two sentences for cards and search results."),
    )
    listing_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("card image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ParentalManyToManyField("core.Topic", verbose_name=_("topics"), blank=True)
    builds_on = StreamField(
        [("work", blocks.PageChooserBlock(label=_("Page"), icon="link"))],
        verbose_name=_("builds on"),
        blank=True,
        help_text=_(
            "Lessons, studies, visits or cases that this page builds on. Each of them will show,"
            " in every language, that it is used here."
        ),
    )

    objects = PageManager.from_queryset(VisiblePageQuerySet)()

    content_panels = [ChecklistPanel(), *Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        FieldPanel("listing_image"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("builds_on"),
        FieldPanel(
            "show_in_menus",
            help_text=_("Only pages directly below a home page appear in the menu."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "The last part of the page's web address, the same in all languages: Latin"
                        " letters, digits and hyphens. If left empty, it is made from the title."
                    ),
                ),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("Web address and search engines"),
        ),
    ]
    base_form_class = PageForm
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    override_translatable_fields = synchronized("slug", "topics", "builds_on")
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
    def source_address(self) -> str:
        """The URL of its source, for a page type that has a field for it; else ""."""
        return ""

    @property
    def in_other_language(self) -> bool:
        """Whether the active language is another one than this version's."""
        return self.language != get_language()

    def _set_core_field_defaults(self) -> None:
        """Auto-generate a slug in Latin letters, whatever the script of the title; Wagtail itself
        finds none for Arabic or Greek."""
        has_place = bool(self.path or getattr(self, "_cached_parent_obj", None))
        has_slug = bool(self.slug)  # type: ignore[has-type]  # Wagtail is untyped
        if has_place and not has_slug and self.title and not slugify(self.title):
            self.slug = self._get_autogenerated_slug(slugify(anyascii(self.title)) or self.kind)
        super()._set_core_field_defaults()

    def minimal_clean(self) -> None:
        """Wagtail's; a title that cannot be is reported as the title's. wagtail-localize looks for
        the field, to show the error at its string, and stops with another error without it."""
        try:
            super().minimal_clean()
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise
            raise ValidationError({"title": error.error_list}) from error

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish in one transaction with everything derived from it: see `core.publishing`."""
        with generation.bump_once():
            super().publish(*args, **kwargs)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Empty where the work is public; else Wagtail's walk up the tree, with an alias's own
        restrictions, so that the editor's privacy dialog shows them."""
        if visibility.rule_of(self.translation_key) is None:
            return PageViewRestriction.objects.none()
        stock = super().get_view_restrictions()
        if self.alias_of_id is None:
            return stock
        mine = models.Q(page=self) | models.Q(pk__in=stock.values("pk"))
        return PageViewRestriction.objects.filter(mine)

    def copy_all_child_relations(self, target: "BasePage", *args: Any, **kwargs: Any) -> Any:
        """Every copy, alias and translation passes here: record what it was copied from, so that
        `core.access.sync` can restrict it as its source is restricted."""
        target.copied_from = self.translation_key
        return super().copy_all_child_relations(target, *args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, rendered once for all readers who are shown the same; see
        `core.pages.donut_cache`."""
        if args or kwargs or not donut_cache.may_be_shared(request):
            return self.serve_alone(request, *args, **kwargs)
        values = {"page": self, "self": self, "shown": self}
        key = (self.pk, self.live_revision_id)
        return donut_cache.respond(request, key, values, self.serve_alone)

    def serve_alone(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """The page as Wagtail serves it, for this one request."""
        page = self
        if self.get_deferred_fields():
            # As `core.works.routing` caches it: without its texts.
            page = type(self)._base_manager.get(pk=self.pk)
            request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        response: TemplateResponse = super(BasePage, page).serve(request, *args, **kwargs)
        return response

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """As oneself, a visitor, a learner; within the frame of each other language."""
        return previews.modes(self.language)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        with previews.seen_as(request, mode_name or self.default_preview_mode):
            response: HttpResponse = super().serve_preview(request, mode_name)
            if isinstance(response, TemplateResponse):
                response.render()
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["shown"] = self
        return context

    def search_sections(self) -> list[Section]:
        """Plain text for the search index, by section. Every page type with a body overrides it."""
        return []

    def search_countries(self) -> list[str]:
        """ISO codes of the countries that the work is about."""
        return list(getattr(self, "countries", []))

    def search_year(self) -> int | None:
        """The year a reader would filter by: of issue, of a visit; None where there is none."""
        return None

    @property
    def work_date(self) -> str | None:
        """Partial date of what the page is a record of (a publication, an event); "" if unknown.

        None where the page is itself the work: then it dates from its first publication here.
        """
        return None

    @property
    def when(self) -> str:
        """`work_date`, localised; "" where unknown."""
        return dates.format_date(self.work_date or "")

    def record_data(self) -> dict[str, Any]:
        """JSON-LD of the page itself, in its own language."""
        return {
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.language,
        }

    def recorded_data(self, kind: str) -> dict[str, Any]:
        """JSON-LD of a thing of type `kind` that the page is a record of: without `inLanguage`,
        which is the page's."""
        return {
            "@context": "https://schema.org",
            "@type": kind,
            "name": self.title,
            "description": self.summary,
            "mainEntityOfPage": self.record_data(),
        }

    def structured_data(self) -> dict[str, Any]:
        """schema.org JSON-LD for this version; page types extend it, or describe what they are
        a record of."""
        return {"@context": "https://schema.org", **self.record_data()}


class PlacedPage(BasePage):
    """A page about something in one place, which may be unknown."""

    place = models.CharField(_("place"), max_length=250, blank=True)
    lat = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lon = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        abstract = True

    @property
    def points(self) -> list[dict[str, float]]:
        """The map points; empty where the place is unknown."""
        return [] if self.lat is None or self.lon is None else [{"lat": self.lat, "lon": self.lon}]


class PeriodPage(PlacedPage):
    """A page about something that lasted some days in one place, with partial dates."""

    starts = PartialDateField(_("start date"))
    ends = PartialDateField(_("end date"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        dates.validate_order(self.starts, self.ends)

    @property
    def when(self) -> str:
        """Its localised date range; "" where unknown."""
        return dates.format_range(self.starts, self.ends)

    @property
    def work_date(self) -> str:
        return str(self.starts)

    def search_year(self) -> int | None:
        return dates.year_of(self.starts)


class ListingPage(BasePage):
    """An index page: it lists the works below it."""

    # The kind of these works; it gives the page its accent.
    lists: ClassVar[str] = "page"

    lead = models.TextField(_("introduction"), blank=True)
    announced = models.PositiveSmallIntegerField(
        _("total announced"),
        null=True,
        blank=True,
        help_text=_(
            "How many there are said to be in all. If given, readers are told how many of them are"
            " recorded here."
        ),
    )
    body = story_field()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("announced"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("announced"),
    ]

    class Meta:
        abstract = True
