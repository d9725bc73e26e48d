"""Context processors for the frame of every page: navigation, languages, head links, notices.

Nothing in it depends on the user but whether they are signed in. Nothing costs a query when the
cache is warm; staff pay one for how far the demonstration is loaded.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import extensions, works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.models import BasePage, SiteIdentity
from portal.syndication import feeds, opengraph

# Children of a front page: below the tree's root and a language's root.
TOP_LEVEL_DEPTH = 3
TOP_LEVEL_FIELDS = ("translation_key", "locale_id", "slug", "show_in_menus")


@dataclass(frozen=True)
class TopLevelPage:
    """A public work directly below the front page."""

    slug: str
    is_in_menu: bool
    work: works.Work


_top_level_pages: GenerationCache[list[TopLevelPage]] = GenerationCache(size=1)


@dataclass(frozen=True)
class NavItem:
    title: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html. Lazy: a response without the frame pays nothing."""
    language = languages.active()
    links = SimpleLazyObject(lambda: head_links(request))
    return {
        "identity": SimpleLazyObject(lambda: SiteIdentity.of(language)),
        "nav": SimpleLazyObject(lambda: navigation(request.path, language)),
        "languages_post": SimpleLazyObject(lambda: is_signed_in(request)),
        "head_links": links,
        "open_graph": SimpleLazyObject(
            lambda: opengraph.properties(request, shown_page(request), links)
        ),
        "feeds": SimpleLazyObject(lambda: feeds.feed_links(shown_page(request))),
        "robots": SimpleLazyObject(lambda: robots(request, language)),
        "staff_notices": SimpleLazyObject(lambda: staff_notices(request)),
    }


def is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def staff_notices(request: HttpRequest) -> list[str]:
    """Notices for staff on top of every page, from the rooms."""
    if not is_staff(request):
        return []
    return [line for line in extensions.call(extensions.STAFF_NOTICE, request) if line]


def is_staff(request: HttpRequest) -> bool:
    return is_signed_in(request) and bool(request.user.is_staff)


def navigation(path: str, language: str) -> list[NavItem]:
    """The main menu: top-level pages that editors put there, and the library."""
    shown = [page.work for page in top_level_pages() if page.is_in_menu]
    entries = [(work.best(language).title, work.url(language)) for work in shown]
    entries.append((_("Library"), f"/{language}/library/"))
    return [NavItem(title, url, path.startswith(url)) for title, url in entries]


def top_level_pages() -> list[TopLevelPage]:
    """Public works directly below the front page, in tree order; cached for a generation."""
    return _top_level_pages.get("all", _read_top_level_pages)


def _read_top_level_pages() -> list[TopLevelPage]:
    pages = Page.objects.filter(depth=TOP_LEVEL_DEPTH, live=True, alias_of=None).order_by("path")
    rows: dict[UUID, dict[str, tuple[str, bool]]] = {}
    for key, locale_id, slug, menu in pages.values_list(*TOP_LEVEL_FIELDS):
        rows.setdefault(key, {})[languages.code_of(locale_id)] = (slug, menu)
    found = works.resolve(rows, user=None)
    return [
        TopLevelPage(*_of_original(rows[key], work), work)
        for key in rows
        if (work := found.get(key))
    ]


def _of_original(rows: dict[str, tuple[str, bool]], work: works.Work) -> tuple[str, bool]:
    """Slug and place in the menu as the original has them: a translation may carry an older
    answer. The original may have moved deeper into the tree, alone."""
    return rows.get(work.best(work.original).language) or next(iter(rows.values()))


def shown_page(request: HttpRequest) -> BasePage | None:
    """The page that this request is answered with, if it is a page of the tree."""
    found = getattr(request, "_wagtail_route_for_request", None)
    page = found.page if found else None
    return page if isinstance(page, BasePage) else None


def head_links(request: HttpRequest) -> list[dict[str, str]]:
    """`rel=canonical` and `hreflang` links: live, public versions only.

    A view whose URL exists in every language sets `request.addresses`.
    """
    page = shown_page(request)
    if addresses := getattr(request, "addresses", None):
        return links_of_view(request, addresses)
    work = works.public(page.translation_key) if page else None
    if page is None or work is None:
        return []

    def absolute(url: str) -> str:
        return request.build_absolute_uri(url)

    shown = work.best(page.language)
    links = [{"rel": "canonical", "href": absolute(shown.url)}]
    if len(work.versions) > 1:
        for code in work.languages:
            href = absolute(work.versions[code].url)
            links.append({"rel": "alternate", "href": href, "hreflang": code})
        original = absolute(work.best(work.original).url)
        links.append({"rel": "alternate", "href": original, "hreflang": "x-default"})
    return links


def links_of_view(request: HttpRequest, addresses: dict[str, str]) -> list[dict[str, str]]:
    """The same for a view that exists in every language; the query string is left out."""
    full = {code: request.build_absolute_uri(path) for code, path in addresses.items()}
    links = [{"rel": "canonical", "href": full[languages.active()]}]
    for code, href in [*full.items(), ("x-default", full[settings.LANGUAGE_CODE])]:
        links.append({"rel": "alternate", "href": href, "hreflang": code})
    return links


def robots(request: HttpRequest, language: str) -> str:
    """`noindex` for a text shown below another language's prefix, and for search results."""
    page = shown_page(request)
    is_foreign = page is not None and page.language != language
    return "noindex" if is_foreign or request.META.get("QUERY_STRING") else ""
