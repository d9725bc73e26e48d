"""Tree walk over everything that an editor put into the StreamFields of a page."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page


def blocks_of(page: Page) -> Iterator[tuple[Any, Any]]:
    """Yield every block of every StreamField on the page, with its value; outer before inner."""
    for field in page._meta.concrete_fields:
        block = getattr(field, "stream_block", None)
        if block is not None:
            yield from parts(block, getattr(page, field.name))


def parts(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if not value:
        return
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(block, StreamBlock):
        inner = ((child.block, child.value) for child in value)
    elif isinstance(block, ListBlock):
        inner = ((block.child_block, one) for one in value)
    elif isinstance(block, StructBlock) and not isinstance(block, ImageBlock):
        inner = ((one, value.get(name)) for name, one in block.child_blocks.items())
    for child, one in inner:
        yield child, one
        yield from parts(child, one)


def files_of(page: Page) -> list[Any]:
    """Images and documents used on the page, by title; also those that its rich text links to."""
    wanted: dict[Any, set[int]] = {get_image_model(): set(), get_document_model(): set()}
    if page.listing_image_id:
        wanted[get_image_model()].add(page.listing_image_id)
    for field in page._meta.concrete_fields:
        if hasattr(field, "extract_references"):
            value = field.value_from_object(page)
            for model, pk, _model_path, _content_path in field.extract_references(value):
                if model in wanted:
                    wanted[model].add(int(pk))
    return [
        one
        for model, pks in wanted.items()
        for one in model.objects.filter(pk__in=pks).order_by("title")
    ]
