"""Label placement on a map: names cover neither each other nor a marker."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

Point = tuple[float, float]
Box = tuple[float, float, float, float]
# A letter is so wide, for a letter as high as 1: an estimate that errs on the wide side.
LETTER = 0.62
DOT = 3.5
# A name runs as its first letters do, whatever way the map is written.
ISOLATE, END = "\u2068", "\u2069"
# Beside a point, and above or below it: side (-1, 0, 1) and down.
SIDES = ((1, 0.0), (-1, 0.0), (0, -1.0), (0, 1.6))
LONGEST_NAME = 26
ANCHORS = {1: "start", -1: "end", 0: "middle"}


@dataclass
class LabelPlacer:
    """Greedy label placement: remembers occupied boxes."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def take(self, points: Iterable[Point], radius: float) -> None:
        """Round each of these points nothing may be written."""
        self.taken += [(x - radius, y - radius, x + radius, y + radius) for x, y in points]

    def beside(
        self, text: str, at: Point, *, size: float, gap: float, classes: str
    ) -> SafeString | None:
        """The name beside its point, on the first side that is free; None where none is."""
        for side, down in SIDES:
            x = at[0] + side * gap
            y = at[1] + size * 0.36 + down * gap
            box = self._box(text, (x, y), size, side)
            if self._is_free(box):
                self.taken.append(box)
                return render_label(text, (x, y), ANCHORS[side], classes)
        return None

    def dotted(self, town: str, at: Point, *, size: float, gap: float) -> SafeString | None:
        """A town as a dot with its name; None where there is no room for that."""
        name = self.beside(town, at, size=size, gap=gap, classes="sea-map__town")
        x, y = map(round, at)
        dot = format_html('<circle class="sea-map__dot" cx="{}" cy="{}" r="{}"/>', x, y, DOT)
        return dot + name if name else None

    def over(self, text: str, at: Point, *, size: float, classes: str) -> SafeString | None:
        """The name in the middle of what it names."""
        box = self._box(text, at, size, 0)
        if not self._is_free(box):
            return None
        self.taken.append(box)
        return render_label(text, at, ANCHORS[0], classes)

    def _box(self, text: str, at: Point, size: float, side: int) -> Box:
        long = len(text) * size * LETTER
        left = at[0] - long * (1 - side) / 2
        return left, at[1] - size, left + long, at[1] + size * 0.3

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        is_inside = left >= 0 and top >= 0 and right <= self.width and bottom <= self.height
        return is_inside and not any(
            left < one[2] and right > one[0] and top < one[3] and bottom > one[1]
            for one in self.taken
        )


def short_place_name(place: str) -> str:
    """The first part of a place's name: "Campolide, Lisbon, Portugal" is Campolide. "" where even
    that is too long to stand on a map."""
    first = re.split("[,،;(]", place)[0].strip()
    return first if len(first) <= LONGEST_NAME else ""


def render_label(text: str, at: Point, anchor: str, classes: str) -> SafeString:
    x, y = at
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        classes,
        round(x),
        round(y),
        anchor,
        f"{ISOLATE}{text}{END}",
    )
