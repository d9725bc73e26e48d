"""Plain words out of streams."""

from typing import Any

from django.utils.html import strip_tags

from core.models.pages import Section


def sections_of(body: Any) -> list[Section]:
    """The plain words of a stream, cut at its headings."""
    sections: list[Section] = []
    heading, words = "", list[str]()
    for child in body:
        if child.block_type == "heading":
            sections.append(Section(heading, "\n".join(words)))
            heading, words = child.value["text"], []
        else:
            words += child.block.get_searchable_content(child.value)
    sections.append(Section(heading, "\n".join(words)))
    return [
        Section(one.heading, strip_tags(one.text)) for one in sections if one.heading or one.text
    ]
