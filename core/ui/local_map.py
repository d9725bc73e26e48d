"""A map of the surroundings of one place: coast, waters and towns by name, and no borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians

from django.utils.html import escape

from core.ui import coast, gazetteer
from core.ui.labels import DOT, LabelPlacer, short_place_name
from core.ui.ornament import KHATIM, polygon

Point = tuple[float, float]

WIDTH, HEIGHT = 560, 380
# So many degrees of longitude are shown; the height follows from the width.
SPAN = 4.4
# Coasts are drawn a little beyond the edge, so that no line runs along it.
BEYOND = 1.5
STAR, GAP = 17, 10
# Letters of the place's own name, and of others.
LARGE, SMALL = 23, 19
# A town so near is the place itself.
NEAR = 24


class Window:
    """The part of the world that is drawn, and where its points are on the paper."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self.across = WIDTH / SPAN
        self.down = self.across / cos(radians(latitude))
        self.west, self.north = longitude - SPAN / 2, latitude + HEIGHT / self.down / 2

    def at(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down

    def named(self, names: Iterable[gazetteer.Name]) -> Iterator[tuple[str, Point]]:
        """Those of these names that are inside, with their points."""
        for name in names:
            x, y = self.at(name.longitude, name.latitude)
            if 0 < x < WIDTH and 0 < y < HEIGHT:
                yield str(name.text), (x, y)


def render_local_map(latitude: float, longitude: float, place: str, label: str) -> str:
    """SVG with a star at the place, its name beside it. `label`: the map in words."""
    window = Window(latitude, longitude)
    here = window.at(longitude, latitude)
    return (
        f'<svg class="sea-map sea-map--local" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" '
        f'role="img" aria-label="{escape(label)}" direction="ltr">'
        f"{_ground(latitude, longitude)}{_names(window, here, short_place_name(place))}"
        f'<g transform="translate({here[0]:.0f} {here[1]:.0f})"><path class="sea-map__place" '
        f'd="{polygon(16, STAR, STAR * KHATIM, at=(0, 0))}"/></g></svg>'
    )


def _names(window: Window, here: Point, place: str) -> str:
    towns = [
        (name, at)
        for name, at in window.named(gazetteer.TOWNS)
        if hypot(at[0] - here[0], at[1] - here[1]) > NEAR and name != place
    ]
    labels = LabelPlacer(WIDTH, HEIGHT)
    labels.take([here], STAR)
    labels.take([at for _name, at in towns], DOT)
    parts = [
        labels.beside(place, here, size=LARGE, gap=STAR + GAP / 2, classes="sea-map__here")
        if place
        else None
    ]
    parts += [labels.dotted(name, at, size=SMALL, gap=GAP) for name, at in towns]
    for text, at in window.named(gazetteer.WATERS):
        parts.append(labels.over(text, at, size=SMALL, classes="sea-map__name"))
    return "".join(filter(None, parts))


@lru_cache(maxsize=200)
def _ground(latitude: float, longitude: float) -> str:
    window = Window(latitude, longitude)

    def drawn(rings: Iterable[coast.Ring]) -> str:
        return "".join(
            _smooth([window.at(*point) for point in clip_ring(r, window)]) for r in rings
        )

    rivers = "".join(_curve([window.at(*point) for point in river]) for river in coast.RIVERS)
    water = drawn([coast.SEA])
    # As a pattern: no coast beyond the edge lies, unseen, over the words beside the map.
    return (
        f'<pattern id="coast" width="{WIDTH}" height="{HEIGHT}" patternUnits="userSpaceOnUse">'
        f'<path class="sea-map__land" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<path class="sea-map__shore" d="{water}"/><path class="sea-map__water" d="{water}"/>'
        f'<path class="sea-map__land sea-map__water" d="{drawn(coast.ISLANDS)}"/>'
        f'<path class="sea-map__river" d="{rivers}"/>'
        f'<path class="sea-map__water" d="{drawn(coast.LAKES)}"/></pattern>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#coast)"/>'
    )


def clip_ring(ring: coast.Ring, window: Window) -> list[Point]:
    """The part of a ring that is in the window, or a little beyond it; empty where none is."""
    width, height = SPAN, HEIGHT / window.down
    east, south = window.west + width + BEYOND, window.north - height - BEYOND
    west, north = window.west - BEYOND, window.north + BEYOND
    points = list(ring)
    # Sutherland and Hodgman: one edge after the other, each as (axis, limit, which side stays).
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        points = list(_on_side(points, axis, limit, sign))
    return points


def _on_side(points: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, point in pairwise([*points[-1:], *points]):
        was, is_in = (sign * (one[axis] - limit) >= 0 for one in (before, point))
        if was != is_in:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            yield (
                before[0] + part * (point[0] - before[0]),
                before[1] + part * (point[1] - before[1]),
            )
        if is_in:
            yield point


def _smooth(points: list[Point]) -> str:
    """A closed line that rounds its corners: curves from middle to middle of the sides."""
    corners = _even(points)
    if len(corners) < 3:
        return ""
    return f"M{_pair(_middle(corners[-1], corners[0]))}{_turns([*corners, corners[0]])}z"


def _curve(points: list[Point]) -> str:
    """The same for an open line; "" where none of it is on the paper."""
    if not any(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points):
        return ""
    corners = _even(points)
    return f"M{_pair(corners[0])}{_turns(corners[1:])}L{_pair(corners[-1])}"


def _even(points: list[Point]) -> list[Point]:
    """Rounded so that the middle of two neighbours is whole, without repetitions."""
    rounded = [(2 * round(x / 2), 2 * round(y / 2)) for x, y in points]
    return [one for one, before in zip(rounded, [None, *rounded], strict=False) if one != before]


def _turns(corners: list[Point]) -> str:
    """A curve round each corner but the last. Each corner is the mirror image of the one before in
    the middle between them: so only the first is named, and of the others only the middles."""
    middles = [_middle(a, b) for a, b in pairwise(corners)]
    if not middles:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(middles)]
    first = f"Q{_pair(corners[0])} {_pair(middles[0])}"
    return first + "".join(f"t{_pair(step)}" for step in steps)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _pair(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}".replace(" -", "-")
