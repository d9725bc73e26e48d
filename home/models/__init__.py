from cases.models import CaseIndexPage, CasePage
from demo.models import DemoItem
from home.models.pages import HomePage, StandardPage
from news.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from people.feedback.models import Feedback

__all__ = [
    "CaseIndexPage",
    "CasePage",
    "DemoItem",
    "EventIndexPage",
    "EventPage",
    "Feedback",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "StandardPage",
]
