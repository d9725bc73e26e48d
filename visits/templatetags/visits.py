"""Template tags of study visits."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.works import listings
from core.works.listings import ListedWork
from visits.models import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

register = template.Library()
_visits: GenerationCache[Any] = GenerationCache(size=1000)


@register.simple_tag(takes_context=True)
def recorded_visits(context: dict[str, Any], page: StudyVisitIndexPage) -> tuple[ListedWork, ...]:
    """Visits visible to the user, newest first, undated ones last."""
    found = listings.below(page, context["request"].user, model=StudyVisitPage)
    return tuple(sorted(found, key=lambda entry: str(vars(entry.page)["starts"]), reverse=True))


@register.simple_tag(takes_context=True)
def lessons_learned(context: dict[str, Any], visit: StudyVisitPage) -> tuple[ListedWork, ...]:
    """Lessons learned on this visit."""
    return listings.below(visit, context["request"].user, model=LessonLearnedPage)


@register.simple_tag(takes_context=True)
def visit_of(context: dict[str, Any], page: LessonLearnedPage) -> dict[str, str] | None:
    """Title and URL of the visit of a lesson learned; None where it is not visible to the user."""
    key = _visits.get(page.path, lambda: _key_above(page))
    work = works.seen_by(key, context["request"].user) if key else None
    return work.link(languages.active()) if work else None


def _key_above(page: Page) -> Any:
    above = Page.objects.filter(path=page.path[: -page.steplen])
    return above.values_list("translation_key", flat=True).first()


@register.filter
def visit_meta(entry: ListedWork) -> list[dict[str, str]]:
    """Date, place and participants, for a card; unknown ones are shown as such."""
    page: Any = entry.page
    items = [{"icon": "clock", "text": page.when or _("date not recorded")}]
    for icon, text in [("place", page.place), ("home", page.host)]:
        if text:
            foreign = {"lang": entry.foreign, "dir": entry.foreign_direction}
            items.append({"icon": icon, "text": text, **foreign})
    if not page.place:
        items.append({"icon": "place", "text": _("place not recorded")})
    return items
