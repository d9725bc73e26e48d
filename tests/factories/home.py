"""Factories of cases, news and events."""

from typing import Any

from cases.models import CaseIndexPage, CasePage
from core.models import ListingPage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories.core import add, root_for


def index_page(model: type[ListingPage], slug: str, **fields: Any) -> Any:
    root = root_for("en")
    found = model.objects.child_of(root).first()
    return found or add(root, model(title=slug.capitalize(), slug=slug), **fields)


def case(title: str = "Local currency", **fields: Any) -> CasePage:
    return add(index_page(CaseIndexPage, "cases"), CasePage(title=title, **fields))


def news(title: str = "A prize", **fields: Any) -> NewsPage:
    return add(index_page(NewsIndexPage, "news"), NewsPage(title=title, **fields))


def event(title: str = "Round table", **fields: Any) -> EventPage:
    return add(index_page(EventIndexPage, "events"), EventPage(title=title, **fields))
