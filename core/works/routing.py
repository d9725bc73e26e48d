"""Routing of pages: one look-up by path, and a fallback to another language."""

import copy
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from wagtail import views as wagtail_views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core import works
from core.caching import generation
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.pages.base import BasePage
from core.works import redirects

# Result of a lookup: the language of the root, and the page's content type.
_places: GenerationCache[tuple[str, int]] = GenerationCache(size=3000)
# Pages without the fields of their own type: those are read from the database where they are asked
# for, which a page from the cache never does.
_pages: GenerationCache[BasePage] = GenerationCache(size=1000)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Replaces Wagtail's `serve` under the same name: hooks and view restrictions stay Wagtail's.

    An address that a work has left redirects to where it is, before another language's version
    is shown; a work that is no longer published answers 410. What is not found by its address
    falls to Wagtail's own walk.
    """
    language = languages.active()
    page = find(path, language)
    if page is None or page.language != language:
        if target := redirects.target_of(request, path, language, page):
            kind = HttpResponsePermanentRedirect if target.is_permanent else HttpResponseRedirect
            return kind(with_query(request, target.address))
        if page is None and redirects.is_gone(request, path):
            return render(request, "410.html", status=410)
    if page is not None:
        # What Page.route_for_request itself keeps on the request; a test pins the name.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        request.is_publicly_cacheable = True  # type: ignore[attr-defined]  # see core.caching.page_cache
        request.read_version = (str(page.translation_key), page.language)  # type: ignore[attr-defined]  # see core.counts.reads
    return wagtail_views.serve(request, path)


def not_found(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a file of a work answers where the work is not visible: 410 if it is no longer
    published. Raises Http404 otherwise."""
    if not redirects.is_gone_work(request, key):
        raise Http404
    return render(request, "410.html", status=410)


def with_query(request: HttpRequest, address: str) -> str:
    """The address with what was asked of the old one."""
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query and "?" not in address else address


def address_in(wanted: str, *, path: str, language: str, request: HttpRequest) -> str | None:
    """Where the work that stands at `path` in `language` is for a reader of `wanted`.

    None where no work that this person may see stands or stood there.
    """
    page = find(path, language)
    if page is None or page.language != language:
        target = redirects.target_of(request, path, language, page)
        if target and target.address.startswith(f"/{language}/"):
            page = find(target.address.removeprefix(f"/{language}/"), language)
    work = works.seen_by(page.translation_key, request.user) if page else None
    return work.url(wanted) if work else None


def find(path: str, language: str) -> BasePage | None:
    """The live page at `path` below the root of `language`, else below another root.

    `path` is what follows the language prefix, with its final slash, or "". The original comes
    before other translations where the reader's language has no version.
    """
    number = generation.current()
    kept = _pages.peek((language, path))
    page = copy.copy(kept) if kept else _read(path, language)
    if page is not None and kept is None:
        _pages.put((language, path), without_texts(page), number)
    return page


def without_texts(page: BasePage) -> BasePage:
    """A copy whose fields are deferred, but for those that every page has."""
    light = copy.copy(page)
    own = {field.attname for field in page._meta.concrete_fields if field.model is not Page}
    for name in own - {"page_ptr_id"}:
        light.__dict__.pop(name, None)
    return light


def _read(path: str, language: str) -> BasePage | None:
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
