"""What an editor looks at before publishing. It warns, and never stands in the way.

Rooms above add what they know by `register`.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from core import languages
from core.blocks import SourcesBlock
from core.sentences import enumerated

if TYPE_CHECKING:
    from core.models import BasePage

NOT_STATED = ("", "not-stated")


@dataclass(frozen=True)
class Point:
    """One thing that was looked at: a whole sentence, and whether something is to do."""

    words: str
    is_open: bool


Check = Callable[["BasePage"], Iterable[Point]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check of one's own; it is asked after those that stand here already."""
    if check not in _checks:
        _checks.append(check)
    return check


def points_of(page: "BasePage") -> list[Point]:
    """Everything that is looked at on this page as it was last saved."""
    return [point for check in _checks for point in check(page)]


@register
def language(page: "BasePage") -> Iterator[Point]:
    """A page has the language of the branch it stands in: a wrong branch is told by its letters."""
    name = languages.NAMES[page.language]
    if wrong_letters(page.title, page.language):
        yield Point(
            _("This page is for readers of %(language)s, and its title is in other letters.")
            % {"language": name},
            is_open=True,
        )
    else:
        yield Point(_("Language: %(language)s.") % {"language": name}, is_open=False)


@register
def summary(page: "BasePage") -> Iterator[Point]:
    if page.summary.strip():
        yield Point(_("A summary is written."), is_open=False)
    else:
        yield Point(_("A summary is missing: cards and search results show it."), is_open=True)


@register
def pictures(page: "BasePage") -> Iterator[Point]:
    """Each picture of the texts says what it shows, or that it only decorates."""
    found = [value for block, value in blocks_of(page) if isinstance(block, ImageBlock) and value]
    if not found:
        return
    mute = [one for one in found if not one.decorative and not one.contextual_alt_text]
    if mute:
        yield Point(
            _("No description, and not marked as decoration: %(names)s.")
            % {"names": enumerated(list(dict.fromkeys(one.title for one in mute)))},
            is_open=True,
        )
    else:
        yield Point(_("Each picture is described or marked as decoration."), is_open=False)


@register
def licences(page: "BasePage") -> Iterator[Point]:
    """Pictures and files say under which licence they may be used."""
    files = files_of(page)
    if not files:
        return
    bare = [one.title for one in files if one.licence in NOT_STATED]
    if bare:
        yield Point(
            _("The licence is not stated: %(names)s.") % {"names": enumerated(bare)}, is_open=True
        )
    else:
        yield Point(_("Pictures and files have their licences."), is_open=False)


@register
def sources(page: "BasePage") -> Iterator[Point]:
    """Where facts are told, readers see where they come from."""
    if not page.tells_facts:
        return
    has_block = any(isinstance(block, SourcesBlock) for block, _value in blocks_of(page))
    if has_block or page.source_address:
        yield Point(_("Sources are named."), is_open=False)
    else:
        yield Point(_("It tells facts and names no source: add the block “Sources”."), is_open=True)


def wrong_letters(text: str, language: str) -> bool:
    """Whether none of the letters is of the language's script; digits and the like say nothing."""
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    script = languages.SCRIPTS.get(language, "LATIN")
    return bool(names) and not any(name.startswith(script) for name in names)


def blocks_of(page: "BasePage") -> Iterator[tuple[Any, Any]]:
    """Every block of every stream on the page, with its value; outer before inner."""
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


def files_of(page: "BasePage") -> list[Any]:
    """Pictures and files that the page uses, by title; also those that its texts link to."""
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
