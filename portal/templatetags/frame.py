"""Cached fragments of the page frame, rendered once a publish and language."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime, now

from core import extensions
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.models import BasePage
from core.text import one_line
from core.works import TitleLink
from home.models import HomePage
from portal.context_processors import top_level_pages

register = template.Library()
# Bidi isolate for text that runs as its first letter does.
ISOLATE, END = "\u2068", "\u2069"
_parts: GenerationCache[SafeString] = GenerationCache(size=200)
# In a cached list of languages, for what belongs to one request: no text contains them.
HERE, TOKEN = "here-in-language-choice", "token-in-language-choice"


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
        """In one line. Each part keeps its direction: a day in Arabic begins with a number, which
        would else join the address."""
        parts = filter(None, [self.site, self.address, self.day])
        return " · ".join(f"{ISOLATE}{part}{END}" for part in parts)


@register.simple_tag(takes_context=True)
def imprint(context: dict[str, Any]) -> Imprint:
    """For paper. A page is of the day it was last published, all else of today. Without an address
    on error pages that are rendered without a request."""
    request, identity = context.get("request"), context.get("identity")
    page = context.get("shown")
    published = page.last_published_at if isinstance(page, BasePage) else None
    return Imprint(
        site=str(identity.site_name) if identity else "",
        address=uri_to_iri(request.build_absolute_uri(request.path)) if request else "",
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


@register.simple_tag
def meta_properties(properties: Iterable[tuple[str, str]]) -> SafeString:
    """Open Graph properties, one a line."""
    return format_html_join("\n    ", '<meta property="{}" content="{}">', properties)


@register.simple_tag
def head_link_tags(links: Iterable[dict[str, str]]) -> SafeString:
    """Canonical and hreflang links, one a line."""
    return format_html_join(
        "\n    ",
        '<link rel="{}"{} href="{}">',
        ((one["rel"], _hreflang(one.get("hreflang")), one["href"]) for one in links),
    )


def _hreflang(code: str | None) -> SafeString:
    return format_html(' hreflang="{}"', code) if code else SafeString("")


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


@register.simple_tag(takes_context=True)
def language_choice(context: dict[str, Any], name: str) -> SafeString:
    """Include the template `name`, a list of the languages that leads to this same page in each.

    Cached by language, and by whether the reader is signed in: then `languages_post` is true, for
    the choice is stored. The address of the page and the form's CSRF token are filled in.
    """
    if "languages_post" not in context:
        return _render(context, name)
    language, is_post = context["LANGUAGE_CODE"], bool(context["languages_post"])
    drawn = _parts.get(
        (name, language, is_post),
        lambda: _render(
            context,
            name,
            languages=language_choices(language),
            languages_post=is_post,
            csrf_token=TOKEN,
        ),
    )
    html = drawn.replace(HERE, quote(context["request"].get_full_path()))
    # Quoted, and of letters and digits only: safe as they are.
    return mark_safe(html.replace(TOKEN, str(context["csrf_token"])) if is_post else html)  # noqa: S308


@dataclass(frozen=True)
class LanguageChoice:
    """A language of the switcher."""

    code: str
    name: str
    dir: str
    url: str
    current: bool


def language_choices(language: str) -> list[LanguageChoice]:
    """The language switcher: six languages, each leading to this same page."""
    return [
        LanguageChoice(
            code=code,
            name=name,
            dir=languages.direction(code),
            url=f"{reverse('choose_language', args=[code])}?next={HERE}",
            current=code == language,
        )
        for code, name in languages.NAMES.items()
    ]


def _render(context: dict[str, Any], name: str, **values: Any) -> SafeString:
    names = ("identity", "nav", "LANGUAGE_CODE", "LANGUAGE_BIDI")
    return render_to_string(name, {key: context.get(key) for key in names} | values)
