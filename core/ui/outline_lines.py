"""The outline of a course: its typed values, and its lines as HTML, drawn once a publish."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.caching.generation import GenerationCache
from core.l10n import languages


@dataclass(frozen=True)
class OutlineLine:
    """A lesson in an outline. `state`: done, current (the one to continue with) or todo; "" for
    who has not joined. `here`: it is the page that is being read, whatever its state."""

    number: int
    title: str
    url: str
    minutes: int = 0
    lang: str = ""
    dir: str = ""
    language_note: str = ""
    state: str = ""
    here: bool = False


@dataclass(frozen=True)
class OutlinePart:
    """A module with its lessons."""

    title: str
    lessons: tuple[OutlineLine, ...]
    lang: str = ""
    dir: str = ""


_lines: GenerationCache[SafeString] = GenerationCache(size=5000)


def render_outline_lines(lessons: Iterable[OutlineLine], slim: bool = False) -> SafeString:
    """The lines of a module. `slim`: beside a lesson, without minutes."""
    language = languages.active()
    drawn = ((_line(lesson, bool(slim), language),) for lesson in lessons)
    return format_html_join("", "{}", drawn)


def _line(lesson: OutlineLine, slim: bool, language: str) -> SafeString:
    return _lines.get(
        (lesson, slim, language),
        lambda: render_to_string("components/outline_line.html", {"lesson": lesson, "slim": slim}),
    )
