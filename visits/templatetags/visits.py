"""What templates ask about study visits."""

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
def recorded_visits(context: dict[str, Any], shelf: StudyVisitIndexPage) -> tuple[ListedWork, ...]:
    """The visits that the reader may see, newest first, those without a day last."""
    found = listings.below(shelf, context["request"].user, model=StudyVisitPage)
    return tuple(sorted(found, key=lambda entry: str(vars(entry.page)["starts"]), reverse=True))


@register.simple_tag(takes_context=True)
def lessons_learned(context: dict[str, Any], visit: StudyVisitPage) -> tuple[ListedWork, ...]:
    """What this visit taught."""
    return listings.below(visit, context["request"].user, model=LessonLearnedPage)


@register.simple_tag(takes_context=True)
def visit_of(context: dict[str, Any], page: LessonLearnedPage) -> dict[str, str] | None:
    """Title and address of the visit that taught this; None where the reader may not see it."""
    key = _visits.get(page.path, lambda: _key_above(page))
    work = works.seen_by(key, context["request"].user) if key else None
    return work.link(languages.active()) if work else None


def _key_above(page: Page) -> Any:
    above = Page.objects.filter(path=page.path[: -page.steplen])
    return above.values_list("translation_key", flat=True).first()


@register.filter
def visit_meta(entry: ListedWork) -> list[dict[str, str]]:
    """When, where and with whom, for a card; what is not known is said."""
    page: Any = entry.page
    items = [{"icon": "clock", "text": page.when or _("date not recorded")}]
    for icon, text in [("place", page.place), ("home", page.host)]:
        if text:
            foreign = {"lang": entry.foreign, "dir": entry.foreign_direction}
            items.append({"icon": icon, "text": text, **foreign})
    if not page.place:
        items.append({"icon": "place", "text": _("place not recorded")})
    return items
