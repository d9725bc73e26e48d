"""Live statistics: counts of public works."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import CasePage
from core.models import BasePage
from courses.models import CoursePage
from news.models import EventPage, NewsPage
from research.models import RecommendationPage, StudyPage
from visits.models import LessonLearnedPage, StudyVisitPage


def works_of(model: type[BasePage], *which: Q) -> int:
    """Count the public works of a page type, in whatever languages; one query."""
    pages = model.objects.visible_to(None).filter(*which)
    return int(pages.values("translation_key").distinct().count())


COUNTS: dict[str, tuple[object, Callable[[], int]]] = {
    "courses": (_("courses"), lambda: works_of(CoursePage, Q(elsewhere=""))),
    "demonstrative-actions": (
        _("demonstrative actions"),
        lambda: works_of(CasePage, Q(case_type=CasePage.Type.DEMONSTRATIVE_ACTION)),
    ),
    "pilots": (_("pilot projects"), lambda: works_of(CasePage, Q(case_type=CasePage.Type.PILOT))),
    "visits": (_("study visits"), lambda: works_of(StudyVisitPage)),
    "insights": (_("lessons learned"), lambda: works_of(LessonLearnedPage)),
    "studies": (_("studies"), lambda: works_of(StudyPage)),
    "recommendations": (
        _("recommendations of publications"),
        lambda: works_of(RecommendationPage, Q(voiced_at="")),
    ),
    "events": (_("events"), lambda: works_of(EventPage)),
    "news": (_("news items"), lambda: works_of(NewsPage)),
}
CHOICES = [(name, label) for name, (label, _count) in COUNTS.items()]


def count(name: str) -> int:
    """The current count. Raises KeyError for a name that is not in `COUNTS`."""
    return COUNTS[name][1]()
