"""What the frame of every page shows: nothing of one person but whether they are signed in.

Nothing costs a query when it is warm; staff pay one for how far the demonstration is loaded.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page

from core import extensions, works
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.models import BasePage, SiteIdentity
from portal.syndication import feeds, opengraph

# Below the tree's own root and a language's front page.
ROOM_DEPTH = 3
ROOM_FIELDS = ("translation_key", "locale_id", "slug", "show_in_menus")


@dataclass(frozen=True)
class Room:
    """A work right below the front page."""

    slug: str
    is_in_menu: bool
    work: works.Work


_rooms: GenerationCache[list[Room]] = GenerationCache(size=1)


@dataclass(frozen=True)
class NavItem:
    title: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Names that base.html reads. Lazy: an answer without a frame pays nothing."""
    language = languages.active()
    links = SimpleLazyObject(lambda: head_links(request))
    return {
        "identity": SimpleLazyObject(lambda: SiteIdentity.of(language)),
        "nav": SimpleLazyObject(lambda: navigation(request.path, language)),
        "languages": SimpleLazyObject(lambda: choices(request, language)),
        "languages_post": SimpleLazyObject(lambda: is_signed_in(request)),
        "head_links": links,
        "open_graph": SimpleLazyObject(
            lambda: opengraph.properties(request, shown_page(request), links)
        ),
        "feeds": SimpleLazyObject(lambda: feeds.offered(shown_page(request))),
        "robots": SimpleLazyObject(lambda: robots(request, language)),
        "staff_notices": SimpleLazyObject(lambda: staff_notices(request)),
    }


def is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def staff_notices(request: HttpRequest) -> list[str]:
    """Sentences that rooms have for staff, on top of every page."""
    if not is_staff(request):
        return []
    return [line for line in extensions.call(extensions.STAFF_NOTICE, request) if line]


def is_staff(request: HttpRequest) -> bool:
    return is_signed_in(request) and bool(request.user.is_staff)


def navigation(path: str, language: str) -> list[NavItem]:
    """The menu: the pages below the front page that editors put there, and the library."""
    rooms = [room.work for room in standing() if room.is_in_menu]
    entries = [(work.best(language).title, work.url(language)) for work in rooms]
    entries.append((_("Library"), f"/{language}/library/"))
    return [NavItem(title, url, path.startswith(url)) for title, url in entries]


def standing() -> list[Room]:
    """The works right below the front page that are open to all, in the order of the tree; kept
    for a generation."""
    return _rooms.get("all", _read_rooms)


def _read_rooms() -> list[Room]:
    pages = Page.objects.filter(depth=ROOM_DEPTH, live=True, alias_of=None).order_by("path")
    rows: dict[UUID, dict[str, tuple[str, bool]]] = {}
    for key, locale_id, slug, menu in pages.values_list(*ROOM_FIELDS):
        rows.setdefault(key, {})[languages.code_of(locale_id)] = (slug, menu)
    found = works.resolve(rows, user=None)
    return [Room(*_of_original(rows[key], work), work) for key in rows if (work := found.get(key))]


def _of_original(rows: dict[str, tuple[str, bool]], work: works.Work) -> tuple[str, bool]:
    """Slug and place in the menu as the original has them: a translation may carry an older
    answer. The original may have moved deeper into the tree, alone."""
    return rows.get(work.best(work.original).language) or next(iter(rows.values()))


def choices(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    """The six languages, each leading to this same place (L-LANG)."""
    here = quote(request.get_full_path())
    return [
        {
            "code": code,
            "name": name,
            "dir": languages.direction(code),
            "url": f"{reverse('choose_language', args=[code])}?next={here}",
            "current": code == language,
        }
        for code, name in languages.NAMES.items()
    ]


def shown_page(request: HttpRequest) -> BasePage | None:
    """The page that this request is answered with, if it is one of ours."""
    found = getattr(request, "_wagtail_route_for_request", None)
    page = found.page if found else None
    return page if isinstance(page, BasePage) else None


def head_links(request: HttpRequest) -> list[dict[str, str]]:
    """Canonical address and the other language versions: live and open to all (A22).

    A view whose address exists in every language names them in `request.addresses`.
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
    """The same for a list that stands in every language; what is asked of it is left out."""
    full = {code: request.build_absolute_uri(path) for code, path in addresses.items()}
    links = [{"rel": "canonical", "href": full[languages.active()]}]
    for code, href in [*full.items(), ("x-default", full[settings.LANGUAGE_CODE])]:
        links.append({"rel": "alternate", "href": href, "hreflang": code})
    return links


def robots(request: HttpRequest, language: str) -> str:
    """The word noindex for another language's text in this shell, or for a list of answers."""
    page = shown_page(request)
    is_foreign = page is not None and page.language != language
    return "noindex" if is_foreign or request.META.get("QUERY_STRING") else ""
