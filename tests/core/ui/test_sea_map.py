"""The SVG map: markers at their places, distinguishable, and a small file."""

import gzip
import re
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest
from django.utils import translation

from core.ui import local_map, sea_map
from core.ui.labels import LabelPlacer, short_place_name

SEVILLE, LISBON, IRBID, BEITILLO = (37.39, -5.98), (38.72, -9.14), (32.55, 35.85), (31.97, 35.11)


def stars(drawing):
    return [(int(x), int(y)) for x, y in re.findall(r"translate\((-?\d+) (-?\d+)\)", drawing)]


def test_map_is_an_image_with_a_name():
    root = ElementTree.fromstring(sea_map.render_sea_map([SEVILLE], "One place"))  # noqa: S314 - our own drawing

    assert (root.get("role"), root.get("aria-label")) == ("img", "One place")


def test_star_stands_where_its_place_is():
    (seville,) = stars(sea_map.render_sea_map([SEVILLE], "One place"))

    assert seville == (92, 198)


def test_neighbours_are_moved_apart_and_stay_on_the_map():
    placed = stars(sea_map.render_sea_map([SEVILLE, LISBON, IRBID, BEITILLO], "Four places"))

    assert (
        min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(placed, 2)) > 2 * sea_map.STAR
    )
    assert all(0 < x < sea_map.WIDTH and 0 < y < sea_map.HEIGHT for x, y in placed)


def test_same_place_twice_does_not_divide_by_nothing():
    assert len(stars(sea_map.render_sea_map([SEVILLE, SEVILLE], "One place twice"))) == 2


def test_works_of_one_place_are_all_seen():
    placed = stars(
        sea_map.render_sea_map([IRBID, SEVILLE, SEVILLE, SEVILLE, SEVILLE, LISBON], "Six works")
    )

    assert (
        min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(placed, 2)) > 2 * sea_map.STAR
    )


def texts(drawing):
    return re.findall(r"<text[^>]*>\u2068([^<]+)\u2069</text>", drawing)


def test_map_names_seas_towns_and_its_places_in_the_language_of_the_reader():
    with translation.override("ar"):
        named = texts(sea_map.render_sea_map([SEVILLE], "One place", ["إشبيلية"]))

    assert {"البحر الأبيض المتوسط", "إشبيلية", "لشبونة"} <= set(named)
    assert not any(re.search("[A-Za-z]", name) for name in named)


def test_a_place_of_many_works_is_named_once():
    named = texts(sea_map.render_sea_map([SEVILLE, SEVILLE], "Two works", ["Seville", "Seville"]))

    assert named.count("Seville") == 1


def test_local_map_shows_the_place_its_coast_and_its_neighbours():
    drawing = local_map.render_local_map(
        *BEITILLO, "Beitillo, Ramallah district, Palestine", "<Beitillo>"
    )
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing

    assert root.get("aria-label") == "<Beitillo>"
    assert {"Beitillo", "Amman", "Dead Sea", "Mediterranean Sea"} <= set(texts(drawing))
    assert "border" not in drawing
    assert len(drawing) < 4_000


def test_names_on_a_map_do_not_cover_each_other():
    labels = LabelPlacer(400, 200)
    first = labels.beside("Seville", (200, 100), size=20, gap=10, classes="")
    second = labels.beside("Seville", (200, 100), size=20, gap=10, classes="")
    crowd = [labels.beside("Seville", (200, 100), size=20, gap=10, classes="") for _ in range(9)]

    assert 'text-anchor="start"' in first
    assert 'text-anchor="end"' in second
    assert crowd[-1] is None


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Campolide, Lisbon, Portugal", "Campolide"),
        ("بيتللو، رام الله", "بيتللو"),
        ("A place whose name is much too long for a map", ""),
    ],
)
def test_a_map_has_the_short_name_of_a_place(place, told):
    assert short_place_name(place) == told


def test_map_is_light():
    assert (
        len(gzip.compress(sea_map.render_sea_map([SEVILLE, LISBON], "Two places").encode())) < 4_000
    )
