"""Models of access control: rules in force per work, and public collections."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection
from wagtail.snippets.models import register_snippet

from core.access import rules


class AccessRule(models.Model):
    """An access rule in force (`core.access.rules.Rule`), stored by its fingerprint.

    Equal rules share one row, so a reader's permission is checked once for all works under it.
    """

    fingerprint = models.CharField(max_length=500, unique=True)

    def __str__(self) -> str:
        return self.fingerprint

    @property
    def rule(self) -> rules.Rule:
        return rules.parse(self.fingerprint)


class WorkAccess(models.Model):
    """The access rule of a restricted work: one row for all its languages, ancestors' rules
    included."""

    translation_key = models.UUIDField(unique=True)
    rule = models.ForeignKey(AccessRule, on_delete=models.PROTECT, related_name="works")

    class Meta:
        verbose_name_plural = "work access"

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.rule}"


@register_snippet
class PublicCollection(models.Model):
    """Marks a collection, and those below it, as public: its images and documents are for
    everybody.

    A collection without such a row requires login: uploads are private until somebody decides
    otherwise. A view restriction of the collection still holds.
    """

    collection = models.OneToOneField(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_(
            "Everyone can see the images and files in this collection and in the collections below"
            " it."
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
        """The default public collection; created on first use."""
        name = "Public"
        root = Collection.get_first_root_node()
        found = root.get_children().filter(name=name).first() or root.add_child(name=name)
        cls.objects.get_or_create(collection=found)
        return found
