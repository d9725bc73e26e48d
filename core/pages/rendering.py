"""Rendered page bodies, cached once a publish and language.

What ends a text without being read with it (sources, links, terms) is its back matter: it can be
rendered by itself, and is folded. A block says by `is_back_matter` in its Meta that it may be that.

A question's feedback depends on what the reader answered: so the body is cached block by block, and
only an answered question is rendered again.

Rooms above may change what is cached: functions registered as `POST_PROCESS_BODY` are called with
the rendered blocks, the page and the reader's language.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, cast

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from core import extensions
from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.base import BasePage

Part = Literal["text", "back"]


class RenderedBlock(NamedTuple):
    """A rendered block; `kind` is the block's name in its stream, "" for what is no block."""

    id: str
    kind: str
    html: str
    is_back: bool = False


class Heading(NamedTuple):
    """The heading of a section, and its fragment identifier."""

    anchor: str
    text: str


_blocks: GenerationCache[list[RenderedBlock]] = GenerationCache(size=800)


def render_body(
    page: BasePage,
    *,
    question: str = "",
    answers: Sequence[str] = (),
    is_preview: bool = False,
    is_beside: bool = False,
    part: Part | None = None,
) -> SafeString:
    """The body's HTML in the page's own language; links lead to pages in the reader's.

    `question` is a block id and `answers` what was answered to it, from the query string; unknown
    ones change nothing. A preview contains unpublished content under the ids of the published one:
    it neither reads nor writes the cache. `part`: only the text, or only its back matter.
    `is_beside`: each paragraph of a translation with its original, as rooms above add it.
    """
    blocks = _render(page) if is_preview else _cached_blocks(page)
    if is_beside:
        for process in extensions.functions(extensions.ORIGINAL_BESIDE):
            blocks = process(blocks, page)
    htmls = [
        render_question(page, question, answers) if question and one.id == question else one.html
        for one in blocks
        if part is None or one.is_back == (part == "back")
    ]
    return mark_safe("".join(htmls))  # noqa: S308 - the HTML of rendered blocks


def _cached_blocks(page: BasePage) -> list[RenderedBlock]:
    if page.live_revision_id is None or (page.has_unpublished_changes and not page.live):
        return _render(page)
    key = (page.pk, page.live_revision_id, languages.active())
    return _blocks.get(key, lambda: _render(page))


def _render(page: BasePage) -> list[RenderedBlock]:
    reader = languages.active()
    with (
        languages.links_lead_to(reader),
        translation.override(page.language),
        visibility.files_as_readers_of(page.translation_key),
    ):
        blocks = list(_rendered(list(body_of(page))))
    for process in extensions.functions(extensions.POST_PROCESS_BODY):
        blocks = process(blocks, page, reader)
    return blocks


_headings: GenerationCache[list[Heading]] = GenerationCache(size=800)


def headings_of(page: BasePage, *, is_preview: bool = False) -> list[Heading]:
    """The headings of the sections of its body, cached as the body is."""
    key = (page.pk, page.live_revision_id)
    return _read_headings(page) if is_preview else _headings.get(key, lambda: _read_headings(page))


def _read_headings(page: BasePage) -> list[Heading]:
    values = [child.value for child in body_of(page) if child.block_type == "heading"]
    return [Heading(one.anchor, one["text"]) for one in values if one["level"] == "2"]


def _rendered(children: list[Any]) -> Iterator[RenderedBlock]:
    begin = back_matter_begins(children)
    for place, child in enumerate(children):
        is_back = place >= begin
        html = render_block(child, is_back_matter=is_back)
        yield RenderedBlock(child.id or "", child.block_type, html, is_back)


def back_matter_begins(children: list[Any]) -> int:
    """Where the blocks begin that end a text and are its back matter; behind the last for none."""
    begin = len(children)
    while begin and getattr(children[begin - 1].block.meta, "is_back_matter", False):
        begin -= 1
    return begin


def body_of(page: BasePage) -> StreamValue:
    """The stream of a page type that has one."""
    return cast(Any, page).body


def render_block(child: Any, **context: Any) -> SafeString:
    """Render one block with its own template."""
    return child.render_as_block({"question_id": child.id, **context})


def render_question(page: BasePage, question: str, answers: Sequence[str] = ()) -> SafeString:
    """One question of the page's body, by its block's id, with feedback on what was answered if
    there is anything; "" where there is no such block."""
    child = next((child for child in body_of(page) if child.id == question), None)
    if child is None:
        return mark_safe("")
    with languages.links_lead_to(languages.active()), translation.override(page.language):
        return render_block(child, answers=answers, work=page.translation_key)
