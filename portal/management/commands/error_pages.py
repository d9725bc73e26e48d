"""`manage.py error_pages`: static error pages (502, 504) for the reverse proxy, by language."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation

from core.l10n import languages


def error_page(code: str) -> str:
    """A static error page, complete in itself: it loads no style sheet or picture of the portal."""
    with translation.override(code):
        return render_to_string(
            "proxy_error.html",
            {"LANGUAGE_CODE": code, "LANGUAGE_BIDI": languages.direction(code) == "rtl"},
        )


class Command(BaseCommand):
    help = "Write static error pages (502, 504) for the reverse proxy, one per language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where nginx.conf finds them")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for code, _name in settings.LANGUAGES:
            (folder / f"{code}.html").write_text(error_page(code), "utf-8")
