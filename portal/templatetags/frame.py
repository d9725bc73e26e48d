"""Cached fragments of the page frame, rendered once a publish and language."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import extensions
from core.caching.generation import GenerationCache
from core.works import TitleLink
from portal.context_processors import top_level_pages

register = template.Library()
_parts: GenerationCache[SafeString] = GenerationCache(size=200)


@register.simple_tag(takes_context=True)
def is_demonstration(context: dict[str, Any]) -> bool:
    """Whether the front page is the demonstration's. Not asked on an error page, which may not
    query the database."""
    if context.get("nav") is None:
        return False
    return any(extensions.call(extensions.IS_DEMONSTRATION))


@register.simple_tag(takes_context=True)
def top_level_links(context: dict[str, Any], *slugs: str) -> list[TitleLink]:
    """Links to those of these top-level pages that exist and are public, in the order given. No
    query on an error page, which may not query the database."""
    if "nav" not in context or context["nav"] is None:
        return []
    language = context["LANGUAGE_CODE"]
    found = {page.slug: page.work for page in top_level_pages()}
    asked = [found[slug] for slug in slugs if slug in found]
    return [work.link(language) for work in asked]


@register.simple_tag(takes_context=True)
def cached_include(context: dict[str, Any], name: str) -> SafeString:
    """Include the template `name`, cached by language and by the current menu item.

    It reads `identity`, `nav`, LANGUAGE_CODE and LANGUAGE_BIDI, and nothing of the user. On an
    error page, which has no menu because it may not query the database, it is rendered uncached.
    """
    if "nav" not in context:
        return _render(context, name)
    language = context["LANGUAGE_CODE"]
    current = next((item.url for item in context["nav"] if item.current), "")
    return _parts.get((name, language, current), lambda: _render(context, name))


def _render(context: dict[str, Any], name: str) -> SafeString:
    names = ("identity", "nav", "LANGUAGE_CODE", "LANGUAGE_BIDI")
    return render_to_string(name, {key: context.get(key) for key in names})
