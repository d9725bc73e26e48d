"""The drawn cover of a course: a place by the sea, of the same family as the tiles.

A sun that is a star, hills, a row of houses, arches, sails or trees, and a wall of tiles in front.
The course's key chooses among them, so that each has its own.
"""

from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from core.ui import ornament
from core.ui.ornament import KHATIM, polygon

WIDTH, HEIGHT = 400, 200
SKIES = ("field", "noon", "dusk")
SUNS = (70, 130, 200, 270, 330)
# Heights of the hills at six places, from left to right.
HILLS = (
    (96, 70, 92, 60, 84, 98),
    (60, 88, 100, 84, 58, 76),
    (84, 96, 66, 92, 98, 62),
    (104, 78, 54, 80, 100, 90),
)
SHORE, WALL = 124, 158
WALL_AREA = f'y="{WALL}" width="{WIDTH}" height="{HEIGHT - WALL}"'


@lru_cache(maxsize=200)
def render_scene(key: UUID | str, spot: str = "") -> str:
    """The cover as inline SVG that fills its box."""
    look = ornament.design(key)
    name = f"t{UUID(str(key)).int % 16**8:x}{spot}"
    # The first digits of the key; the last ones have chosen the tiles.
    number, subject = divmod(UUID(str(key)).int >> 96, len(SUBJECTS))
    number, sky = divmod(number, len(SKIES))
    number, sun = divmod(number, len(SUNS))
    number, hills = divmod(number, len(HILLS))
    turned = f' transform="translate({WIDTH})scale(-1 1)"' if number % 2 else ""
    wall = "cover--night" if look.is_night else ""
    drawing = (
        f'<path class="{SKIES[sky]}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f"<g{turned}>{_sun(SUNS[sun])}{_hills(HILLS[hills])}{SUBJECTS[subject]()}</g>"
        f'<g class="{wall}">{ornament.fill_with_motif(look, name, WALL_AREA)}</g>'
        f'<path class="edge" d="M0 {WALL}h{WIDTH}"/>'
    )
    framed = ornament.fit_drawing(name, drawing, WIDTH, HEIGHT)
    return ornament.open_svg("course", is_night=False) + framed + "</svg>"


def _sun(x: int) -> str:
    return (
        f'<path class="sun" d="{polygon(16, 30, 30 * KHATIM, at=(x, 46))}"/>'
        f'<path class="pale" d="{polygon(16, 13, 13 * KHATIM, at=(x, 46), turn=0.5)}"/>'
    )


def _hills(heights: tuple[int, ...]) -> str:
    """Two ranges, of which the nearer is lower; the sea before them."""
    far = _range(heights, 0)
    near = _range(heights[::-1], 26)
    waves = "".join(f"M0 {y}q20-6 40 0{'t40 0' * 9}" for y in (SHORE + 11, SHORE + 22))
    return (
        f'<path class="far" d="{far}"/><path class="near" d="{near}"/>'
        f'<path class="pale" d="M0 {SHORE}h400v40H0z"/><path class="thread" d="{waves}"/>'
    )


def _range(heights: tuple[int, ...], lower: int) -> str:
    step = WIDTH // (len(heights) - 1)
    points = [(place * step, height + lower) for place, height in enumerate(heights)]
    parts = [f"M0 {HEIGHT}V{points[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (x + to_x) // 2
        parts.append(f"C{middle} {y} {middle} {to_y} {to_x} {to_y}")
    return "".join(parts) + f"V{HEIGHT}z"


def _arches() -> str:
    """An aqueduct along the shore."""
    openings = "".join(f"M{x} {SHORE}v-22a14 14 0 0 1 28 0v22z" for x in range(16, 400, 40))
    return f'<path class="deep" d="M0 {SHORE - 50}h400v50H0z"/><path class="pale" d="{openings}"/>'


def _town() -> str:
    """White houses with a dome and a tower."""
    houses = ((20, 34), (58, 46), (96, 30), (150, 42), (196, 36), (262, 48), (300, 32), (340, 40))
    walls = "".join(f"M{x} {SHORE}v-{height}h34v{height}z" for x, height in houses)
    doors = "".join(f"M{x + 12} {SHORE}v-12a5 5 0 0 1 10 0v12z" for x, _height in houses)
    dome = f"M150 {SHORE - 42}a17 17 0 0 1 34 0zM236 {SHORE}v-74l8-12 8 12v74z"
    return (
        f'<path class="house" d="{walls}"/><path class="deep" d="{dome}"/>'
        f'<path class="deep" d="{doors}"/>'
    )


def _sails() -> str:
    """Boats with one triangular sail each."""
    boats = ((70, 1.0), (168, 1.5), (262, 0.8), (326, 1.2))
    sails = "".join(
        f"M{x} {SHORE + 6}v-{round(44 * size)}q{round(26 * size)} {round(20 * size)} "
        f"{round(28 * size)} {round(38 * size)}z"
        for x, size in boats
    )
    hulls = "".join(
        f"M{x - round(16 * size)} {SHORE + 10}h{round(46 * size)}l-{round(9 * size)} 10h-"
        f"{round(28 * size)}z"
        for x, size in boats
    )
    return f'<path class="house" d="{sails}"/><path class="deep" d="{hulls}"/>'


def _trees() -> str:
    """Cypresses and olive trees."""
    tall = "".join(f"M{x} {SHORE}q-13-34 0-66q13 32 0 66z" for x in (40, 66, 214, 350, 374))
    round_ones = "".join(
        f"M{x} {SHORE}v-14m-20-8a20 17 0 1 1 40 0a20 15 0 1 1-40 0z" for x in (124, 166, 262, 306)
    )
    trunks = "".join(f"M{x} {SHORE}v-22" for x in (124, 166, 262, 306))
    return (
        f'<path class="deep" d="{tall}"/><path class="near" d="{round_ones}"/>'
        f'<path class="edge" d="{trunks}"/>'
    )


SUBJECTS = (_arches, _town, _sails, _trees)
