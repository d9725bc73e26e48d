"""Certificate codes: secret verification code, short number, QR code."""

import secrets
from collections.abc import Iterator, Sequence

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.normalise import western_digits

# Crockford's base 32: no I, L, O or U, so nobody mistakes a letter for a digit on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KNOWN = frozenset(ALPHABET.lower())
LOOKALIKES = str.maketrans("ilo", "110")
CODE_LENGTH = 26  # 5 bits each: 130
QUIET_ZONE = 4  # modules, as the standard asks

Point = tuple[int, int]


def new_code() -> str:
    """A random verification code: unguessable, and easy to type from paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)).lower()


def normalise_code(typed: str) -> str:
    """A code as it was issued, from how a person may have copied it by hand: the whole address or
    the code alone, with spaces, dashes or capitals, in the digits of any script."""
    _address, _mark, code = western_digits(typed).lower().rpartition("verify/")
    return "".join(sign for sign in code.translate(LOOKALIKES) if sign in KNOWN)


def format_code(code: str) -> str:
    """A code as printed: in groups of four, which are easier to copy."""
    signs = code.upper()
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def new_number() -> str:
    """A short number for people, like 7F3K-2M9Q. Uniqueness is the database's."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def normalise_number(typed: str) -> str:
    """A short number as it was given, from how a person may have typed it."""
    signs = normalise_code(typed).upper()
    return f"{signs[:4]}-{signs[4:]}"


def qr_svg(url: str) -> SafeString:
    """QR code as inline SVG in the text's colour, hidden from screen readers.

    Set it on a light ground in both themes, and print the URL beside it as a link.
    """
    return qr_drawing(url, fill="currentColor", border=QUIET_ZONE)


def qr_drawing(url: str, *, fill: str, border: int) -> SafeString:
    """QR code as a standalone SVG with that many light modules around it (quiet zone)."""
    matrix = segno.make(url, error="m", micro=False).matrix
    side = len(matrix) + 2 * border
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" aria-hidden="true">'
        '<path fill="{}" d="{}"/></svg>',
        -border, -border, side, side, fill, "".join(map(_path, _outlines(matrix))),
    )  # fmt: skip


def _outlines(matrix: Sequence[Sequence[int]]) -> Iterator[list[Point]]:
    """Trace the closed outlines of the dark areas.

    Squares or strokes, one a module, show hairlines where they meet; whole areas have no seams.
    """
    edges: dict[Point, set[Point]] = {}
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
                for begin, end in zip(corners, corners[1:] + corners[:1], strict=True):
                    if begin in edges.get(end, ()):
                        _take(edges, end, begin)  # two neighbours share this side
                    else:
                        edges.setdefault(begin, set()).add(end)
    while edges:
        line = [next(iter(edges))]
        while line[-1] in edges:
            line.append(_take(edges, line[-1], next(iter(edges[line[-1]]))))
        yield line


def _take(edges: dict[Point, set[Point]], begin: Point, end: Point) -> Point:
    edges[begin].remove(end)
    if not edges[begin]:
        del edges[begin]
    return end


def _path(line: list[Point]) -> str:
    (x, y), *rest = line
    path, run, along_x = f"M{x} {y}", 0, True
    for new_x, new_y in rest:
        is_along_x = new_y == y
        step = new_x - x + new_y - y
        if is_along_x != along_x:
            path += _run(run, along_x)
            run, along_x = 0, is_along_x
        run += step
        x, y = new_x, new_y
    return path + _run(run, along_x) + "z"


def _run(length: int, along_x: bool) -> str:
    return f"{'h' if along_x else 'v'}{length}" if length else ""
