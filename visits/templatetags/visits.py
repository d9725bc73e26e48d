"""Template tags of study visits."""

from typing import Any, cast
from uuid import UUID

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.ui.cards import CardFact
from core.works import TitleLink, listings
from core.works.listings import ListedWork
from visits.models import LessonLearnedPage, StudyVisitIndexPage, StudyVisitPage

register = template.Library()
_visits: GenerationCache[UUID | None] = GenerationCache(size=1000)


@register.simple_tag(takes_context=True)
def recorded_visits(context: dict[str, Any], page: StudyVisitIndexPage) -> tuple[ListedWork, ...]:
    """Visits visible to the user, newest first, undated ones last."""
    found = listings.works_below(page, context["request"].user, model=StudyVisitPage)
    return tuple(sorted(found, key=first_day, reverse=True))


def first_day(entry: ListedWork) -> str:
    return cast(StudyVisitPage, entry.page).starts


@register.simple_tag(takes_context=True)
def lessons_learned(context: dict[str, Any], visit: StudyVisitPage) -> tuple[ListedWork, ...]:
    """Lessons learned on this visit."""
    return listings.works_below(visit, context["request"].user, model=LessonLearnedPage)


@register.simple_tag(takes_context=True)
def visit_of(context: dict[str, Any], page: LessonLearnedPage) -> TitleLink | None:
    """Title and URL of the visit of a lesson learned; None where it is not visible to the user."""
    key = _visits.get(page.path, lambda: _key_above(page))
    work = works.seen_by(key, context["request"].user) if key else None
    return work.link(languages.active()) if work else None


def _key_above(page: Page) -> UUID | None:
    above = Page.objects.filter(path=page.path[: -page.steplen])
    return above.values_list("translation_key", flat=True).first()


@register.filter
def visit_facts(entry: ListedWork) -> list[CardFact]:
    """Date, place and participants, for a card; unknown ones are shown as such."""
    page = cast(StudyVisitPage, entry.page)
    foreign = entry.foreign, entry.foreign_direction
    items = [CardFact(page.when or _("date not recorded"), "clock")]
    if page.place:
        items.append(CardFact(page.place, "place", *foreign))
    if page.host:
        items.append(CardFact(page.host, "home", *foreign))
    if not page.place:
        items.append(CardFact(_("place not recorded"), "place"))
    return items
