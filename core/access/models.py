from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection
from wagtail.snippets.models import register_snippet

from core.access import rules


class AccessRule(models.Model):
    """A `core.access.rules.Rule` in force, by its fingerprint.

    Equal rules are one row, so a reader's answer is found once for all works that share it.
    """

    fingerprint = models.CharField(max_length=500, unique=True)

    def __str__(self) -> str:
        return self.fingerprint

    @property
    def rule(self) -> rules.Rule:
        return rules.parse(self.fingerprint)


class WorkAccess(models.Model):
    """One row a restricted work: the rule in force, its ancestors' included, for all languages."""

    translation_key = models.UUIDField(unique=True)
    rule = models.ForeignKey(AccessRule, on_delete=models.PROTECT, related_name="works")

    class Meta:
        verbose_name_plural = "work access"

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.rule}"


@register_snippet
class PublicCollection(models.Model):
    """Says that the pictures and files of a collection, and of those below it, are for everybody.

    Without such a row a collection asks for a sign-in: what somebody uploads is private until
    somebody decides otherwise. A view restriction of the collection still holds.
    """

    collection = models.OneToOneField(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_(
            "Everybody may see the pictures and files of this collection and of those below it."
        ),
    )

    panels = [FieldPanel("collection")]

    class Meta:
        verbose_name = _("public collection")
        verbose_name_plural = _("public collections")

    def __str__(self) -> str:
        return self.collection.name

    @classmethod
    def standard(cls) -> Collection:
        """The collection for what everybody may see; made on first use."""
        name = "Public"
        root = Collection.get_first_root_node()
        found = root.get_children().filter(name=name).first() or root.add_child(name=name)
        cls.objects.get_or_create(collection=found)
        return found
