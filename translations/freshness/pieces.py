"""Pieces of a page: everything on it that its translations follow, by path.

A path is that of wagtail-localize: names of fields and ids of blocks, never positions. So a block
that is moved keeps its path. What is not words counts, too: answer keys, numbers, dates, links,
pictures, files, and the order of a list.
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from html import unescape
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.html import strip_tags
from wagtail.blocks import (
    BlockQuoteBlock,
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

# Of the address, of search engines and of the menu: nothing that a reader of the text sees.
NOT_FOR_READERS = {
    "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at",
}  # fmt: skip
WORD_BLOCKS = (CharBlock, TextBlock, BlockQuoteBlock, RichTextBlock)
ORDER = "#order"
# Names that the editor gives to paragraphs, and gives anew when it likes.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
LINK = re.compile(r"<a\b[^>]*>")
# Where the words of one line end, and those of the next are apart from them.
END_OF_LINE = re.compile(r"</(?:p|li|ul|ol|h\d|blockquote|td|th|tr)>|<br\s*/?>")
SHORT = 8


def plain_words(html: str) -> str:
    """The words of a text without markup, on one line."""
    return " ".join(unescape(strip_tags(END_OF_LINE.sub(r" \g<0>", html))).split())


class Piece(NamedTuple):
    """What stands at one path: words that are translated, or a value that is copied."""

    text: str
    is_words: bool

    @property
    def digest(self) -> str:
        return blake2b(self.text.encode(), digest_size=SHORT).hexdigest()

    @property
    def plain(self) -> str:
        """The words without markup."""
        return plain_words(self.text)


class Mark(NamedTuple):
    """What is stored of a version's own piece: enough to know it again."""

    digest: str
    is_words: bool


Pieces = Mapping[str, Piece]
Marks = Mapping[str, Mark]


def pieces_of(page: Page) -> dict[str, Piece]:
    """All pieces of a page, in its order; no query."""
    found: dict[str, Piece] = {}
    for one in get_translatable_fields(type(page)):
        field = one.get_field(type(page))
        if field.name in NOT_FOR_READERS or not field.concrete or field.many_to_many:
            continue
        if isinstance(field, StreamField):
            raw = field.value_from_object(page).get_prep_value()
            found.update(_of_stream(field.stream_block, raw, field.name))
        else:
            found.update(_of_field(field, page, one.is_translated(page)))
    return found


def _of_field(field: Any, page: Page, is_translated: bool) -> Iterator[tuple[str, Piece]]:
    is_words = is_translated and isinstance(field, models.CharField | models.TextField)
    value = field.value_from_object(page)
    if value not in (None, "", []):
        yield field.name, Piece(_written(value), is_words)


def _of_stream(block: StreamBlock, raw: Any, path: str) -> Iterator[tuple[str, Piece]]:
    for child in raw or ():
        kind = block.child_blocks.get(child["type"])
        if kind is not None:
            yield from _of_block(kind, child["value"], f"{path}.{child['id']}")


def _of_block(block: Any, raw: Any, path: str) -> Iterator[tuple[str, Piece]]:
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, (raw or {}).get(name), f"{path}.{name}")
    elif isinstance(block, StreamBlock):
        yield from _of_stream(block, raw, path)
    elif isinstance(block, ListBlock):
        yield from _of_list(block, raw, path)
    elif raw not in (None, "", []):
        is_words = isinstance(block, WORD_BLOCKS) and not hasattr(
            block, "get_translatable_segments"
        )
        yield path, Piece(_written(raw), is_words)


def _of_list(block: ListBlock, raw: Any, path: str) -> Iterator[tuple[str, Piece]]:
    items = [one for one in raw or () if isinstance(one, dict) and one.get("id")]
    for one in items:
        yield from _of_block(block.child_block, one["value"], f"{path}.{one['id']}")
    if len(items) > 1:
        yield path + ORDER, Piece(" ".join(one["id"] for one in items), False)


def _written(value: Any) -> str:
    """The same for a value from a form and for one that was stored."""
    if isinstance(value, Decimal | date | UUID):
        value = str(value)
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def block_of(path: str) -> str:
    """The id of the block on the page that a path is in; "" for a field outside the streams."""
    parts = path.removesuffix(ORDER).split(".")
    return parts[1] if len(parts) > 1 else ""


def marks_of(pieces: Pieces) -> dict[str, Mark]:
    return {path: Mark(piece.digest, piece.is_words) for path, piece in pieces.items()}


def pack(pieces: Mapping[str, tuple[str, bool]]) -> bytes:
    """Pieces, or marks, as they are stored."""
    rows = {path: list(one) for path, one in pieces.items()}
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpack(stored: bytes | memoryview) -> dict[str, Piece]:
    return {path: Piece(*one) for path, one in json.loads(zlib.decompress(stored)).items()}


def unpack_marks(stored: bytes | memoryview) -> dict[str, Mark]:
    return {path: Mark(*one) for path, one in json.loads(zlib.decompress(stored)).items()}
