from django.db import models


class DemoItem(models.Model):
    """What the demo loader made, so that a repeat skips what a person has changed since."""

    key = models.CharField(max_length=200, unique=True)
    source_hash = models.CharField(max_length=64)
    translation_key = models.UUIDField()
    revisions = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key
