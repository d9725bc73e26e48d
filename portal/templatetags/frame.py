"""Cached fragments of the page frame, rendered once a publish and language."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.encoding import uri_to_iri
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now

from core import extensions
from core.caching.generation import GenerationCache
from core.models import BasePage
from core.text import one_line
from core.works import TitleLink
from home.models import HomePage
from portal.context_processors import top_level_pages

register = template.Library()
# Bidi isolate for text that runs from left to right.
LTR, END = "\u2066", "\u2069"
_parts: GenerationCache[SafeString] = GenerationCache(size=200)


@register.simple_block_tag
def written(content: str) -> str:
    """The block's output as plain text in one line, to be used more than once."""
    return one_line(unescape(content))


@register.simple_tag(takes_context=True)
def share_title(context: dict[str, Any], title: str) -> str:
    """The `og:title`: the site's name for a front page, the title of a page, else (for a view) the
    window title with the site's name."""
    site = str(context["identity"].site_name) if context.get("identity") else ""
    page = context.get("shown")
    if isinstance(page, HomePage):
        return site
    if isinstance(page, BasePage):
        return str(page.seo_title or page.title)
    return " · ".join(filter(None, [title, site]))


@dataclass(frozen=True)
class Imprint:
    """What a printed page says of itself: whose it is, where it is found, and of which day."""

    site: str
    address: str
    day: str

    @property
    def line(self) -> str:
        """In one line. The address keeps its direction."""
        return " · ".join(filter(None, [self.site, f"{LTR}{self.address}{END}", self.day]))


@register.simple_tag(takes_context=True)
def imprint(context: dict[str, Any]) -> Imprint:
    """For paper. A page is of the day it was last published, all else of today."""
    request, identity = context["request"], context.get("identity")
    page = context.get("shown")
    published = page.last_published_at if isinstance(page, BasePage) else None
    return Imprint(
        site=str(identity.site_name) if identity else "",
        address=uri_to_iri(request.build_absolute_uri(request.path)),
        day=date_format(localtime(published or now()), "DATE_FORMAT"),
    )


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
