"""Wagtail hooks of search: indexing at publishing (see `core.publishing`)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core import extensions
from search import cluster_notices, health, library, outbox
from search.admin import PromotionViewSet, SearchesMenuItem, SearchesReport
from search.documents import index_page
from search.engines import uses_cluster
from search.terms import find_terms

register_snippet(PromotionViewSet)


@hooks.register(extensions.PAGE_PUBLISHED, order=10)
def index_published_page(page: Page) -> None:
    """Index in the transaction of the publish: found at once, or not published at all."""
    index_page(page)


@hooks.register(extensions.ACCESS_CHANGED)
def note_other_readers(keys: Sequence[UUID]) -> None:
    """Whom a cluster shows a work stands in its index."""
    outbox.note(*keys, narrows=True)


@hooks.register(extensions.FIND_TERMS)
def terms_that_hold(text: str) -> set[str]:
    """The glossary is searched as the texts are."""
    return find_terms(text)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("reports/searches/", SearchesReport.as_view(), name=SearchesReport.index_url_name),
        path(
            "reports/searches/results/",
            SearchesReport.as_view(results_only=True),
            name=SearchesReport.index_results_url_name,
        ),
    ]


@hooks.register("register_reports_menu_item")
def searches_menu_item() -> MenuItem:
    return SearchesMenuItem(
        SearchesReport.page_title,
        reverse_lazy(SearchesReport.index_url_name),
        name="searches",
        icon_name="search",
        order=1200,
    )


@hooks.register(extensions.HEALTH_CHECK)
def search() -> str:
    """Whether the index answers, and finds what it should; readers have all else without it."""
    try:
        if health.is_noted() or not health.is_sound():
            return "damaged: results come from titles only. Run: manage.py rebuild_library"
        library.probe()
    except DatabaseError as error:
        return f"does not answer: {str(error).splitlines()[0]}. Run: manage.py rebuild_library"
    return cluster_notices.state() if uses_cluster() else "ok"


@hooks.register(extensions.STAFF_NOTICE)
def search_waits(request: HttpRequest) -> str | None:
    """That readers are answered by the database, or by an index that is behind."""
    return cluster_notices.notice() if uses_cluster() else None
