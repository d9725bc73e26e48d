"""Loads the templates of our apps without their indentation, which would go out with every page."""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories

from portal.settings.env import ROOT

# Lines stay, so that an error names the right one.
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(app_directories.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return without_indentation(contents) if is_ours(Path(origin.name)) else contents


def is_ours(path: Path) -> bool:
    """Whether this is a page of one of our apps, and no text file."""
    if path.suffix != ".html" or not path.is_relative_to(ROOT):
        return False
    return path.relative_to(ROOT).parts[1] == "templates"


def without_indentation(template: str) -> str:
    """No page of ours holds text of several lines that keeps its indentation."""
    return INDENTATION.sub("", template)
