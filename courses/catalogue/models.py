"""Page types of the catalogue: courses, modules and lessons; one tree a language."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core import works
from core.blocks import StoryBlock
from core.fields import WebAddressField
from core.l10n import languages
from core.l10n.countries import CountriesField
from core.models import BasePage, Section, SiteIdentity
from core.pages.base import synchronized
from core.pages.plain_text import sections_of
from core.printing import complaints
from courses.catalogue.blocks import LessonStoryBlock, QuizConditionBlock
from courses.catalogue.panels import OutlinePanel


class CatalogueIndexPage(BasePage):
    """Index page of all courses."""

    lists = "course"

    lead = models.TextField(_("introduction"), blank=True)

    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("course catalogue")
        verbose_name_plural = _("course catalogues")


class CoursePage(BasePage):
    """A course: learning outcomes, and modules of lessons."""

    kind = "course"
    # In the admin, too, modules are listed in their order.
    admin_default_ordering = "ord"

    audience = models.CharField(_("who it is for"), max_length=250, blank=True)
    teaches = StreamField(
        [("outcome", blocks.CharBlock(max_length=300, label=_("learning outcome"), icon="tick"))],
        verbose_name=_("learning outcomes"),
        blank=True,
    )
    certificate_note = models.CharField(
        _("how to earn the certificate"), max_length=250, blank=True
    )
    quizzes = StreamField(
        [("quiz", QuizConditionBlock())],
        verbose_name=_("quizzes required for the certificate"),
        blank=True,
        help_text=_(
            "Learners must pass these quizzes and complete all lessons of the course. The course"
            " page tells them so. The same in all languages."
        ),
    )
    elsewhere = WebAddressField(
        _("web address, if taught elsewhere"),
        max_length=600,
        blank=True,
        help_text=_(
            "For a course run by others: it has no lessons here, and readers are sent to this"
            " address."
        ),
    )
    body = StreamField(StoryBlock(), verbose_name=_("about the course"), blank=True)
    countries = CountriesField()

    parent_page_types = ["courses.CatalogueIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.ModulePage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("teaches"),
        FieldPanel("certificate_note"),
        FieldPanel("quizzes"),
        FieldPanel("elsewhere"),
        FieldPanel("body"),
        FieldPanel("countries"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("audience")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *synchronized("quizzes"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def clean(self) -> None:
        """The title stands on certificates: in every language, by whichever road it came."""
        super().clean()
        if found := complaints(title=self.title):
            raise ValidationError(dict(found))

    def search_sections(self) -> list[Section]:
        outcomes = " ".join(str(child.value) for child in self.teaches)
        return [Section("", f"{self.audience} {outcomes}"), *sections_of(self.body)]

    def structured_data(self) -> dict[str, Any]:
        return {
            **super().structured_data(),
            "@type": "Course",
            "isAccessibleForFree": True,
            "teaches": [str(child.value) for child in self.teaches],
            "provider": {"@type": "Organization", "name": SiteIdentity.of(self.language).issuer},
        }


class ModulePage(BasePage):
    """A group of lessons in a course; it has no page of its own, its URL redirects to the
    course."""

    kind = "page"
    needs_original = True
    # In the admin, too, lessons are listed in their order.
    admin_default_ordering = "ord"

    parent_page_types = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    content_panels = [OutlinePanel(up=1), *BasePage.content_panels]
    # Nothing to preview.
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the course, which lists the lessons."""
        work = works.seen_by(self.get_parent().translation_key, request.user)
        if work is None:
            raise Http404
        return redirect(f"{work.url(languages.active())}#lessons")

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(BasePage):
    """The smallest thing a learner can complete."""

    kind = "lesson"
    needs_original = True

    monday = models.CharField(
        _("Monday-morning question"),
        max_length=250,
        blank=True,
        help_text=_("The situation that would make someone open this lesson, in their own words."),
    )
    body = StreamField(LessonStoryBlock(), verbose_name=_("text"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    weight_bytes = models.PositiveIntegerField(
        _("size in bytes"), null=True, editable=False
    )  # transfer size: compressed page and its images at 390 px, measured when it is published

    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        OutlinePanel(up=2),
        *BasePage.content_panels,
        FieldPanel("monday"),
        FieldPanel("body"),
        FieldPanel("minutes"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def search_sections(self) -> list[Section]:
        return [Section("", self.monday), *sections_of(self.body)]

    def structured_data(self) -> dict[str, Any]:
        data = super().structured_data()
        return {**data, "@type": "LearningResource", "timeRequired": f"PT{self.minutes}M"}
