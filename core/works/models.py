"""Stored links between works."""

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
