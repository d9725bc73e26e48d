"""What templates ask about works."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core import languages, works
from core.body import render_body
from core.countries import name as country_name
from core.links import reader_language

register = template.Library()


@register.simple_tag
def work_url(page: Any) -> str:
    """The address of a page's work for the reader; "" where it is not open to all."""
    work = works.public(page.translation_key) if page else None
    return work.url(reader_language()) if work else ""


@register.simple_tag
def our_url(address: str) -> str:
    """An address that an editor wrote: full ones as they are, ours below the language."""
    if "://" in address or address.startswith(("/", "mailto:", "#")):
        return address
    return f"/{reader_language()}/{address}"


@register.simple_tag(takes_context=True)
def body(context: dict[str, Any], page: Any) -> SafeString:
    """The page's text: kept, with the answered question drawn anew."""
    request = context["request"]
    return render_body(
        page, question=request.GET.get("q", "")[:80], answer=request.GET.get("a", "")[:80]
    )


@register.simple_tag
def languages_of(page: Any) -> list[dict[str, Any]]:
    """The languages a page's work truly has, as the languages component reads them."""
    work = works.public(page.translation_key)
    return language_chips(work) if work else []


def language_chips(work: works.Work, notes: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """One entry a language, named in itself; the reader's own first."""
    mine = languages.active()
    notes = notes or {}
    codes = sorted(work.languages, key=lambda code: code != mine)
    return [
        {
            "code": code,
            "name": languages.NAMES[code],
            "dir": languages.direction(code),
            "url": work.versions[code].url,
            "note": notes.get(code, ""),
            "mine": code == mine,
        }
        for code in codes
    ]


@register.filter
def country(code: str) -> str:
    """The country's name for the reader."""
    return country_name(code)
