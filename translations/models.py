"""The glossary; gathers `versions` for Django."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.log_actions import get_active_log_context
from wagtail.search import index

from core.fields import WebAddressField
from translations.versions import (
    Assignment,
    Doubt,
    Following,
    Freshness,
    OldWords,
    OriginalChange,
    PieceCheck,
    PublishedOriginal,
    VersionState,
    Wish,
    person_field,
)

__all__ = [
    "Assignment",
    "Doubt",
    "Following",
    "Freshness",
    "OldWords",
    "OriginalChange",
    "PieceCheck",
    "PublishedOriginal",
    "Term",
    "TermWording",
    "VersionState",
    "Wish",
]


class Term(index.Indexed, ClusterableModel):
    """A glossary term: one concept with one wording in each language. Its slug is its fragment."""

    slug = models.SlugField(
        _("slug"),
        unique=True,
        max_length=60,
        help_text=_(
            "Identifies the term in web addresses, the same in all languages. Best left as it is."
        ),
    )
    in_texts = models.BooleanField(
        _("linked in texts"),
        default=True,
        help_text=_("Turn off for everyday words: they then appear only in the glossary."),
    )

    panels = [
        FieldPanel("slug"),
        FieldPanel("in_texts"),
        InlinePanel(
            "wordings",
            label=_("wording"),
            heading=_("Wordings, one per language"),
            max_num=len(settings.LANGUAGES),
            help_text=_(
                "Changes appear at once: in the glossary and in all texts that use the term."
            ),
        ),
    ]
    search_fields = [
        index.SearchField("slug"),
        index.AutocompleteField("slug"),
        index.RelatedFields(
            "wordings",
            [index.SearchField("text"), index.SearchField("also"), index.SearchField("meaning")],
        ),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["slug"]

    def __str__(self) -> str:
        words = {one.language: one.text for one in self.wordings.all()}
        wanted = get_language() or settings.LANGUAGE_CODE
        return words.get(wanted) or words.get(settings.LANGUAGE_CODE) or self.slug


class TermWording(index.Indexed, models.Model):
    """A term's wording in one language, its meaning, and how reliable that is."""

    class State(models.TextChoices):
        SEEN = "seen", _("seen on a published page")
        CHECK = "check", _("needs checking by a native speaker")
        REVIEWED = "reviewed", _("checked by a person")

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(
        _("term"), max_length=120, help_text=_("As it appears within a sentence.")
    )
    also = models.TextField(
        _("other wordings"),
        blank=True,
        default="",
        help_text=_("Abbreviations and other spellings with the same meaning, one per line."),
    )
    meaning = models.TextField(
        _("meaning"),
        blank=True,
        default="",
        max_length=400,
        help_text=_("One or two plain sentences. Readers see them when they tap the term."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Notes on the term itself, for readers of the glossary."),
    )
    state = models.CharField(
        _("how sure we are"),
        max_length=10,
        choices=State,
        default=State.CHECK,
        help_text=_("Readers see this beside the term."),
    )
    source_url = WebAddressField(
        _("source"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("A published page that uses the term in this language."),
    )
    reviewer = person_field(verbose_name=_("reviewer"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    panels = [
        FieldPanel("language"),
        FieldPanel("text"),
        FieldPanel("also"),
        FieldPanel("meaning"),
        FieldPanel("note"),
        FieldPanel("state"),
        FieldPanel("source_url"),
    ]
    search_fields = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.SearchField("also"),
        index.SearchField("meaning"),
        index.FilterField("language"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("wording of a term")
        verbose_name_plural = _("wordings of terms")
        ordering = ["language", "text"]
        constraints = [
            models.UniqueConstraint(fields=["term", "language"], name="one_wording_a_language"),
            models.CheckConstraint(
                condition=models.Q(state="reviewed") ^ models.Q(reviewed_at__isnull=True),
                name="wording_reviewed_exactly_when_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the review date in step with the state."""
        if self.state != self.State.REVIEWED:
            self.reviewer, self.reviewed_at = None, None
        elif self.reviewed_at is None:
            self.reviewed_at = timezone.now()
            # The current user of the admin; None elsewhere.
            self.reviewer = self.reviewer or get_active_log_context().user
        super().save(*args, **kwargs)

    @property
    def source_host(self) -> str:
        """Host name of the source URL."""
        return urlsplit(self.source_url).hostname or ""

    @property
    def others(self) -> list[str]:
        """The alternative wordings, split."""
        return [line.strip() for line in self.also.splitlines() if line.strip()]
