"""The generated cover of a work: a scene for a course, tiles for others."""

from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from core.ui import ornament
from core.ui.scene import render_scene


def cover_html(key: UUID | str, kind: str = "", *, spot: str = "") -> SafeString:
    """The cover as inline SVG. `spot` keeps ids unique when one work appears twice on a page."""
    drawing = render_scene(key, spot) if kind == "course" else ornament.cover(key, kind, spot)
    return mark_safe(drawing)  # noqa: S308 drawn by us, the kind is escaped
