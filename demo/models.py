"""Bookkeeping of the demo loader."""

from django.db import models


class DemoItem(models.Model):
    """What the loader created, so that it can skip what a person has changed since."""

    key = models.CharField(max_length=200, unique=True)
    source_hash = models.CharField(max_length=64)
    translation_key = models.UUIDField()
    revisions = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key
