"""Stored links between works, and addresses of versions that were deleted."""

from django.db import models


class WorkLink(models.Model):
    """One work builds on another. Derived from `BasePage.builds_on`; see `core.works.related`."""

    from_key = models.UUIDField()
    to_key = models.UUIDField(db_index=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_key", "to_key"], name="builds_on_once"),
            models.CheckConstraint(
                condition=~models.Q(from_key=models.F("to_key")), name="builds_on_another"
            ),
        ]
        ordering = ["from_key", "place"]

    def __str__(self) -> str:
        return f"{self.from_key} builds on {self.to_key}"


class FormerAddress(models.Model):
    """Where a version of a work stood that has been deleted; see `core.works.redirects`."""

    # As wagtail's `Redirect.old_path`: with the language, without the last slash.
    path = models.CharField(max_length=1000, unique=True)
    translation_key = models.UUIDField(db_index=True)

    class Meta:
        verbose_name_plural = "former addresses"

    def __str__(self) -> str:
        return self.path
