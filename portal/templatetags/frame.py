"""Parts of the frame that are the same for everybody, rendered once per publish and language."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import extensions
from core.caching.generation import GenerationCache
from core.works import TitleLink
from portal.context_processors import standing

register = template.Library()
_parts: GenerationCache[SafeString] = GenerationCache(size=200)


@register.simple_tag(takes_context=True)
def is_demonstration(context: dict[str, Any]) -> bool:
    """Whether the front page is the demonstration's: a portal of somebody's own has its own. Not
    asked on an error page that may not ask the database."""
    if context.get("nav") is None:
        return False
    return any(extensions.call(extensions.IS_DEMONSTRATION))


@register.simple_tag(takes_context=True)
def rooms(context: dict[str, Any], *slugs: str) -> list[TitleLink]:
    """Links to those of these pages, right below the front page, that stand and are open to all;
    in the order asked for. No query for an error page that may not ask the database."""
    if "nav" not in context or context["nav"] is None:
        return []
    language = context["LANGUAGE_CODE"]
    found = {room.slug: room.work for room in standing()}
    asked = [found[slug] for slug in slugs if slug in found]
    return [work.link(language) for work in asked]


@register.simple_tag(takes_context=True)
def kept(context: dict[str, Any], name: str) -> SafeString:
    """The template `name`, kept by language and by the entry of the menu that is current.

    It reads `identity`, `nav`, LANGUAGE_CODE and LANGUAGE_BIDI, and nothing of a person. An error
    page that has no menu, because it may not ask the database, is drawn without being kept.
    """
    if "nav" not in context:
        return _render(context, name)
    language = context["LANGUAGE_CODE"]
    current = next((item.url for item in context["nav"] if item.current), "")
    return _parts.get((name, language, current), lambda: _render(context, name))


def _render(context: dict[str, Any], name: str) -> SafeString:
    names = ("identity", "nav", "LANGUAGE_CODE", "LANGUAGE_BIDI")
    return render_to_string(name, {key: context.get(key) for key in names})
