"""Template tags about works: URLs, structured data, the rendered body, language chips."""

import json
from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from core import extensions, works
from core.access import visibility
from core.l10n.countries import name as country_name
from core.l10n.languages import reader_language
from core.models import BasePage
from core.pages import donut_cache
from core.pages.rendering import Heading, Part, headings_of, render_body

register = template.Library()
# Absolute URLs begin so; all else is treated as an internal path, also "javascript:".
FULL = ("https://", "http://", "mailto:", "/", "#")
# A text of fewer sections needs no list of contents.
FEW_SECTIONS = 3
# JSON escapes for characters that could end the data block or begin markup in it.
NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


register.filter("is_shown", visibility.is_shown)


@register.simple_tag
def work_url(page: Page | None) -> str:
    """The URL of a page's work for the reader; "" where it is not public."""
    work = works.public(page.translation_key) if page else None
    return work.url(reader_language()) if work else ""


@register.simple_tag
def our_url(address: str) -> str:
    """A URL that an editor typed: absolute ones unchanged, internal paths below the active
    language."""
    if address.startswith(FULL):
        return address
    return f"/{reader_language()}/{address}"


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString:
    """JSON-LD of a page, or of what a view has put into the context as `structured_data`."""
    page = context.get("shown")
    data = context.get("structured_data") or {}
    if isinstance(page, BasePage):
        work = works.public(page.translation_key)
        data = page.structured_data()
        if work is not None:
            # The URL is that of the page, not of what the page is a record of.
            record = data.get("mainEntityOfPage", data)
            record["url"] = work.best(page.language).url
            record |= said_of_version(page)
            if record is data:
                # A page that is a record of something says itself which translations that has.
                data |= translation_of(work, page, data["@type"])
    if not data:
        return mark_safe("")
    data = with_full_urls(data, context["request"].build_absolute_uri)
    words = json.dumps(data, ensure_ascii=False).translate(NO_MARKUP)
    # A data block: no browser executes it, and nothing in it can end it.
    return mark_safe(f'<script type="application/ld+json">{words}</script>')  # noqa: S308 - as said


def said_of_version(page: BasePage) -> dict[str, str]:
    """`creativeWorkStatus`: how true a translation still is, and whether it was checked."""
    found: dict[str, str] = {}
    for attributes in extensions.call(extensions.MAIN_ATTRIBUTES, page):
        found |= attributes
    said = [found[name] for name in ("data-freshness", "data-review") if name in found]
    return {"creativeWorkStatus": ", ".join(said)} if said else {}


def translation_of(work: works.Work, page: BasePage, kind: str) -> dict[str, Any]:
    """`translationOfWork` of a page that is itself the work, and not its original."""
    original = work.versions.get(work.original)
    if original is None or page.language == work.original:
        return {}
    said = {"name": original.title, "inLanguage": original.language, "url": original.url}
    return {"translationOfWork": {"@type": kind, **said}}


def with_full_urls(data: Any, full: Callable[[str], str]) -> Any:
    """The same data with every relative `url` made absolute."""
    if isinstance(data, list):
        return [with_full_urls(one, full) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        name: full(value)
        if name == "url" and isinstance(value, str) and value.startswith("/")
        else with_full_urls(value, full)
        for name, value in data.items()
    }


@register.simple_tag(takes_context=True)
def body(context: dict[str, Any], page: BasePage, *, part: Part | None = None) -> SafeString:
    """The page's rendered body: cached, with the answered question rendered again. `part`: only its
    text, or only its back matter."""
    request = context["request"]
    return render_body(
        page,
        question=request.GET.get("q", "")[:80],
        answers=[one[:500] for one in request.GET.getlist("a")[:20] if one],
        is_preview=getattr(request, "is_preview", False),
        is_beside=donut_cache.BESIDE in request.GET,
        part=part,
    )


@register.simple_tag(takes_context=True)
def headings(context: dict[str, Any], page: BasePage) -> list[Heading]:
    """The sections of the page's text, for a list of contents; none where it has too few."""
    is_preview = getattr(context["request"], "is_preview", False)
    found = headings_of(page, is_preview=is_preview)
    return found if len(found) >= FEW_SECTIONS else []


@register.simple_tag(takes_context=True)
def version_notices(context: dict[str, Any], page: BasePage) -> SafeString:
    """Above a text, what rooms above say of it: a machine draft, or only in another language."""
    is_beside = donut_cache.BESIDE in context["request"].GET
    found = extensions.call(extensions.PAGE_NOTICES, page, is_beside)
    return format_html_join("", "{}", ((html,) for html in found))


@register.simple_tag
def version_attrs(page: BasePage) -> SafeString:
    """What rooms above say of a version, as attributes of the element that holds its text."""
    found = extensions.call(extensions.MAIN_ATTRIBUTES, page)
    pairs = [pair for attributes in found for pair in attributes.items()]
    return format_html_join(" ", '{}="{}"', pairs)


@register.filter
def country(code: str) -> str:
    """The country's name for the reader."""
    return country_name(code)
