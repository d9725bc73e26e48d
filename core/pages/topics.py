"""Topics: a small controlled vocabulary (SKOS), labelled in every language."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.snippets.widgets import AdminSnippetChooser

from core.caching.generation import GenerationCache

# What a topic is called, by language.
Labels = dict[str, str]


class AllLabels(NamedTuple):
    """The labels of every topic, found by its id and by its slug."""

    by_id: dict[int, Labels]
    by_slug: dict[str, Labels]


_labels: GenerationCache[AllLabels] = GenerationCache(size=1)


class TopicChooser(AdminSnippetChooser):
    """Wagtail's, which words its buttons once, in the language in which the process starts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(model=Topic, **kwargs)
        self.choose_one_text = _("Choose a topic")
        self.choose_another_text = _("Choose another topic")
        self.link_to_chosen_text = _("Edit this topic")


@register_snippet
class Topic(index.Indexed, ClusterableModel):
    """A SKOS concept: one row, with a label in each language. Its slug is its URL parameter."""

    slug = models.SlugField(_("slug"), unique=True, max_length=60)
    broader = models.ForeignKey(
        "self",
        verbose_name=_("broader topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="narrower",
    )

    panels = [
        FieldPanel("slug"),
        FieldPanel("broader", widget=TopicChooser),
        InlinePanel("labels", label=_("label")),
    ]
    search_fields = [
        index.SearchField("slug"),
        index.AutocompleteField("slug"),
        index.RelatedFields("labels", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The topic's name in that language (default: the active one), else in any it has."""
        words = all_labels().get(self.pk, {})
        wanted = language or get_language() or settings.LANGUAGE_CODE
        return words.get(wanted) or words.get(settings.LANGUAGE_CODE) or self.slug


class TopicLabel(models.Model):
    """A topic's label in one language."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "language"], name="one_label_a_language")
        ]

    def __str__(self) -> str:
        return self.text


def all_labels() -> dict[int, Labels]:
    """Topic id to language to label; a few hundred words, read once a generation."""
    return _labels.get("all", _read_labels).by_id


def labels_by_slug() -> dict[str, Labels]:
    """The same by the topic's slug: every topic is here, also one without a label."""
    return _labels.get("all", _read_labels).by_slug


def _read_labels() -> AllLabels:
    found = AllLabels({}, {})
    rows = Topic.objects.order_by("pk", "labels__pk")
    for pk, slug, language, text in rows.values_list(
        "pk", "slug", "labels__language", "labels__text"
    ):
        labels = found.by_id.setdefault(pk, {})
        found.by_slug[slug] = labels
        if language is not None:
            labels[language] = text
    return found
