"""Merges the stored value of a stream in the original with that of a translation: words from the
translation, all else from the original. No database.

Which values are words is what wagtail-localize extracts as strings; block ids pair the two. Where
no id is in both, nothing is merged: they were not made from each other.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

from wagtail import blocks
from wagtail.models import Page, TranslatableMixin

from translations.freshness.pieces import LINK

Row = dict[str, Any]
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Merge:
    """One merge. `kept`: what a translator has chosen for their language, by path; `before`: texts
    of the original that the translation follows, by path.

    Afterwards `linked` has the paths of the texts whose links are those of the original.
    """

    def __init__(self, kept: Mapping[str, Any], before: Mapping[str, str]) -> None:
        self.kept, self.before = kept, before
        self.linked: set[str] = set()

    def value(self, block: Any, ours: Any, theirs: Any, path: str) -> Any:
        if path in self.kept or is_words(block):
            return theirs
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(ours or "", theirs or "", path)
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block, ours or [], theirs or [], path)
        if isinstance(block, blocks.ListBlock):
            return self.items(block.child_block, ours or [], theirs or [], path)
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
        if not any(row["id"] in mine for row in ours):
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

    def items(self, block: Any, ours: list[Row], theirs: list[Row], path: str) -> list[Row]:
        """As a stream; but an item without words goes with the original's."""
        mine = {row["id"]: row for row in theirs}
        if ours and mine and not any(row["id"] in mine for row in ours):
            return theirs
        merged: list[Row] = []
        for row in ours:
            key, value = row["id"], row["value"]
            held = mine.pop(key, None)
            if held is not None:
                found = self.value(block, value, held["value"], f"{path}.{key}")
                merged.append({**row, "value": found})
            elif not has_words(block, value):
                merged.append(row)
        own = {key for key, row in mine.items() if has_words(block, row["value"])}
        return with_own(merged, theirs, own)

    def rich_text(self, ours: str, theirs: str, path: str) -> str:
        """The translated text with the original's links, wherever it is certain which is which."""
        wanted, found = self.own_links(ours, path), links_in(theirs)
        if sorted(wanted) == sorted(found):
            self.linked.add(path)
            return theirs
        pairs = self.pairs_of_links(wanted, found, path)
        if not pairs or not self.own_addresses(path).isdisjoint(map(address_of, pairs)):
            return theirs
        self.linked.add(path)
        return LINK.sub(lambda match: pairs.get(normalise_link(match[0]), match[0]), theirs)

    def pairs_of_links(
        self, wanted: Sequence[str], found: Sequence[str], path: str
    ) -> dict[str, str]:
        """Links of the translation to those that take their place; nothing where that is not
        certain. One that has changed is known by the others; several, by what they were in the
        original that the translation follows."""
        old, new = remaining_links(found, wanted), remaining_links(wanted, found)
        if len(old) != len(new):
            return {}
        if len(old) > 1:
            before = self.own_links(self.before.get(path, ""), path)
            steps = dict(zip(before, wanted, strict=False)) if len(before) == len(wanted) else {}
            if sorted(steps.get(one, "") for one in old) != sorted(new):
                return {}
            new = [steps[one] for one in old]
        pairs = dict(zip(old, new, strict=True))
        is_certain = all(
            found.count(before) == old.count(before) and pairs[before] == after
            for before, after in zip(old, new, strict=True)
        )
        return pairs if is_certain else {}

    def own_links(self, text: str, path: str) -> list[str]:
        """The links of the original as this language has them."""
        return [self.own_link(link, path) for link in links_in(text)]

    def own_link(self, link: str, path: str) -> str:
        address = address_of(link)
        own = self.kept.get(f"{path}.{quote_link(address)}") if address else None
        return normalise_link(f'<a href="{escape(own)}">') if own else link

    def own_addresses(self, path: str) -> set[str]:
        """Addresses that a translator has put into this text."""
        return {str(own) for place, own in self.kept.items() if place.startswith(f"{path}.'")}


def with_own(merged: list[Row], theirs: list[Row], own: set[str]) -> list[Row]:
    """Put rows that only the translation has behind the row that they stood behind."""
    for place, row in enumerate(theirs):
        if row["id"] not in own:
            continue
        before = theirs[place - 1]["id"] if place else None
        index = next((i + 1 for i, one in enumerate(merged) if one["id"] == before), 0)
        merged.insert(index, row)
    return merged


def links_in(text: str) -> list[str]:
    return [normalise_link(link) for link in LINK.findall(text)]


def normalise_link(link: str) -> str:
    """The tag with its attributes in order: the editor and wagtail-localize write them in
    different ones."""
    attributes = sorted((name, unescape(value)) for name, value in ATTRIBUTE.findall(link))
    return "<a" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">"


def remaining_links(links: Sequence[str], others: Sequence[str]) -> list[str]:
    """The links that are left when each of the others has taken one of its like away."""
    rest, left = list(others), []
    for link in links:
        if link in rest:
            rest.remove(link)
        else:
            left.append(link)
    return left


def address_of(link: str) -> str:
    """Where a link leads; "" for one to a page or a document of the portal."""
    return unescape(dict(ATTRIBUTE.findall(link)).get("href", ""))


def quote_link(address: str) -> str:
    """As wagtail-localize names a link in the path of an override."""
    return "'" + address.replace("\\", "\\\\").replace("'", "\\'") + "'"


def is_words(block: Any) -> bool:
    """Whether the value is a string for translators, or a thing that has versions itself."""
    if hasattr(block, "get_translatable_segments"):
        return False
    if isinstance(block, blocks.ChooserBlock):
        model = block.model_class
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
        return any(has_words(child, value.get(name)) for name, child in block.child_blocks.items())
    return False
