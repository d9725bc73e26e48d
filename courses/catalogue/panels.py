"""Panels of the page editor for modules and lessons."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page


class OutlinePanel(Panel):
    """The modules and lessons of the course around a page, each a link to its form. The course
    stands so many levels above."""

    def __init__(self, up: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("In this course"))
        super().__init__(**kwargs)
        self.up = up

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "up": self.up}

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/editing/outline_panel.html"

        def is_shown(self) -> bool:
            """Hidden while a page is being created: it has no place yet."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            depth = self.instance.depth - self.panel.up
            course = self.instance.get_ancestors().filter(depth=depth).first()
            pages = Page.objects.descendant_of(course).order_by("path") if course else []
            return {
                **(super().get_context_data(parent_context) or {}),
                "course": course,
                "parts": [(page, page.depth == depth + 1) for page in pages],
            }
