from home.models.cases import CaseIndexPage, CasePage
from home.models.demo import DemoItem
from home.models.feedback import Feedback
from home.models.happenings import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from home.models.pages import HomePage, StandardPage

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
