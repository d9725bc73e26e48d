"""A dotted SVG map of the Mediterranean, drawn from a coarse coastline that we wrote down by hand.

It has a coast and points, and no borders. Dots grow with the distance from the shore.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin

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

SEAS = (
    # From Gibraltar along the north to the Levant, and back along Africa.
    "-5.6 36 -4.4 36.7 -2 36.8 -.7 37.6 -.4 38.4 .2 38.7 -.3 39.5 .8 40.7 2.2 41.4 3.3 42.3 3 "
    "42.9 3.7 43.4 5.3 43.3 6.2 43 7.3 43.7 8.9 44.4 10.3 43.6 11.1 42.4 12.2 41.7 13.5 41.2 "
    "14.4 40.7 15.7 40 16.1 39 15.7 37.9 16.1 37.9 16.6 38.7 17.2 39 16.6 39.7 17.2 40.4 18.4 "
    "39.8 18.1 40.7 16 41.5 16.2 41.9 14.3 42.4 13.5 43.6 12.5 44.2 12.4 45.4 13.7 45.7 13.9 "
    "44.8 14.4 45.3 15.2 44.1 16.4 43.5 18.1 42.6 19.3 41.8 19.4 40.4 20.7 38.9 21.2 37.8 21.7 "
    "36.8 22.4 36.5 23.1 36.5 22.9 37.4 23.6 37.9 24 37.7 24.4 38.2 23.2 39.2 22.7 40.1 22.9 "
    "40.5 23.7 40 24.4 40.2 24.2 40.8 26 40.8 26.1 39.5 26.9 39.1 26.4 38.3 27.2 37.7 27.4 37 "
    "29.1 36.5 30.6 36.8 32.2 36.3 33.9 36.1 34.7 36.8 36.2 36.8 35.8 35.5 35.9 34.6 35.4 33.7 "
    "34.9 32.7 34.3 31.4 32.3 31.2 31 31.6 29 30.9 27.2 31.3 25 31.7 22.6 32.8 20.2 32.4 20 "
    "30.9 19 30.3 16.6 31.2 15.2 32.3 13.2 32.9 11.2 33.3 10.1 33.9 11.1 35.2 10.6 36.4 11 37 "
    "10.2 36.8 9.8 37.3 7.8 36.9 5 36.8 3 36.8 1.2 36.5 -.8 35.7 -2.9 35.2 -5.3 35.5 -5.9 35.7",
    # The Atlantic, from Finisterre to Agadir.
    "-11 44.2 -9.4 44.2 -9.2 43 -8.7 41.2 -9.5 38.8 -8.8 38.4 -9 37 -7.9 37 -6.9 37.2 -6.3 36.6 "
    "-5.5 36 -5.9 35.6 -6.2 35.1 -7.6 33.6 -9.2 32.4 -9.8 31.4 -9.7 30.4 -11 30",
)
ISLANDS = (
    "12.4 38 15.6 38.3 15.1 36.6 14 37.1 12.5 37.6",
    "8.2 40.9 9.2 41.3 9.8 40.5 9.6 39.2 8.5 38.9 8.4 40.3",
    "8.6 42.4 9.4 43 9.6 42.1 9.2 41.4",
    "2.3 39.6 3.2 40 3.4 39.5 3 39.2",
    "23.5 35.6 26.3 35.3 25.8 34.9 23.5 35.2",
    "32.3 35.1 34.6 35.7 34 34.9 32.6 34.6",
    "23.3 38.9 24.6 38 23.7 38.3",
    "27.6 36 28.2 36.5 28.1 35.9",
)


def sea_map(points: Iterable[Point], label: str) -> str:
    """SVG of the map with a numbered star for each (latitude, longitude), in the order given."""
    seas = "".join(f'<path stroke-width="{width}" d="{path}"/>' for width, path in _sea())
    places = _apart([(_x(longitude), _y(latitude)) for latitude, longitude in points])
    return (
        f'<svg class="sea-map" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" role="img" '
        f'aria-label="{label}"><g class="sea-map__sea" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-dasharray="0 {STEP}">{seas}</g>'
        + "".join(_star(number, *place) for number, place in enumerate(places, 1))
        + "</svg>"
    )


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
    seas, islands = [_ring(text) for text in SEAS], [_ring(text) for text in ISLANDS]
    dots = [(x, y) for row, y in enumerate(ROWS) for x in _columns(row)]
    wet = {
        dot
        for dot in dots
        if any(_inside(dot, sea) for sea in seas)
        and not any(_inside(dot, island) for island in islands)
    }
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
    parts = []
    for row, y in enumerate(ROWS):
        run = 0
        for x in (*_columns(row), WIDTH + STEP):
            if (x, y) in dots:
                run += 1
            elif run:
                # One pixel past the last dot, which a browser may leave out at the very end.
                parts.append(f"M{x - run * STEP} {y}h{(run - 1) * STEP + 1}")
                run = 0
    return "".join(parts)


def _ring(text: str) -> list[Point]:
    numbers = [float(number) for number in text.split()]
    return [
        (_x(longitude), _y(latitude))
        for longitude, latitude in zip(numbers[::2], numbers[1::2], strict=True)
    ]


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a line drawn from the point crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed
