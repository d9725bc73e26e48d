"""Empty blocks: how one is made, and how one is recognised."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.images.blocks import ImageBlock


def is_blank(block: Any, value: Any) -> bool:
    """Whether this is the block as it began: no words, nothing chosen, nothing ticked."""
    if value is None or value is False or value == "":
        return True
    if isinstance(block, ImageBlock):
        return False
    if isinstance(block, blocks.StructBlock):
        return all(is_blank(one, value.get(name)) for name, one in block.child_blocks.items())
    if isinstance(block, blocks.ListBlock):
        return all(is_blank(block.child_block, one) for one in value)
    if isinstance(block, blocks.BaseStreamBlock):
        return all(is_blank(child.block, child.value) for child in value)
    if isinstance(block, blocks.RichTextBlock):
        return not strip_tags(value.source).strip()
    return bool(value == block.get_default())


def empty_value(block: Any) -> Any:
    """The block as it begins, with empty words where Wagtail has None: translators' tools take only
    words."""
    return with_words(block, block.get_default())


def with_words(block: Any, value: Any) -> Any:
    if isinstance(block, ImageBlock):
        return value
    if isinstance(block, blocks.StructBlock):
        for name, one in block.child_blocks.items():
            value[name] = with_words(one, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for place, one in enumerate(list(value)):
            value[place] = with_words(block.child_block, one)
    elif value is None and isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return ""
    return value


class WithoutBlanks:
    """For streams: what is blank is left out when a page is published, and asked nothing."""

    is_deferred_validation: bool

    def clean(self, value: StreamValue) -> StreamValue:
        if self.is_deferred_validation:
            return super().clean(value)  # type: ignore[misc]  # the stream's
        kept = [place for place, one in enumerate(value) if not is_blank(one.block, one.value)]
        whole = [(value[n].block_type, value[n].value, value[n].id) for n in kept]
        try:
            return super().clean(StreamValue(self, whole))  # type: ignore[misc]
        except StreamBlockValidationError as error:
            raise with_form_positions(error, kept) from error


def with_form_positions(error: StreamBlockValidationError, kept: list[int]) -> ValidationError:
    """The error with the places that its blocks have on the form."""
    found = {kept[place]: one for place, one in error.block_errors.items()}
    return StreamBlockValidationError(found, error.non_block_errors)
