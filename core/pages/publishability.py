"""Validation before publishing: whether a draft can be published; empty blocks are left out."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import BaseStreamBlock, Block, ListBlock
from wagtail.fields import StreamField
from wagtail.models import Page


def stream_fields(page: Page) -> list[StreamField]:
    return [one for one in page._meta.concrete_fields if isinstance(one, StreamField)]


def clean_blocks(page: Page) -> None:
    """Clean every text of the page as its form does at publishing; blocks in which nobody wrote
    anything are left out. Raises ValidationError, with each message behind the labels that lead to
    its field."""
    for one in stream_fields(page):
        value = getattr(page, one.name)
        try:
            setattr(page, one.name, one.stream_block.clean(value))
        except ValidationError as error:
            raise ValidationError(list(messages_of(one.stream_block, value, error))) from error


def messages_of(
    block: Block, value: Any, error: ValidationError, path: tuple[str, ...] = ()
) -> Iterator[str]:
    """What is wrong with a block and with those within it."""
    inner = getattr(error, "block_errors", None)
    own = error.messages if inner is None else getattr(error, "non_block_errors", [])
    for message in own:
        yield f"{' / '.join(dict.fromkeys(path))}: {message}" if path else str(message)
    for key, one in (inner or {}).items():
        child, held = within(block, value, key)
        yield from messages_of(child, held, one, (*path, str(child.label)))


def within(block: Any, value: Any, key: Any) -> tuple[Block, Any]:
    """The block at that place of another one, and its value."""
    if isinstance(block, BaseStreamBlock):
        return value[key].block, value[key].value
    if isinstance(block, ListBlock):
        return block.child_block, value[key]
    # What Wagtail makes of the fields of an image is no mapping, and has no blocks within.
    return block.child_blocks[key], value.get(key) if isinstance(value, dict) else None


def complaint(page: Page) -> str:
    """Why this draft cannot be published as it is; "" where it can."""
    try:
        page.full_clean()
        clean_blocks(page)
    except ValidationError as error:
        if names := sorted(names_of(page, error)):
            return _("To be filled in first: %(names)s.") % {"names": ", ".join(names)}
        return " · ".join(error.messages)
    return ""


def names_of(page: Page, error: ValidationError) -> list[str]:
    """The labels of the fields that are at fault."""
    fields: Any = getattr(error, "error_dict", {})
    return [str(page._meta.get_field(name).verbose_name) for name in fields if name != "__all__"]
