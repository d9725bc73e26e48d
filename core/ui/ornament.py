"""Generated SVG ornament: covers, the band and the logo mark, from one eight-point lattice.

A work without an image still gets a cover of its own. Its key, the same in every language, picks
one of four motifs, eight angles, three scales, four layouts, and day or night; its kind gives the
colour in CSS. The cover of a course is a scene: `core.ui.scene`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, pi, sin
from uuid import UUID

from django.utils.html import escape

CELL = 48
ANGLES = (0, 15, 22.5, 30, 45, 60, 67.5, 75)
SCALES = (1.25, 1, 0.8)
# The size of a drawing, of a wall in it, and where something that stands by itself may stand; a
# motif is then so many times as large.
WIDTH, HEIGHT, WALL = 300, 120, 132
PLACES = (72, 150, 228)
ALONE = 3.1
CORNERS = ((0, 0), (CELL, 0), (0, CELL), (CELL, CELL))
# Where the sides of two crossed squares meet, for corners at distance 1.
KHATIM = 0.7654


@dataclass(frozen=True)
class Design:
    """The choices that a key makes for a cover."""

    motif: int
    angle: float
    scale: float
    layout: int
    is_night: bool
    # A free number, for what one layout varies.
    rest: int


def design(key: UUID | str) -> Design:
    """Deterministic: the same key gives the same design, for ever and in every language."""
    number = UUID(str(key)).int
    number, motif = divmod(number, len(MOTIFS))
    number, angle = divmod(number, len(ANGLES))
    number, scale = divmod(number, len(SCALES))
    number, layout = divmod(number, len(LAYOUTS))
    return Design(motif, ANGLES[angle], SCALES[scale], layout, number % 2 == 0, number // 2)


@lru_cache(maxsize=2000)
def cover(key: UUID | str, kind: str = "", spot: str = "") -> str:
    """The cover as inline SVG that fills its box. `spot` keeps ids unique when a work appears
    twice."""
    look = design(key)
    name = f"t{UUID(str(key)).int % 16**8:x}{spot}"
    return open_svg(kind, is_night=look.is_night) + LAYOUTS[look.layout](look, name) + "</svg>"


def open_svg(kind: str, *, is_night: bool) -> str:
    """The beginning of a cover. Without CSS an ornament is only in the way: zero size, which the
    style sheet overrides."""
    classes = "cover cover--night" if is_night else "cover"
    colour = f' data-kind="{escape(kind)}"' if kind else ""
    return f'<svg class="{classes}"{colour} width="0" height="0" aria-hidden="true">'


def fill_with_motif(look: Design, name: str, area: str = 'width="100%" height="100%"') -> str:
    """An area full of the motif."""
    turn = f"rotate({_number(look.angle)})" if look.angle else ""
    size = f"scale({_number(look.scale)})" if look.scale != 1 else ""
    moved = f' patternTransform="{turn}{size}"' if turn or size else ""
    return (
        f'<pattern id="{name}" width="{CELL}" height="{CELL}" patternUnits="userSpaceOnUse"{moved}>'
        f'{MOTIFS[look.motif]()}</pattern><rect {area} fill="url(#{name})"/>'
    )


def fit_drawing(name: str, drawing: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """A drawing of that size that fills its box, cut where it is larger. It is a pattern, so that
    nothing of it stands outside the box, not even unseen: tools that check colours would meet it.
    """
    return (
        f'<pattern id="{name}f" width="1" height="1" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMidYMid slice">{drawing}</pattern>'
        f'<rect width="100%" height="100%" fill="url(#{name}f)"/>'
    )


def _alone(look: Design, name: str) -> str:
    """One motif, large, on a plain ground."""
    # Without the ground of its tile.
    _ground, _end, motif = MOTIFS[look.motif]().partition("/>")
    return fit_drawing(
        name,
        f'<path class="field" d="M0 0h{WIDTH}v{HEIGHT}H0z"/><g transform="translate('
        f"{PLACES[look.rest % len(PLACES)]} {HEIGHT // 2})rotate({_number(look.angle)})"
        f'scale({_number(ALONE * look.scale)})translate(-24 -24)">{motif}</g>',
    )


def _beside(look: Design, name: str) -> str:
    """The motif on one side, a plain wall on the other."""
    begin, wall = (0, WIDTH - WALL) if look.rest % 2 else (WALL, 0)
    colour, star = ("pale", "deep") if look.is_night else ("wall", "hung")
    return fit_drawing(
        name,
        fill_with_motif(look, name, f'x="{begin}" width="{WIDTH - WALL}" height="{HEIGHT}"')
        + f'<path class="{colour}" d="M{wall} 0h{WALL}v{HEIGHT}h-{WALL}z"/>'
        + _hung(star, wall + WALL // 2, HEIGHT // 2),
    )


def _below(look: Design, name: str) -> str:
    """A wall with tiles to half its height, as in a courtyard."""
    colour, star = ("wall", "hung") if look.rest % 2 else ("pale", "deep")
    half = HEIGHT // 2
    return fit_drawing(
        name,
        f'<path class="{colour}" d="M0 0h{WIDTH}v{half}H0z"/>'
        + _hung(star, PLACES[look.rest // 2 % len(PLACES)], half // 2)
        + fill_with_motif(look, name, f'y="{half}" width="{WIDTH}" height="{half}"'),
    )


def _hung(colour: str, x: int, y: int) -> str:
    """A star on a wall."""
    rings = "".join(polygon(16, r, r * KHATIM, at=(x, y)) for r in (19, 14.5, 8))
    return f'<path class="{colour}" fill-rule="evenodd" d="{rings}"/>'


LAYOUTS = (fill_with_motif, _alone, _beside, _below)


@cache
def render_band() -> str:
    """The strip of stars and diamonds below the header. Once a page: its id is fixed."""
    star = polygon(16, 7.6, 7.6 * KHATIM, at=(8, 8)) + polygon(16, 4.4, 2.6, at=(8, 8), turn=0.5)
    diamond = polygon(4, 5.4, at=(24, 8)) + polygon(4, 2.3, at=(24, 8))
    dots = "".join(polygon(4, 1.7, at=(x, y)) for x in (0, 16, 32) for y in (0, 16))
    return (
        '<svg class="band" width="0" height="0" aria-hidden="true">'
        '<pattern id="band" width="32" height="16" patternUnits="userSpaceOnUse">'
        f'<path fill="currentColor" fill-rule="evenodd" d="{star}{dots}"/>'
        f'<path class="deep" fill-rule="evenodd" d="{diamond}"/></pattern>'
        '<rect width="100%" height="16" fill="url(#band)"/></svg>'
    )


@cache
def mark() -> str:
    """The star of the word mark, one path in the colour of the text around it."""
    rings = "".join(polygon(16, r, r * KHATIM, at=(24, 24)) for r in (23.5, 18.9, 17.1))
    heart = polygon(16, 10.6, 6.5, at=(24, 24), turn=0.5) + polygon(4, 3.2, at=(24, 24), turn=0.5)
    return (
        '<svg class="mark" viewBox="0 0 48 48" width="32" height="32" aria-hidden="true">'
        f'<path fill="currentColor" fill-rule="evenodd" d="{rings}{heart}"/></svg>'
    )


def polygon(
    count: int,
    outer: float,
    inner: float | None = None,
    *,
    at: tuple[float, float] = (CELL / 2, CELL / 2),
    turn: float = 0,
) -> str:
    """A closed path of `count` corners, every second one at `inner`. `turn` is in corner pairs."""
    step = 2 * pi / count
    start = turn * (step if inner is None else 2 * step)
    corners = []
    for index in range(count):
        radius = outer if inner is None or index % 2 == 0 else inner
        angle = index * step + start
        corners.append((at[0] + radius * cos(angle), at[1] + radius * sin(angle)))
    return _path(corners)


def _path(corners: list[tuple[float, float]]) -> str:
    """Relative moves of one decimal: a third of the length of absolute ones, and no drift."""
    x, y = (round(value, 1) for value in corners[0])
    parts = [f"M{_pair(x, y)}"]
    for corner in corners[1:]:
        next_x, next_y = (round(value, 1) for value in corner)
        across, down = round(next_x - x, 1), round(next_y - y, 1)
        if not down:
            parts.append(f"h{_number(across)}")
        elif not across:
            parts.append(f"v{_number(down)}")
        else:
            parts.append(f"l{_pair(across, down)}")
        x, y = next_x, next_y
    return "".join(parts) + "z"


def _pair(x: float, y: float) -> str:
    second = _number(y)
    return _number(x) + (second if second.startswith("-") else f" {second}")


def _number(value: float) -> str:
    """At most one decimal, and no zero that a path can do without: 3, -.5, 10.5."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace("0.", ".") if abs(value) < 1 and "." in text else text


def _corners(count: int, radius: float, turn: float = 0) -> str:
    return "".join(polygon(count, radius, at=corner, turn=turn) for corner in CORNERS)


def _draw(*layers: tuple[str, str]) -> str:
    field = ("field", f"M0 0h{CELL}v{CELL}H0z")
    return "".join(f'<path class="{name}" d="{path}"/>' for name, path in (field, *layers))


@cache
def _star() -> str:
    """Two crossed squares, as in zellige: a khatim, a line inside it, a rosette at its heart."""
    return _draw(
        ("pale", polygon(16, 24, 24 * KHATIM) + _corners(4, 2.4, 0.5)),
        ("thread", polygon(16, 20.4, 20.4 * KHATIM) + _corners(4, 7)),
        ("deep", polygon(16, 16.2, 9.4, turn=0.5)),
        ("pale", polygon(16, 9, 9 * KHATIM)),
        ("deep", polygon(4, 3.4, turn=0.5)),
    )


@cache
def _lattice() -> str:
    """Octagons and squares, as on a Roman floor, with a four-point star in each."""
    return _draw(
        ("pale", polygon(8, 24.6, turn=0.5) + _corners(4, 4.6)),
        ("thread", polygon(8, 20.6, turn=0.5) + _corners(4, 8.4)),
        ("deep", polygon(8, 18, 6.2)),
        ("deep", polygon(8, 13.4, 6.2, turn=0.5)),
        ("pale", polygon(8, 5.2, turn=0.5)),
        ("deep", polygon(4, 2.2)),
    )


@cache
def _flower() -> str:
    """Four petals and four leaves, as in azulejo: the same lattice with a softer line."""
    petal = "M24 24q-9-9 0-21 9 12 0 21M24 24q9-9 21 0-12 9-21 0M24 24q9 9 0 21-9-12 0-21"
    petal += "M24 24q-9 9-21 0 12-9 21 0z"
    leaf = "M24 24l6.6-12 5.4.7.7 5.4zm0 0l12 6.6-.7 5.4-5.4.7zm0 0l-6.6 12-5.4-.7-.7-5.4z"
    leaf += "m0 0l-12-6.6.7-5.4 5.4-.7z"
    return _draw(
        ("pale", polygon(8, 24, 19) + _corners(4, 5)),
        ("thread", _corners(4, 9.5)),
        ("thread", leaf),
        ("deep", petal),
        ("pale", polygon(8, 5.4, turn=0.5)),
        ("deep", polygon(4, 2.6, turn=0.5)),
    )


@cache
def _scales() -> str:
    """Arches that overlap, as of roof tiles and of waves."""

    def arches(radius: float) -> str:
        rows = ((0, 24), (48, 24), (24, 48), (0, 72), (48, 72), (24, 0))
        return "".join(
            f"M{_number(x - radius)} {y}a{_number(radius)} {_number(radius)} 0 0 1"
            f" {_number(2 * radius)} 0z"
            for x, y in rows
        )

    return _draw(
        ("pale", arches(23)), ("deep", arches(17)), ("pale", arches(11.5)), ("deep", arches(6))
    )


MOTIFS = (_star, _lattice, _flower, _scales)
