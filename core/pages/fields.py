"""Factories of fields that several page types have: made by a function, so that each type keeps
the order of its own, which is the order that translators meet them in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from core.blocks import StoryBlock


def story_field() -> StreamField:
    """The text of a record, below its facts."""
    return StreamField(StoryBlock(), verbose_name=_("text"), blank=True)


def went_wrong_field() -> "models.TextField[str, str]":
    return models.TextField(_("what went wrong"), blank=True)


def not_known_field() -> "models.TextField[str, str]":
    return models.TextField(
        _("not known"),
        blank=True,
        help_text=_(
            "What could not be found out, whom to ask about it, and when you last looked. If left"
            " empty, the page lists the facts that are empty here."
        ),
    )


def whom_to_ask_field() -> "models.TextField[str, str]":
    return models.TextField(
        _("whom to ask"), blank=True, help_text=_("An organisation, not a person.")
    )
