"""Icons of the sprite, and the label of a kind of work."""

from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.works import kinds


def icon(name: str, *, dir: bool = False, small: bool = False) -> SafeString:
    """An icon of the SVG sprite. `dir` mirrors it in right-to-left; always `aria-hidden`."""
    return _icon(name, _sprite(), dir, small)


@cache
def _sprite() -> str:
    """Its URL, which stays the same for as long as the process runs."""
    return static("core/icons/sprite.svg")


@lru_cache(maxsize=300)
def _icon(name: str, sprite: str, dir: bool, small: bool) -> SafeString:
    classes = "icon" + " icon--small" * small + " icon--dir" * dir
    return format_html(
        '<svg class="{}" width="24" height="24" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        sprite,
        name,
    )


def kind_label(kind: str) -> SafeString:
    """Icon and word together: a kind is never conveyed by colour alone."""
    return _label(kind, kinds.name(kind), icon(kind, small=True))


@lru_cache(maxsize=300)
def _label(kind: str, name: str, sign: SafeString) -> SafeString:
    return format_html('<span class="kind" data-kind="{}">{}{}</span>', kind, sign, name)
