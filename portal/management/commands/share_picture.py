"""`manage.py share_picture`: draw the default Open Graph image."""

from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.core.management.base import BaseCommand
from PIL import Image

import core
from core.ui import ornament
from portal.syndication.opengraph import DRAWN, HEIGHT, WIDTH

PLACE = Path(core.__file__).parent / "static" / DRAWN
# The style sheet's light colours: sea and its tint.
SEA, DEEP, TINT, WHITE = "#0b6680", "#084e62", "#e3f0f2", "#ffffff"
COLOURS = 24
SCALE = 2.5


class Command(BaseCommand):
    help = "Draws the picture for shared pages from the lattice of the tiles; safe to repeat."

    def handle(self, **options: Any) -> None:
        PLACE.write_bytes(as_png(drawing()))
        self.stdout.write(f"{PLACE.name}: {PLACE.stat().st_size} bytes")


def drawing() -> str:
    """SVG of a wall of tiles with the logo mark in its middle; language-neutral."""
    cell, middle = ornament.CELL, (WIDTH / 2, HEIGHT / 2)
    field = ornament.polygon(16, 250, 250 * ornament.KHATIM, at=middle)
    edge = ornament.polygon(16, 232, 232 * ornament.KHATIM, at=middle)
    mark = ornament.mark().partition(">")[2].removesuffix("</svg>")
    side = 300
    at = f"translate({(WIDTH - side) / 2} {(HEIGHT - side) / 2})scale({side / 48})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>.field{{fill:{SEA}}}.pale{{fill:{TINT}}}.deep{{fill:{DEEP}}}"
        f".thread{{fill:none;stroke:{SEA};stroke-width:1.1}}</style>"
        f'<pattern id="wall" width="{cell}" height="{cell}" patternUnits="userSpaceOnUse"'
        f' patternTransform="translate({middle[0]} {middle[1]})scale({SCALE})">'
        f"{ornament.MOTIFS[0]()}</pattern>"
        f'<rect width="100%" height="100%" fill="url(#wall)"/>'
        f'<path fill="{WHITE}" d="{field}"/><path fill="none" stroke="{SEA}" stroke-width="5"'
        f' d="{edge}"/><g color="{SEA}" transform="{at}">{mark}</g></svg>'
    )


def as_png(svg: str) -> bytes:
    """Rasterised by Typst, with a reduced palette: a third of the size."""
    page = f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)\n"
    page += f'#image(bytes(sys.inputs.svg), format: "svg", width: {WIDTH}pt)'
    made = typst.compile(page.encode(), format="png", ppi=72, sys_inputs={"svg": svg})
    picture = Image.open(BytesIO(made)).convert("RGB")
    out = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
