"""The text of a page, rendered once per publish and language.

A question's feedback depends on what the reader answered, so questions stand outside what is
kept: the body is kept as pieces, and only an answered question is drawn anew (D13).
"""

from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from core import languages
from core.generation import Kept
from core.links import shell

_pieces: Kept[list[tuple[str, SafeString]]] = Kept(size=800)


def render_body(
    page: Any, *, question: str = "", answer: str = "", is_preview: bool = False
) -> SafeString:
    """The body's HTML in the page's own language; links lead to the reader's shell.

    `question` and `answer` are block ids out of the address; unknown ones change nothing.
    A preview shows what is not published, under the ids of what is: it is never kept, and
    nothing kept is shown in it.
    """
    pieces = _render(page) if is_preview else _kept_pieces(page)
    if question and any(block_id == question for block_id, _html in pieces):
        pieces = [
            (block_id, _answered(page, question, answer) if block_id == question else html)
            for block_id, html in pieces
        ]
    return mark_safe("".join(html for _id, html in pieces))  # noqa: S308 - pieces are rendered blocks


def _kept_pieces(page: Any) -> list[tuple[str, SafeString]]:
    if page.live_revision_id is None or (page.has_unpublished_changes and not page.live):
        return _render(page)
    key = (page.pk, page.live_revision_id, languages.active())
    return _pieces.get(key, lambda: _render(page))


def _render(page: Any) -> list[tuple[str, SafeString]]:
    reader = languages.active()
    with shell(reader), translation.override(page.language):
        return [(child.id or "", piece(child)) for child in page.body]


def piece(child: Any, **context: Any) -> SafeString:
    """One block, rendered by its own template."""
    return child.render_as_block({"question_id": child.id, **context})


def _answered(page: Any, question: str, answer: str) -> SafeString:
    child = next((child for child in page.body if child.id == question), None)
    if child is None:
        return mark_safe("")
    chosen = answer if is_option(child, answer) else None
    with shell(languages.active()), translation.override(page.language):
        return piece(child, answer=chosen)


def is_option(child: Any, option_id: str) -> bool:
    """Whether the id is one of this question's answers."""
    options = child.value.get("options") if hasattr(child.value, "get") else None
    return options is not None and any(one.id == option_id for one in options.bound_blocks)
