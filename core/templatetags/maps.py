"""Maps of works with a place: of one, and of a listing."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from django import template

from core.pages.base import PlacedPage
from core.ui import markers
from core.ui.markers import MapPoint, NumberedPlace
from core.works.listings import ListedWork

register = template.Library()


class MapContext(TypedDict):
    """What components/listing_map.html and own_place.html are given."""

    points: Sequence[MapPoint]
    label: str
    page: NotRequired[PlacedPage]


register.filter("is_drawn", markers.points_on_map)


@register.simple_tag
def pinned(entries: Sequence[ListedWork]) -> list[NumberedPlace]:
    """The listed works with their numbers on the map."""
    return markers.number_places(entries)


@register.inclusion_tag("components/listing_map.html")
def listing_map(found: Sequence[NumberedPlace]) -> MapContext:
    """A map with a numbered marker for each work that has a place; nothing where none has."""
    return {"points": markers.points(found), "label": markers.describe_map(found)}


@register.inclusion_tag("components/own_place.html")
def own_place(page: PlacedPage) -> MapContext:
    """A map with the page's place, and its name below; nothing where it is unknown."""
    return {"points": markers.points_on_map(page), "label": markers.own_label(page), "page": page}
