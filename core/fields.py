"""Model fields that differ from Django's in one thing each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models


class WebAddressField(models.URLField):
    """A URLField that assumes https where the scheme is missing, as from Django 6 on."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """In migrations it is Django's field: nothing in the table differs."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
