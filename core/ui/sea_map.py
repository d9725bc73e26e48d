"""A dotted SVG map of the Mediterranean, drawn from the coast of `core.ui.coast`.

It has a coast, points and names, and no borders. Dots grow with the distance from the shore.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin

from core.ui import coast, gazetteer
from core.ui.labels import LabelPlacer
from core.ui.ornament import KHATIM, polygon

Point = tuple[float, float]

WEST, NORTH, EAST, SOUTH = -11.0, 45.9, 37.4, 29.9
# Pixels a degree; a degree of longitude is shorter here, in the middle of the map at 38° N.
ACROSS, DOWN = 18.4, 23.3
WIDTH, HEIGHT = round((EAST - WEST) * ACROSS), round((NORTH - SOUTH) * DOWN)
STEP = 10
HALF = STEP // 2
ROWS = range(HALF, HEIGHT, HALF)
# Further from the shore than this: a dot of that width.
DOTS = ((0, 2.1), (6, 2.9), (18, 3.8), (32, 4.7))
STAR = 17
# Stars are drawn larger on a phone: room for that.
APART = 3.2 * STAR
# How often stars are moved apart, and what is too little to move them.
ROUNDS, SLIGHT = 12, 0.5
# Letters of large names and of the others; how far a name is from its point or its star.
LARGE, SMALL, GAP = 19, 14, 7


def render_sea_map(points: Iterable[Point], label: str, names: Sequence[str] = ()) -> str:
    """SVG of the map with a numbered star for each (latitude, longitude), in the order given, and
    with the names of these places as far as there is room."""
    seas = "".join(f'<path stroke-width="{width}" d="{path}"/>' for width, path in _sea())
    places = _apart([(_x(longitude), _y(latitude)) for latitude, longitude in points])
    return (
        f'<svg class="sea-map" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" role="img" '
        f'aria-label="{label}" direction="ltr">'
        f'<g class="sea-map__sea" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-dasharray="0 {STEP}">{seas}</g>{_names(places, names)}'
        + "".join(_star(number, *place) for number, place in enumerate(places, 1))
        + "</svg>"
    )


def _names(stars: list[Point], places: Sequence[str]) -> str:
    """Seas, the places of the stars (each name once), and towns that are none of these."""
    labels = LabelPlacer(WIDTH, HEIGHT)
    labels.take(stars, STAR)
    parts = []
    for sea in gazetteer.SEAS:
        size, more = (LARGE, " sea-map__name--large") if sea.is_large else (SMALL, "")
        at = _x(sea.longitude), _y(sea.latitude)
        parts.append(labels.over(str(sea.text), at, size=size, classes="sea-map__name" + more))
    named = dict(zip(reversed(places), reversed(stars), strict=False))
    for place, star in named.items():
        parts.append(
            labels.beside(place, star, size=SMALL, gap=STAR + GAP, classes="sea-map__here")
        )
    for town in gazetteer.TOWNS:
        at = _x(town.longitude), _y(town.latitude)
        is_far = all(hypot(x - at[0], y - at[1]) > APART / 2 for x, y in stars)
        if town.is_large and is_far and str(town.text) not in named:
            parts.append(labels.dotted(str(town.text), at, size=SMALL, gap=GAP))
    return "".join(filter(None, parts))


def _x(longitude: float) -> float:
    return (longitude - WEST) * ACROSS


def _y(latitude: float) -> float:
    return (NORTH - latitude) * DOWN


def _star(number: int, x: float, y: float) -> str:
    outline = polygon(16, STAR, STAR * KHATIM, at=(0, 0))
    return (
        f'<g transform="translate({x:.0f} {y:.0f})"><g class="sea-map__place"><path d="{outline}"/>'
        f'<text y="6" text-anchor="middle" fill="#fff">{number}</text></g></g>'
    )


def _apart(places: list[Point]) -> list[Point]:
    """Move stars that would cover each other along their line, just as far as they need."""
    placed = _ringed(places)
    for _round in range(ROUNDS):
        for first in range(len(placed)):
            for second in range(first + 1, len(placed)):
                (ax, ay), (bx, by) = placed[first], placed[second]
                distance = hypot(bx - ax, by - ay) or 1
                push = (APART - distance) / 2
                if push > SLIGHT:
                    dx, dy = (bx - ax) / distance * push, (by - ay) / distance * push
                    placed[first], placed[second] = (ax - dx, ay - dy), (bx + dx, by + dy)
    margin = APART / 2
    return [
        (min(max(x, margin), WIDTH - margin), min(max(y, margin), HEIGHT - margin))
        for x, y in placed
    ]


def _ringed(places: list[Point]) -> list[Point]:
    """Stars of one and the same place, in a ring round it."""
    count = Counter(places)
    seen: Counter[Point] = Counter()
    placed = []
    for x, y in places:
        many, mine = count[x, y], seen[x, y]
        seen[x, y] += 1
        radius = APART / 2 / sin(pi / many) if many > 1 else 0
        angle = 2 * pi * mine / many - pi / 2
        placed.append((x + radius * cos(angle), y + radius * sin(angle)))
    return placed


@cache
def _sea() -> tuple[tuple[float, str], ...]:
    """A path a width of dot. A dashed line draws a run of dots, so a path is only its runs."""
    sea, islands = _ring(coast.SEA), [_ring(island) for island in coast.ISLANDS]
    wet = set()
    for row, y in enumerate(ROWS):
        at_sea, *on_islands = ([*_crossings(ring, y)] for ring in (sea, *islands))
        for x in _columns(row):
            if _is_inside(x, at_sea) and not any(_is_inside(x, one) for one in on_islands):
                wet.add((x, y))
    dots = [(x, y) for row, y in enumerate(ROWS) for x in _columns(row)]
    shore = [dot for dot in dots if dot not in wet and any(near in wet for near in _near(dot))]
    # The map's western edge counts as a shore: the ocean fades out there.
    sizes = {
        (x, y): _size(min(x + STEP, *(hypot(x - sx, y - sy) for sx, sy in shore))) for x, y in wet
    }
    return tuple(
        (width, _runs({dot for dot in wet if sizes[dot] == width})) for _distance, width in DOTS
    )


def _columns(row: int) -> range:
    return range(HALF + row % 2 * HALF, WIDTH, STEP)


def _near(dot: Point) -> Iterable[Point]:
    """Distance from a dot to the nearest shore."""
    x, y = dot
    for down in (-HALF, HALF):
        yield from ((x - HALF, y + down), (x + HALF, y + down))


def _size(distance: float) -> float:
    """The width of a dot so far from the shore. STEP: the first dry dot is no distance yet."""
    return max(width for beyond, width in DOTS if distance - STEP >= beyond or not beyond)


def _runs(dots: set[Point]) -> str:
    """A stroke for each run of dots in a row. Moves are relative: many are alike, and so compress
    to half."""
    parts, pen = [], (0, 0)
    for row, y in enumerate(ROWS):
        run = 0
        for x in (*_columns(row), WIDTH + STEP):
            if (x, y) in dots:
                run += 1
            elif run:
                # One pixel past the last dot, which a browser may leave out at the very end.
                start, long = x - run * STEP, (run - 1) * STEP + 1
                parts.append(f"m{start - pen[0]} {y - pen[1]}h{long}".replace(" -", "-"))
                pen = start + long, y
                run = 0
    return "".join(parts)


def _ring(points: coast.Ring) -> list[Point]:
    return [(_x(longitude), _y(latitude)) for longitude, latitude in points]


def _crossings(ring: Sequence[Point], y: float) -> Iterable[float]:
    """Where the sides of a ring cross a line from side to side of the map."""
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y):
            yield (bx - ax) * (y - ay) / (by - ay) + ax


def _is_inside(x: float, crossings: Iterable[float]) -> bool:
    """Whether an odd number of sides lies to one side of the point."""
    return sum(x < one for one in crossings) % 2 == 1
