"""The SVG map: markers at their places, distinguishable, and a small file."""

import gzip
import re
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

from core.ui import sea_map

SEVILLE, LISBON, IRBID, BEITILLO = (37.39, -5.98), (38.72, -9.14), (32.55, 35.85), (31.97, 35.11)


def stars(drawing):
    return [(int(x), int(y)) for x, y in re.findall(r"translate\((-?\d+) (-?\d+)\)", drawing)]


def test_map_is_an_image_with_a_name():
    root = ElementTree.fromstring(sea_map.sea_map([SEVILLE], "One place"))  # noqa: S314 - our own drawing

    assert (root.get("role"), root.get("aria-label")) == ("img", "One place")


def test_star_stands_where_its_place_is():
    (seville,) = stars(sea_map.sea_map([SEVILLE], "One place"))

    assert seville == (92, 198)


def test_neighbours_are_moved_apart_and_stay_on_the_map():
    placed = stars(sea_map.sea_map([SEVILLE, LISBON, IRBID, BEITILLO], "Four places"))

    assert (
        min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(placed, 2)) > 2 * sea_map.STAR
    )
    assert all(0 < x < sea_map.WIDTH and 0 < y < sea_map.HEIGHT for x, y in placed)


def test_same_place_twice_does_not_divide_by_nothing():
    assert len(stars(sea_map.sea_map([SEVILLE, SEVILLE], "One place twice"))) == 2


def test_works_of_one_place_are_all_seen():
    placed = stars(
        sea_map.sea_map([IRBID, SEVILLE, SEVILLE, SEVILLE, SEVILLE, LISBON], "Six works")
    )

    assert (
        min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(placed, 2)) > 2 * sea_map.STAR
    )


def test_map_is_light():
    assert len(gzip.compress(sea_map.sea_map([SEVILLE, LISBON], "Two places").encode())) < 4_000
