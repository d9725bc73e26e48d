"""Breadcrumbs."""

from django import template
from wagtail.models import Page

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.works import TitleLink

register = template.Library()
_breadcrumbs: GenerationCache[list[TitleLink]] = GenerationCache(size=2000)


@register.simple_tag
def breadcrumbs(page: Page) -> list[TitleLink]:
    """Pages above this one that are open to all, below the front page, in the reader's language."""
    language = languages.active()
    return _breadcrumbs.get((page.path, language), lambda: _find(page, language))


def _find(page: Page, language: str) -> list[TitleLink]:
    steps = [page.path[:end] for end in range(3 * page.steplen, len(page.path), page.steplen)]
    above = Page.objects.filter(path__in=steps).order_by("path")
    keys = list(above.values_list("translation_key", flat=True))
    found = works.resolve(keys, user=None)
    return [crumb(found[key], language) for key in keys if key in found]


def crumb(work: works.Work, language: str) -> TitleLink:
    """Marked with its language always: beside it stand titles of others."""
    version = work.best(language)
    return TitleLink(version.title, work.url(language), version.language, version.direction)
