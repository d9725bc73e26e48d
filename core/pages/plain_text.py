"""Plain text extracted from StreamFields."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import Block, ChoiceBlock, ListBlock, StreamValue, StructBlock, StructValue

from core.pages.base import Section


def sections_of(body: StreamValue) -> list[Section]:
    """The plain text of a StreamField, split at its headings."""
    sections: list[Section] = []
    heading, fragment, words = "", "", list[str]()
    for child in body:
        if child.block_type == "heading":
            sections.append(Section(heading, "\n".join(words), fragment))
            heading, fragment, words = child.value["text"], child.id or "", []
        else:
            words += words_of(child.block, child.value)
    sections.append(Section(heading, "\n".join(words), fragment))
    return [replace(one, text=strip_tags(one.text)) for one in sections if one.heading or one.text]


def sections_with(facts: Iterable[str], body: StreamValue) -> list[Section]:
    """The facts of a record, as far as they are known, and then its text."""
    return [Section("", "\n".join(filter(None, facts))), *sections_of(body)]


def words_of(block: Block, value: Any) -> list[str]:
    """The plain text of a block, but what its definition keeps from search. Choices are left out:
    their labels are for editors, and in whatever language is active while indexing."""
    if isinstance(block, ChoiceBlock) or not getattr(block, "search_index", True):
        return []
    # Wagtail's image block is the only StructBlock whose value is no struct but an image.
    if isinstance(block, StructBlock) and isinstance(value, StructValue):
        return [
            word
            for name, child in block.child_blocks.items()
            for word in words_of(child, value.get(name, child.get_default()))
        ]
    if isinstance(block, ListBlock):
        return [word for one in value for word in words_of(block.child_block, one)]
    return list(block.get_searchable_content(value))
