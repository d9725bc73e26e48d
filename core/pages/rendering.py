"""Rendered page bodies, cached once a publish and language.

A question's feedback depends on what the reader answered: so the body is cached in pieces, and only
an answered question is rendered again.

Rooms above may change what is cached: functions registered as `POST_PROCESS_BODY` are called with
the pieces, the language of the text and the reader's.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from core import extensions
from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.base import BasePage


class Piece(NamedTuple):
    """A rendered block; `kind` is the block's name in its stream, "" for what is no block."""

    id: str
    kind: str
    html: str


_pieces: GenerationCache[list[Piece]] = GenerationCache(size=800)


def render_body(
    page: BasePage,
    *,
    question: str = "",
    answers: Sequence[str] = (),
    is_preview: bool = False,
) -> SafeString:
    """The body's HTML in the page's own language; links lead to pages in the reader's.

    `question` is a block id and `answers` what was answered to it, from the query string; unknown
    ones change nothing. A preview contains unpublished content under the ids of the published one:
    it neither reads nor writes the cache.
    """
    pieces = _render(page) if is_preview else _cached_pieces(page)
    htmls = [
        _answered(page, question, answers) if question and one.id == question else one.html
        for one in pieces
    ]
    return mark_safe("".join(htmls))  # noqa: S308 - pieces are rendered blocks


def _cached_pieces(page: BasePage) -> list[Piece]:
    if page.live_revision_id is None or (page.has_unpublished_changes and not page.live):
        return _render(page)
    key = (page.pk, page.live_revision_id, languages.active())
    return _pieces.get(key, lambda: _render(page))


def _render(page: BasePage) -> list[Piece]:
    reader = languages.active()
    with (
        languages.links_lead_to(reader),
        translation.override(page.language),
        visibility.files_as_readers_of(page.translation_key),
    ):
        pieces = [Piece(child.id or "", child.block_type, piece(child)) for child in body_of(page)]
    for process in extensions.functions(extensions.POST_PROCESS_BODY):
        pieces = process(pieces, page.language, reader)
    return pieces


def body_of(page: BasePage) -> StreamValue:
    """The stream of a page type that has one."""
    return cast(Any, page).body


def piece(child: Any, **context: Any) -> SafeString:
    """Render one block with its own template."""
    return child.render_as_block({"question_id": child.id, **context})


def _answered(page: BasePage, question: str, answers: Sequence[str]) -> SafeString:
    child = next((child for child in body_of(page) if child.id == question), None)
    if child is None:
        return mark_safe("")
    with languages.links_lead_to(languages.active()), translation.override(page.language):
        return piece(child, answers=answers, work=page.translation_key)
