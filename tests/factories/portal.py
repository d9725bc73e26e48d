"""Factories of works for feeds and sitemaps: news, events, and restricted ones."""

from typing import Any

from wagtail.models import Page, PageViewRestriction

from core.models import BasePage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories.core import add, root_for


def index_page(model: type[BasePage], slug: str, language: str) -> Any:
    root = Page.objects.get(pk=root_for(language).pk)
    return model.objects.child_of(root).first() or add(root, model(title=slug, slug=slug))


def news(title: str = "A happening", language: str = "en", **fields: Any) -> NewsPage:
    return add(index_page(NewsIndexPage, "news", language), NewsPage(title=title, **fields))


def event(title: str = "A meeting", language: str = "en", **fields: Any) -> EventPage:
    return add(index_page(EventIndexPage, "events", language), EventPage(title=title, **fields))


def restrict(page: BasePage) -> BasePage:
    login = PageViewRestriction.LOGIN
    PageViewRestriction.objects.create(page=page, restriction_type=login)
    return page


def draft(page: BasePage) -> BasePage:
    page.unpublish()
    return page
