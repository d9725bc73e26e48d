"""Map markers: which listed works can be shown on the map, and under which number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NotRequired, TypedDict, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.l10n.lists import format_enumeration
from core.pages.base import PlacedPage
from core.ui import sea_map
from core.works.listings import ListedWork


class MapPoint(TypedDict):
    """A point on a map, as the map tags take it."""

    lat: float
    lon: float
    place: NotRequired[str]


@dataclass(frozen=True)
class NumberedPlace:
    """A listed work, and its number on the map; 0 where it has no place there."""

    entry: ListedWork
    number: int

    @property
    def page(self) -> PlacedPage:
        return cast(PlacedPage, self.entry.page)


def points_on_map(page: PlacedPage) -> list[MapPoint]:
    """The page's points within the map's bounds: a marker at its edge would be untrue."""
    return [
        MapPoint(lat=point["lat"], lon=point["lon"])
        for point in page.points
        if sea_map.SOUTH <= point["lat"] <= sea_map.NORTH
        and sea_map.WEST <= point["lon"] <= sea_map.EAST
    ]


def number_places(entries: Iterable[ListedWork]) -> list[NumberedPlace]:
    """The works in their order; those on the map are numbered as `render_sea_map` numbers them."""
    found, number = [], 0
    for entry in entries:
        is_drawn = bool(points_on_map(cast(PlacedPage, entry.page)))
        number += is_drawn
        found.append(NumberedPlace(entry, number if is_drawn else 0))
    return found


def points(pins: Iterable[NumberedPlace]) -> list[MapPoint]:
    """The points that `render_sea_map` draws: one for each numbered work, with its place's name."""
    return [
        MapPoint(**points_on_map(pin.page)[0], place=pin.page.place) for pin in pins if pin.number
    ]


def describe_map(pins: Iterable[NumberedPlace]) -> str:
    """The map's text alternative."""
    shown = [pin for pin in pins if pin.number]
    places = format_enumeration([f"{pin.number} {place_of(pin.page)}" for pin in shown])
    words = ngettext(
        "Map of the Mediterranean with %(count)s place: %(places)s",
        "Map of the Mediterranean with %(count)s places: %(places)s",
        len(shown),
    )
    return words % {"count": len(shown), "places": places}


def own_label(page: PlacedPage) -> str:
    return _("Map of the surroundings of %(place)s") % {"place": place_of(page)}


def place_of(page: PlacedPage) -> str:
    """The place's name; where only its point is known, the work's."""
    return str(page.place or page.title)
