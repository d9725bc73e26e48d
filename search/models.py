"""Search index tables: derived from pages, rebuilt by `manage.py rebuild_library`."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page

from search.query import normalise_query


class SearchWork(models.Model):
    """An indexed work: one row, however many languages it has."""

    translation_key = models.UUIDField(unique=True)
    dated_on = models.DateField(db_index=True)
    # What its kind adds to its rank: a course comes before a news item about it.
    weight = models.FloatField(default=0.0)

    def __str__(self) -> str:
        return str(self.translation_key)


class SearchFacet(models.Model):
    """A facet value of a work: ("kind", "study"), ("country", "JO"), …

    Topics are stored by slug, and the parent work by key. Facets belong to the work, so that their
    counts are counts of works. The unique key is also the index that the planner needs: without it
    a search took seconds instead of milliseconds.
    """

    class Name(models.TextChoices):
        KIND = "kind"
        TOPIC = "topic"
        COUNTRY = "country"
        LANGUAGE = "language"
        YEAR = "year"
        PART = "part"

    work = models.ForeignKey(SearchWork, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=10, choices=Name.choices)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "name", "value"], name="facet_once_a_work")
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class SearchDocument(models.Model):
    """The plain text of one language version of a work. The engine indexes it under this id."""

    work = models.ForeignKey(SearchWork, on_delete=models.CASCADE, related_name="documents")
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    is_original = models.BooleanField()
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    title_order = models.CharField(max_length=100, blank=True)
    # How many words of the title tell something.
    title_size = models.PositiveSmallIntegerField(default=0)
    # Where each word of the body begins: unsigned integers of four bytes.
    offsets = models.BinaryField(default=bytes)
    # The parts of the body in order: at which word each begins, its heading, and the fragment or
    # address that leads to it. A page of a file is a part, too.
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "language"], name="document_once_a_language")
        ]
        # What a rank depends on is read of all documents at once, past their texts.
        indexes = [
            models.Index(
                fields=["work", "language", "is_original", "title_size"], name="document_in_short"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class SearchWord(models.Model):
    """A word used by some work: a candidate for spelling suggestions.

    It may be from a work that a reader must not see, or from a deleted text: so a suggestion is
    made only after the corrected query has found something for that reader.
    """

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=30)
    folded = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word


class IndexDamage(models.Model):
    """The index was found damaged: at most one row, until it is rebuilt."""

    seen_at = models.DateTimeField(auto_now_add=True)
    words = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.words


class WorkChange(models.Model):
    """How far the cluster knows a work: one row a work, never deleted. See `search.outbox`."""

    key = models.UUIDField(unique=True)
    # Raised by one in the transaction of each change, so that it grows in the order of commits.
    version = models.BigIntegerField(default=1)
    # What the cluster has, and what it has refused.
    sent_version = models.BigIntegerField(default=0)
    refused_version = models.BigIntegerField(default=0)
    refusal = models.CharField(max_length=200, blank=True)
    waiting_since = models.DateTimeField()
    # Whether fewer readers may see it than the cluster knows: the database answers until it does.
    narrows = models.BooleanField(default=False)
    # Behind the others: nothing has changed, but an index is being filled.
    later = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["narrows", "later"],
                condition=models.Q(sent_version__lt=models.F("version")),
                name="work_change_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.sent_version} of {self.version}"


class ClusterFailure(models.Model):
    """The cluster failed, and is not asked before `ask_again_at`: at most one row, until it is
    found to answer. See `search.breaker`."""

    began_at = models.DateTimeField(auto_now_add=True)
    ask_again_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=1)
    words = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.words


class Promotion(models.Model):
    """A work that editors put first for certain words."""

    words = models.CharField(
        _("search terms"),
        max_length=200,
        help_text=_("What readers type. Capitals, accents and small words make no difference."),
    )
    normal = models.CharField(max_length=200, db_index=True, editable=False)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Leave empty if it is meant for readers of all languages."),
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("words"), FieldPanel("language"), PageChooserPanel("page")]

    class Meta:
        verbose_name = _("recommended search result")
        verbose_name_plural = _("recommended search results")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is compared in step with what is typed."""
        self.normal = normalise_query(self.words)
        super().save(*args, **kwargs)
