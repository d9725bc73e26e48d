"""Breadcrumbs."""

from typing import Any

from django import template
from wagtail.models import Page

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages

register = template.Library()
_breadcrumbs: GenerationCache[list[dict[str, str]]] = GenerationCache(size=2000)


@register.simple_tag
def breadcrumbs(page: Any) -> list[dict[str, str]]:
    """Pages above this one that are open to all, below the front page, in the reader's language."""
    language = languages.active()
    return _breadcrumbs.get((page.path, language), lambda: _find(page, language))


def _find(page: Any, language: str) -> list[dict[str, str]]:
    steps = [page.path[:end] for end in range(3 * page.steplen, len(page.path), page.steplen)]
    above = Page.objects.filter(path__in=steps).order_by("path")
    keys = list(above.values_list("translation_key", flat=True))
    found = works.resolve(keys, user=None)
    crumbs = []
    for key in keys:
        if key not in found:
            continue
        version = found[key].best(language)
        crumbs.append(
            {
                "title": version.title,
                "url": found[key].url(language),
                "lang": version.language,
                "dir": version.direction,
            }
        )
    return crumbs
