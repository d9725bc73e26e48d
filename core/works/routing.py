"""URL resolution: a page is looked up by its path, not found by walking the tree; in another
language where the reader's has no version."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core import works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.base import BasePage

# Result of a lookup: the language of the root, and the page's content type.
_places: GenerationCache[tuple[str, int]] = GenerationCache(size=3000)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Replaces Wagtail's `serve` under the same name: hooks and view restrictions stay Wagtail's.

    A path that is not found falls back to Wagtail's own routing, then to the redirects.
    """
    page = find(path, languages.active())
    if page is not None:
        # What Page.route_for_request itself keeps on the request; a test pins the name.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        request.is_publicly_cacheable = True  # type: ignore[attr-defined]  # see core.caching.page_cache
    return wagtail_views.serve(request, path)


def find(path: str, language: str) -> BasePage | None:
    """The live page at `path` below the root of `language`, else below another root.

    `path` is what follows the language prefix, with its final slash, or "". The original comes
    before other translations where the reader's language has no version.
    """
    place = _places.found((language, path), lambda: look_up(path, language))
    if place is None:
        return None
    code, type_id = place
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model is None or not issubclass(model, BasePage):
        return None
    return model.objects.filter(live=True, **where(works.roots()[code], path)).first()


def look_up(path: str, language: str) -> tuple[str, int] | None:
    """Language of the root and content type of the page to show, or None; one or two queries."""
    roots = works.roots()
    if not path:
        roots = {code: root for code, root in roots.items() if code == language}
        pages = Page.objects.filter(pk__in=[root.page_id for root in roots.values()])
    else:
        slug = path.rstrip("/").rsplit("/", 1)[-1]
        addresses = [root.url_path + path for root in roots.values()]
        pages = Page.objects.filter(slug=slug, url_path__in=addresses)
    rows = pages.filter(live=True).values_list("locale_id", "content_type_id", "translation_key")
    found = {languages.code_of(locale): (type_id, key) for locale, type_id, key in rows}
    if not found:
        return None
    if language in found:
        return language, found[language][0]
    first = works.original_language(next(iter(found.values()))[1])
    code = first if first in found else next(iter(found))
    return code, found[code][0]


def where(root: works.Root, path: str) -> dict[str, object]:
    """Filter by path. `url_path` has no index; the slug has one, and the root is known by its
    id."""
    if not path:
        return {"pk": root.page_id}
    return {"url_path": root.url_path + path, "slug": path.rstrip("/").rsplit("/", 1)[-1]}
