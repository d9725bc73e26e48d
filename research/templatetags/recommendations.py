"""Template tags of recommendations and their index page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypedDict, cast
from uuid import UUID

from django import template
from django.utils.translation import ngettext

from core import works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.http import Reader
from core.l10n import languages
from core.models import BasePage
from core.works import TitleLink, listings, related
from core.works.listings import ListedWork
from core.works.models import WorkLink
from research.models import RecommendationIndexPage, RecommendationPage, ResearchIndexPage

register = template.Library()
# Kinds of works that a recommendation can be from.
PUBLICATIONS = ("study", "resource")
_sources: GenerationCache[dict[UUID, list[TitleLink]]] = GenerationCache(size=50)


class RecommendationsBelow(TypedDict):
    """Those that stand in a publication, and those voiced at an event."""

    published: list[ListedWork]
    voiced: list[ListedWork]


class RecommendationList(TypedDict):
    entry: ListedWork
    recorded: str
    voiced: str


class Recommendations(TypedDict):
    """Each with the publications that it stands in."""

    published: list[tuple[ListedWork, list[TitleLink]]]
    voiced: list[tuple[ListedWork, list[TitleLink]]]
    recorded: str
    voiced_told: str


@register.simple_tag(takes_context=True)
def recommendation_list(
    context: dict[str, Any], page: ResearchIndexPage
) -> RecommendationList | None:
    """The index page of recommendations: its listing entry, and how many it has."""
    user = context["request"].user
    entries = listings.works_below(page, user)
    lists = [one for one in entries if isinstance(one.page, RecommendationIndexPage)]
    if not lists:
        return None
    found = recommendations_below(lists[0].page, user)
    announced = lists[0].page.announced
    return {
        "entry": lists[0],
        "recorded": recommendations_recorded(len(found["published"]), announced),
        "voiced": ideas_voiced(len(found["voiced"])),
    }


@register.simple_tag(takes_context=True)
def listed_recommendations(
    context: dict[str, Any], page: RecommendationIndexPage
) -> Recommendations:
    """Recommendations from publications, each with its publication, and ideas voiced at events."""
    user = context["request"].user
    found = recommendations_below(page, user)
    keys = tuple(one.work.key for one in found["published"])
    sources = _sources.get(
        (keys, languages.active(), visibility.met_rule_ids(user)), lambda: sources_of(keys, user)
    )
    return {
        "published": [(one, sources.get(one.work.key, [])) for one in found["published"]],
        "voiced": [(one, []) for one in found["voiced"]],
        "recorded": recommendations_recorded(len(found["published"]), page.announced),
        "voiced_told": ideas_voiced(len(found["voiced"])),
    }


def recommendations_below(page: BasePage, user: Reader | None) -> RecommendationsBelow:
    found: RecommendationsBelow = {"published": [], "voiced": []}
    for entry in listings.works_below(page, user, model=RecommendationPage):
        made = cast(RecommendationPage, entry.page).stands_in_publication
        found["published" if made else "voiced"].append(entry)
    return found


def recommendations_recorded(count: int, announced: int | None) -> str:
    if not announced:
        return ngettext(
            "%(count)s recommendation is recorded here.",
            "%(count)s recommendations are recorded here.",
            count,
        ) % {"count": count}
    return ngettext(
        "%(count)s recommendation is recorded here one by one; %(announced)s were announced.",
        "%(count)s recommendations are recorded here one by one; %(announced)s were announced.",
        count,
    ) % {"count": count, "announced": announced}


def ideas_voiced(count: int) -> str:
    """ "" for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s idea was voiced at an event.", "%(count)s ideas were voiced at events.", count
    ) % {"count": count}


@register.simple_tag(takes_context=True)
def publications_behind(context: dict[str, Any], page: BasePage) -> list[TitleLink]:
    """The publications that a recommendation is from, as far as the reader may see them."""
    found = related.of_work(page.translation_key, context["request"].user).builds_on
    return [work.link(languages.active()) for work in found if work.kind in PUBLICATIONS]


def sources_of(keys: Sequence[UUID], user: Reader | None) -> dict[UUID, list[TitleLink]]:
    """The same for many at once; two queries."""
    links = list(WorkLink.objects.filter(from_key__in=keys).values_list("from_key", "to_key"))
    found = works.resolve({to for _from, to in links}, user=user)
    sources: dict[UUID, list[TitleLink]] = defaultdict(list)
    for start, to in links:
        work = found.get(to)
        if work and work.kind in PUBLICATIONS:
            sources[start].append(work.link(languages.active()))
    return sources
