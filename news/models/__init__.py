"""News and event pages."""

from news.models.events import EventIndexPage, EventPage
from news.models.news import NewsIndexPage, NewsPage

__all__ = ["EventIndexPage", "EventPage", "NewsIndexPage", "NewsPage"]
