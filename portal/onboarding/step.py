"""What a step of the onboarding checklist is, and how it names languages and other things."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.l10n import languages
from core.l10n.lists import format_enumeration
from people.normalise import bidi_isolate


@dataclass(frozen=True)
class Step:
    """A step: its state, and the one place where to do it."""

    name: str
    title: str
    words: str
    state: str
    is_done: bool
    url: str = ""
    link: str = ""
    has_more: bool = False


def list_of(model: Any) -> str:
    """The admin URL where these snippets are listed."""
    return str(reverse(model.snippet_viewset.get_url_name("list")))


def names_of(codes: Iterable[str]) -> str:
    """Names of languages, joined in one line."""
    wanted = set(codes)
    return one_line(languages.NAMES[code] for code in languages.CODES if code in wanted)


def one_line(names: Iterable[str]) -> str:
    """Names of any script, isolated within a sentence of any other."""
    return format_enumeration([bidi_isolate(name) for name in names])
