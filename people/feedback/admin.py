"""Feedback in the admin: read and settled, never created there."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from core.http import Reader
from people.feedback.models import Feedback


class MessagePolicy(ModelPermissionPolicy):
    """Permission policy without "add": messages come from the public form only."""

    def user_has_permission(self, user: Reader, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Feedback, MessagePolicy(Feedback), exact_class=True)


class FeedbackViewSet(SnippetViewSet):
    """Snippet views for messages from readers."""

    model = Feedback
    icon = "mail"
    menu_label = _("Messages")
    add_to_admin_menu = True
    menu_order = 300
    copy_view_enabled = False
    list_display: ClassVar = [
        "__str__",
        "page",
        "language",
        DateColumn("created_at", label=_("sent"), sort_key="created_at"),
        DateColumn("settled_at", label=_("dealt with"), sort_key="settled_at"),
    ]
    list_filter: ClassVar = ["about", "language"]
    search_fields: ClassVar = ["words", "page"]
    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("about", read_only=True),
                FieldPanel("page", read_only=True),
                FieldPanel("words", read_only=True),
                FieldPanel("email", read_only=True),
                FieldPanel("created_at", read_only=True),
            ],
            _("The message"),
        ),
        FieldPanel("note"),
        FieldPanel("settled_at"),
    ]
