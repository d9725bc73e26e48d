"""What the admin's first page and its page editor show of translations."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from core import works
from people.http import SignedInRequest
from translations import review
from translations.models import Assignment, Freshness
from translations.permissions import languages_of


class WaitingPanel(Component):
    """How many translations wait for this person: asked of them, or behind in their language."""

    template_name = "translations/panel.html"
    order = 120

    def __init__(self, request: SignedInRequest) -> None:
        self.user = request.user

    @cached_property
    def count(self) -> int:
        mine = languages_of(self.user)
        behind = Freshness.objects.filter(locale__language_code__in=mine).exclude(behind_since=None)
        places = set(behind.values_list("translation_key", "locale_id"))
        asked = Assignment.objects.filter(translator=self.user)
        return len(places | set(asked.values_list("translation_key", "locale_id")))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"count": self.count}


class MinorEditItem(ActionMenuItem):
    """Publish, and let no reader of a translation think that it is out of date."""

    name = "action-publish-minor"
    label = _("Publish as a minor edit")
    template_name = "translations/minor_item.html"

    def is_shown(self, context: Any) -> bool:
        page: Page | None = context.get("page")
        if context["view"] != "edit" or page is None or context.get("locked_for_user"):
            return False
        return bool(page.permissions_for_user(context["request"].user).can_publish()) and (
            is_translated_original(page)
        )


def is_translated_original(page: Page) -> bool:
    """Whether other versions follow this one."""
    language = page.locale.language_code
    return (
        works.original_language(page.translation_key) == language
        and len(review.of_work(page.translation_key)) > 1
    )
