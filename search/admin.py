"""Search in the admin: queries without results, and promoted works."""

from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from core.counts.models import DailyCount
from search.models import Promotion

DAYS = 90
POLICY = ModelPermissionPolicy(Promotion)


class PromotionCreateView(CreateView):
    """The form begins with the words that the report of searches leads here for."""

    def get_initial_form_instance(self) -> Promotion:
        asked = self.request.GET
        return Promotion(
            words=asked.get("words", "")[:200], language=asked.get("language", "")[:10]
        )


class PromotionViewSet(SnippetViewSet):
    """Snippet views for recommended search results."""

    model = Promotion
    icon = "pick"
    menu_label = _("Recommended results")
    add_view_class = PromotionCreateView
    copy_view_enabled = False
    list_display: ClassVar = ["words", "language", "page"]
    search_fields: ClassVar = ["words"]


def recommend_url(row: dict[str, Any]) -> str:
    """The form in which a page is recommended for these words."""
    words = urlencode({"words": row["subject"], "language": row["language"]})
    return f"{reverse('wagtailsnippets_search_promotion:add')}?{words}"


class SearchesReport(ReportView):
    """Searches of the last 90 days that found nothing, the most frequent first."""

    page_title = _("Searches without results")
    header_icon = "search"
    index_url_name = "searches_without_results"
    index_results_url_name = "searches_without_results_list"
    permission_policy = POLICY
    any_permission_required = ("add", "change")
    list_export: ClassVar = ["subject", "language", "total"]
    columns: ClassVar = [
        TitleColumn("subject", label=_("Searched for"), get_url=recommend_url),
        Column("language", label=_("Language")),
        Column("total", label=_("Times")),
    ]

    def get_queryset(self) -> QuerySet[Any, Any]:
        since = timezone.localdate() - timedelta(days=DAYS)
        rows = DailyCount.objects.filter(kind=DailyCount.Kind.NOTHING_FOUND, day__gte=since)
        totals = rows.values("subject", "language").annotate(total=Sum("count"))
        return totals.order_by("-total", "subject")


class SearchesMenuItem(MenuItem):
    """The report in the menu, for who may recommend results."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(POLICY.user_has_any_permission(request.user, ["add", "change"]))
