"""Merges the stored value of a stream in the original with that of a translation: words from the
translation, all else from the original. No database.

Which values are words is what wagtail-localize extracts as strings; block ids pair the two. Where
no id is in both, nothing is merged: they were not made from each other.
"""

import re
from typing import Any

from wagtail import blocks
from wagtail.models import Page, TranslatableMixin

Row = dict[str, Any]
LINK = re.compile(r"<a\b[^>]*>")


class Merge:
    """One merge; `kept` are paths that a translator has overridden."""

    def __init__(self, kept: frozenset[str]) -> None:
        self.kept = kept

    def value(self, block: Any, ours: Any, theirs: Any, path: str) -> Any:
        if path in self.kept or is_words(block):
            return theirs
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(ours, theirs, path)
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block, ours, theirs, path)
        if isinstance(block, blocks.ListBlock):
            return self.items(block.child_block, ours, theirs, path)
        if isinstance(block, blocks.StructBlock):
            return self.struct(block, ours, theirs, path)
        return ours

    def struct(self, block: Any, ours: Any, theirs: Any, path: str) -> Any:
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            return ours
        return {
            name: self.value(child, ours[name], theirs[name], f"{path}.{name}")
            if name in theirs
            else ours[name]
            for name, child in block.child_blocks.items()
            if name in ours
        }

    def stream(self, block: Any, ours: list[Row], theirs: list[Row], path: str) -> list[Row]:
        """In the original's order. A new block without words is taken over; one with words waits
        for its translation. A block that only the translation has stays behind its neighbour."""
        mine = {row["id"]: row for row in theirs}
        if ours and not any(row["id"] in mine for row in ours):
            return theirs
        merged: list[Row] = []
        for row in ours:
            child, held = block.child_blocks.get(row["type"]), mine.pop(row["id"], None)
            if child is None:
                continue
            if held is not None and held["type"] == row["type"]:
                value = self.value(child, row["value"], held["value"], f"{path}.{row['id']}")
                merged.append({**held, "value": value})
            elif held is None and not has_words(child, row["value"]):
                merged.append(row)
        return with_own(merged, theirs, set(mine))

    def items(self, block: Any, ours: Any, theirs: Any, path: str) -> Any:
        """As a stream; what the original's list no longer has goes."""
        mine = {row["id"]: row["value"] for row in theirs or []}
        if ours and mine and not any(row["id"] in mine for row in ours):
            return theirs
        merged = []
        for row in ours or []:
            key, value = row["id"], row["value"]
            if key in mine:
                merged.append(
                    {**row, "value": self.value(block, value, mine[key], f"{path}.{key}")}
                )
            elif not has_words(block, value):
                merged.append(row)
        return merged

    def rich_text(self, ours: str, theirs: str, path: str) -> str:
        """The translated text with the original's links: those that only the translation has give
        way, in order, to those that only the original has."""
        wanted, found = LINK.findall(ours or ""), LINK.findall(theirs or "")
        if len(wanted) != len(found) or any(one.startswith(f"{path}.'") for one in self.kept):
            return theirs
        for link in [*found]:
            if link in wanted:
                wanted.remove(link)
                found.remove(link)
        for old, new in zip(found, wanted, strict=True):
            theirs = theirs.replace(old, new, 1)
        return theirs


def with_own(merged: list[Row], theirs: list[Row], own: set[str]) -> list[Row]:
    """Put rows that only the translation has behind the row that they stood behind."""
    for place, row in enumerate(theirs):
        if row["id"] not in own:
            continue
        before = theirs[place - 1]["id"] if place else None
        index = next((i + 1 for i, one in enumerate(merged) if one["id"] == before), 0)
        merged.insert(index, row)
    return merged


def is_words(block: Any) -> bool:
    """Whether the value is a string for translators, or a thing that has versions itself."""
    if hasattr(block, "get_translatable_segments"):
        return False
    if isinstance(block, blocks.ChooserBlock):
        model = block.target_model
        return issubclass(model, TranslatableMixin) and not issubclass(model, Page)
    is_address = isinstance(block, blocks.URLBlock | blocks.EmailBlock)
    words = blocks.CharBlock | blocks.TextBlock | blocks.BlockQuoteBlock
    return isinstance(block, words) and not is_address


def has_words(block: Any, value: Any) -> bool:
    """Whether anything in a stored value is words."""
    if not value:
        return False
    if is_words(block) or isinstance(block, blocks.RichTextBlock):
        return True
    if isinstance(block, blocks.StreamBlock):
        return any(has_words(block.child_blocks[row["type"]], row["value"]) for row in value)
    if isinstance(block, blocks.ListBlock):
        return any(has_words(block.child_block, row["value"]) for row in value)
    if isinstance(block, blocks.StructBlock):
        return any(
            has_words(block.child_blocks[name], value.get(name)) for name in block.child_blocks
        )
    return False
