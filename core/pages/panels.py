"""Panels of the page editor."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel

from core.pages import checklist


def point_panel() -> FieldRowPanel:
    """Panel for latitude and longitude."""
    help_text = _("Marks the place on the map, in degrees: 37.39 and -5.95 for Seville.")
    return FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")], help_text=help_text)


class ChecklistPanel(Panel):
    """The checklist, as the page was last saved. It never blocks publishing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before you publish"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/checklist_panel.html"

        def is_shown(self) -> bool:
            """Hidden while a page is being created: nothing has been saved yet."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            points = checklist.points_of(self.instance)
            return {
                **(super().get_context_data(parent_context) or {}),
                "points": points,
                "open_count": sum(point.is_open for point in points),
                "is_ready": not any(point.is_required for point in points),
            }
