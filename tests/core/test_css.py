"""Style sheets: logical properties, contrast, browser support, size."""

import gzip
import itertools
import re
from itertools import product

import pytest
from rcssmin import cssmin

from tests.core.sheets import CSS, RULE, order_of, plain

# The sheet of every page; one for lessons and who learns; one for certificates, forms of accounts,
# errors and the glossary.
SHEETS = {"main": 9_000, "learner": 1_800, "apart": 1_300}
LAYERS = sorted(path for path in CSS.rglob("*.css") if path.stem not in SHEETS)

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom)[\w-]*\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:"
)
# Younger than Chrome 99 or Safari 15.4 (spring 2022).
TOO_NEW = {
    "nesting": r"&",
    "container queries": r"@container|container-type|\bcq[wibh]\b",
    ":has()": r":has\(",
    ":dir()": r":dir\(",
    "new colour spaces": r"color-mix\(|oklch\(|oklab\(|light-dark\(",
    "subgrid": r"\bsubgrid\b",
    "@scope, @property, @starting-style": r"@scope|@property|@starting-style",
    "popover and anchors": r"popover|anchor-name|position-area|inset-area",
    "logical float": r"float:\s*inline-|clear:\s*inline-",
    "media ranges": r"@media[^{]*[<>]=?",
    "transforms of their own": r"(?<![\w-])(?:rotate|scale|translate)\s*:",
    "overflow: clip": r"overflow[\w-]*:\s*clip",
    "line units": r"\d(?:lh|rlh|svh|lvh)\b",
}

TEXT, EDGE = 4.5, 3.0
TINTS = ["sea-tint", "terracotta-tint", "olive-tint", "indigo-tint", "saffron-tint", "alarm-tint"]
PAPERS = ["ground", "raised", "sunk"]
ACCENTS = ["sea", "terracotta", "olive", "indigo", "alarm"]
PAIRS = [
    *((ink, paper, TEXT) for ink, paper in product(["ink", "quiet"], [*PAPERS, *TINTS])),
    *((ink, paper, TEXT) for ink, paper in product(ACCENTS, ["ground", "raised"])),
    *((accent, f"{accent}-tint", TEXT) for accent in ACCENTS),
    *(("sea", paper, TEXT) for paper in ["sunk", *TINTS]),
    *(("sea-deep", paper, TEXT) for paper in [*PAPERS, "sea-tint"]),
    *(("on-fill", fill, TEXT) for fill in ["sea", "sea-deep", "terracotta", "olive", "indigo"]),
    ("on-saffron", "saffron", TEXT),
    *(("edge", paper, EDGE) for paper in PAPERS),
    *((accent, "line", EDGE) for accent in ["sea", "terracotta", "olive", "indigo"]),
]


def tokens(theme: str) -> dict[str, str]:
    day, night = plain(CSS / "tokens.css").split("@media screen and (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+):\s*(#\w+)", day))
    if theme == "night":
        colours |= dict(re.findall(r"--([\w-]+):\s*(#\w+)", night))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["day", "night"])
def test_colours_are_told_apart(theme):
    colours = tokens(theme)

    faint = [
        f"{front} on {back}: {contrast(colours[front], colours[back]):.2f}, needs {needed}"
        for front, back, needed in PAIRS
        if contrast(colours[front], colours[back]) < needed
    ]

    assert faint == []


def test_night_names_every_colour_of_the_day():
    unchanged = {name for name, colour in tokens("day").items() if tokens("night")[name] == colour}

    assert unchanged == {"on-saffron"}


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.name)
def test_layer_has_no_left_and_no_right(path):
    declarations = [found.group(2) for found in RULE.finditer(plain(path))]

    assert [found for text in declarations for found in PHYSICAL.findall(text)] == []


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.name)
def test_layer_needs_no_younger_browser(path):
    text = plain(path)

    assert [name for name, pattern in TOO_NEW.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.name)
def test_layer_leaves_letters_as_they_are(path):
    """No capitals by style anywhere; tracking only where the letters are Latin."""
    spaced = [
        selector.strip()
        for selector, body in RULE.findall(plain(path))
        if re.search(r"letter-spacing:\s*[^0\s;]", body)
    ]

    assert "text-transform" not in plain(path)
    assert all(re.search(r":lang\(", part) for rule in spaced for part in rule.split(","))
    assert not any(re.search(r":lang\((ar|el)\)", rule) for rule in spaced)


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.name)
def test_layer_has_no_address_and_no_layer_of_its_own(path):
    text = plain(path)

    assert "url(" not in text
    assert "@import" not in text
    assert "@layer" not in text


def test_arabic_has_room_between_lines():
    rules = dict(RULE.findall(plain(CSS / "tokens.css")))
    arabic = next(body for selector, body in rules.items() if '[lang|="ar"]' in selector)
    leading = dict(re.findall(r"--(leading[\w-]*):\s*([\d.]+)", arabic))

    assert float(leading["leading"]) >= 1.6
    assert float(leading["leading-tight"]) >= 1.6


def test_order_files_name_each_layer_file_once_and_the_same_layers():
    layers, files = zip(*map(order_of, SHEETS), strict=True)

    assert all(one == layers[0] for one in layers)
    assert sorted(itertools.chain(*files)) == sorted(str(path.relative_to(CSS)) for path in LAYERS)


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_stays_light(sheet):
    text = cssmin("".join((CSS / name).read_text() for name in order_of(sheet)[1]))

    assert len(gzip.compress(text.encode(), 9)) <= SHEETS[sheet]


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.name)
def test_layer_file_is_short(path):
    assert len(path.read_text().splitlines()) <= 350
