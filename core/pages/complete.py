"""Deferred validation: whether a draft can be published, and leaving out blocks that are empty."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page


def stream_fields(page: Page) -> list[StreamField]:
    return [one for one in page._meta.concrete_fields if isinstance(one, StreamField)]


def clean_blocks(page: Page) -> None:
    """Clean every text of the page as its form does at publishing; blocks in which nobody wrote
    anything are left out. Raises ValidationError."""
    for one in stream_fields(page):
        setattr(page, one.name, one.stream_block.clean(getattr(page, one.name)))


def complaint(page: Page) -> str:
    """Why this draft cannot be published as it is; "" where it can."""
    try:
        page.full_clean()
        clean_blocks(page)
    except ValidationError as error:
        names = sorted(names_of(page, error))
        if not names:
            return _("A block is not filled in. Open the page and publish it there to see which.")
        return _("To be filled in first: %(names)s.") % {"names": ", ".join(names)}
    return ""


def names_of(page: Page, error: ValidationError) -> list[str]:
    """The labels of the fields that are at fault."""
    fields: Any = getattr(error, "error_dict", {})
    return [str(page._meta.get_field(name).verbose_name) for name in fields if name != "__all__"]
