"""Template tags of cases."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _

from cases.models import CaseIndexPage, CasePage
from core.l10n import collation, countries, languages
from core.ui import markers
from core.ui.cards import CardFact, Chip
from core.ui.markers import NumberedPlace
from core.works import listings
from core.works.listings import ListedWork

register = template.Library()


@dataclass(frozen=True)
class CaseGroup:
    """Cases of one type; `pins` are numbered on the group's own map, if it has one."""

    slug: str
    title: str
    pins: list[NumberedPlace]
    has_map: bool


@register.simple_tag(takes_context=True)
def recorded_cases(context: dict[str, Any], page: CaseIndexPage) -> tuple[ListedWork, ...]:
    """Cases visible to the user."""
    return listings.works_below(page, context["request"].user, model=CasePage)


@register.filter
def by_type(entries: tuple[ListedWork, ...]) -> list[CaseGroup]:
    """Cases grouped by type: demonstrative actions, pilot projects, the rest."""
    titles = {
        CasePage.Type.DEMONSTRATIVE_ACTION: _("Demonstrative actions"),
        CasePage.Type.PILOT: _("Pilot projects"),
        CasePage.Type.OTHER: _("Other cases"),
    }
    found = []
    for kind, title in titles.items():
        mine = [entry for entry in entries if is_of(entry, kind)]
        if mine:
            has_map = kind == CasePage.Type.DEMONSTRATIVE_ACTION
            found.append(CaseGroup(str(kind.value), title, markers.number_places(mine), has_map))
    return found


def is_of(entry: ListedWork, kind: CasePage.Type) -> bool:
    return cast(CasePage, entry.page).case_type == kind


@register.filter
def case_countries(entries: tuple[ListedWork, ...]) -> list[Chip]:
    """Countries of these cases, each with its URL in the library."""
    counted = Counter(code for entry in entries for code in entry.page.search_countries())
    library = f"/{languages.active()}/library/?"
    chips = [
        Chip(
            countries.name(code),
            url=library + urlencode({"kind": CasePage.kind, "country": code}),
            note=str(count),
        )
        for code, count in counted.items()
    ]
    return sorted(chips, key=lambda chip: collation.sort_key(chip.text, languages.active()))


@register.filter
def case_facts(entry: ListedWork) -> list[CardFact]:
    """Date and place, for a card; unknown ones are shown as such."""
    page = cast(CasePage, entry.page)
    place = (
        CardFact(page.place, "place", entry.foreign, entry.foreign_direction)
        if page.place
        else CardFact(_("place not recorded"), "place")
    )
    return [CardFact(page.when or _("date not recorded"), "clock"), place]
