"""`manage.py away_pages`: the pages that a proxy shows while the portal does not answer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation

from core.l10n import languages


def away_page(code: str) -> str:
    """Complete in itself: it asks for no style sheet and no picture of the portal."""
    with translation.override(code):
        return render_to_string(
            "away.html",
            {"LANGUAGE_CODE": code, "LANGUAGE_BIDI": languages.direction(code) == "rtl"},
        )


class Command(BaseCommand):
    help = "Write the pages for a proxy to show while the portal does not answer, one a language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where nginx.conf finds them")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for code, _name in settings.LANGUAGES:
            (folder / f"{code}.html").write_text(away_page(code), "utf-8")
