"""Certificate codes: verification code, number, QR code."""

import re

import segno

from courses.certificates import codes

ADDRESS = "https://portal.example/verify/a34krb2zyyv9fw09gh3espzwmw/"


def test_codes_are_long_safe_in_an_address_and_never_the_same():
    drawn = {codes.new_code() for _ in range(1000)}

    assert len(drawn) == 1000
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", code) for code in drawn)


def test_numbers_are_short_and_without_letters_that_look_like_digits():
    drawn = {codes.new_number() for _ in range(1000)}

    assert len(drawn) == 1000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", n) for n in drawn)


def test_qr_covers_the_dark_modules_and_no_others():
    address = ADDRESS
    svg = codes.qr_svg(address)
    matrix = segno.make(address, error="m", micro=False).matrix
    sides = [side for line in re.findall(r"M[^z]+z", svg) for side in upright_sides(line)]

    def is_inside(x: int, y: int) -> bool:
        crossed = [side for side in sides if side[0] > x and side[1] <= y < side[2]]
        return len(crossed) % 2 == 1

    drawn = [[is_inside(x, y) for x in range(len(matrix))] for y in range(len(matrix))]
    assert drawn == [[bool(module) for module in row] for row in matrix]


def upright_sides(line: str) -> list[tuple[int, int, int]]:
    """The upright sides of one outline as (x, top, bottom)."""
    x, y = map(int, re.findall(r"\d+", line.split("h")[0].split("v")[0]))
    sides = []
    for way, run in re.findall(r"([hv])(-?\d+)", line):
        if way == "h":
            x += int(run)
        else:
            sides.append((x, min(y, y + int(run)), max(y, y + int(run))))
            y += int(run)
    return sides


def test_qr_has_its_quiet_zone_and_takes_the_colour_of_the_text():
    svg = codes.qr_svg(ADDRESS)

    assert svg.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 41 41" aria-hidden="true">'
        '<path fill="currentColor" d="M'
    )
    assert "style" not in svg
