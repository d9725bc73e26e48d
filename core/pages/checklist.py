"""The editor's checklist before publishing. It warns, and never blocks; what the form itself asks
for is said here, too.

Rooms add checks of their own as `PAGE_CHECKLIST` (`core.extensions`).
"""

from dataclasses import dataclass

from wagtail.models import Page

from core import extensions


@dataclass(frozen=True)
class Point:
    """A checked item: a whole sentence, whether something is left to do, and where to do it.
    `is_required`: the page cannot be published before."""

    words: str
    is_open: bool
    url: str = ""
    link: str = ""
    is_required: bool = False


def points_of(page: Page) -> list[Point]:
    """Run all checks on this page as it was last saved."""
    return [
        point for points in extensions.call(extensions.PAGE_CHECKLIST, page) for point in points
    ]
