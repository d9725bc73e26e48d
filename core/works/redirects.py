"""Redirects: where the work is now that stood at an address; or whether it is gone (410).

Wagtail writes a `Redirect` for every live page whose slug changes or that moves, and for all below
it. It asks for them only after a 404, which another language's version at the old address would
prevent: so they are looked up here, before such a fallback. What a person may not see leads
nowhere: an old address tells no more than a present one.

Redirects go with the page that they lead to. So when a version is deleted, where it stood is kept
as a `FormerAddress` of its work.
"""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.works import work as works
from core.works.models import FormerAddress


class RedirectTarget(NamedTuple):
    """Where an address leads; editors may write down a redirect for some time only."""

    address: str
    is_permanent: bool = True


class FormerTargets(NamedTuple):
    """What an address once led to: where an editor sends it, or works by key, best first."""

    target: RedirectTarget | None
    keys: list[UUID]


# By host, language and path, of addresses at which another language's version stands.
_former: GenerationCache[FormerTargets] = GenerationCache(size=3000)
_asks_for_queries: GenerationCache[bool] = GenerationCache(size=1)


def target_of(
    request: HttpRequest, path: str, language: str, shown: Page | None
) -> RedirectTarget | None:
    """What `path` in `language` redirects to; None where it stays.

    Ask it for an address at which no live page of `language` stands; `shown` is the version of
    another language that stands there instead, if any.
    """
    here = f"/{language}/{path}"
    if shown is None:
        former = read_former(request, path, language)
        keys = former.keys + former_keys(request, path)
    else:
        former = former_of_shown(request, path, language)
        keys = [*former.keys, shown.translation_key]
    if former.target is not None:
        return former.target
    for key in keys:
        work = works.seen_by(key, request.user)
        if work is not None:
            address = work.url(language)
            return None if address == here else RedirectTarget(address)
    return None


def former_of_shown(request: HttpRequest, path: str, language: str) -> FormerTargets:
    """What `read_former` finds, cached for a generation: only strangers' inventions are not, and
    where an editor has written a redirect for what is asked of a page."""
    asks = _asks_for_queries.get(
        "all", lambda: Redirect.objects.filter(old_path__contains="?").exists()
    )
    if asks:
        return read_former(request, path, language)
    place = (request.get_host(), language, path)
    return _former.get(place, lambda: read_former(request, path, language))


def read_former(request: HttpRequest, path: str, language: str) -> FormerTargets:
    """From the redirects of this language, then from what was unpublished in it; two queries."""
    rows = rows_at(request, [language], path, with_query=True)
    if rows and rows[0].redirect_link:
        return FormerTargets(RedirectTarget(rows[0].redirect_link, rows[0].is_permanent), [])
    moved = [row.redirect_page.translation_key for row in rows if row.redirect_page]
    return FormerTargets(None, moved + unpublished_at([language], path))


def is_gone(request: HttpRequest, path: str) -> bool:
    """Whether a work that this person may know of stood here and has no live version any more."""
    return any(
        visibility.may_see(request.user, key) and works.seen_by(key, request.user) is None
        for key in former_keys(request, path)
    )


def is_gone_work(request: HttpRequest, key: UUID) -> bool:
    """The same for an address that names the work by its key, as those of its files do. Whether it
    ever existed is asked first, so that made-up keys are cached nowhere."""
    pages = Page.objects.filter(translation_key=key).exclude(first_published_at=None)
    if not pages.exists() and not FormerAddress.objects.filter(translation_key=key).exists():
        return False
    return visibility.may_see(request.user, key) and works.seen_by(key, request.user) is None


def former_keys(request: HttpRequest, path: str) -> list[UUID]:
    """Works that once stood at this path in any language and stand elsewhere or nowhere now."""
    rows = rows_at(request, languages.CODES, path)
    moved = [
        row.redirect_page.translation_key
        for row in rows
        if row.redirect_page is not None and row.redirect_page.first_published_at is not None
    ]
    return moved + unpublished_at(languages.CODES, path) + deleted_at(languages.CODES, path)


def rows_at(
    request: HttpRequest, codes: list[str], path: str, *, with_query: bool = False
) -> list[Redirect]:
    """Rows for this path in these languages; one that an editor wrote for the query comes first."""
    asked = [Redirect.normalise_path(f"/{code}/{path}") for code in codes]
    if with_query and request.META.get("QUERY_STRING"):
        asked.insert(0, Redirect.normalise_path(request.get_full_path()))
    rows = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=asked)
    return sorted(
        rows.select_related("redirect_page"),
        key=lambda row: (asked.index(row.old_path), row.site_id is None),
    )


def unpublished_at(codes: list[str], path: str) -> list[UUID]:
    """Works of which a version was live here, and is kept as a draft; never one that only ever
    was a draft."""
    if not path:
        return []
    roots = works.roots()
    addresses = [roots[code].url_path + path for code in codes if code in roots]
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    pages = Page.objects.filter(slug=slug, url_path__in=addresses, live=False)
    return list(pages.exclude(first_published_at=None).values_list("translation_key", flat=True))


def deleted_at(codes: list[str], path: str) -> list[UUID]:
    """Works of which a version that is deleted by now stood here."""
    asked = [Redirect.normalise_path(f"/{code}/{path}") for code in codes]
    rows = FormerAddress.objects.filter(path__in=asked)
    return list(rows.values_list("translation_key", flat=True))


def keep_addresses(page: Page) -> None:
    """Keep where this version stood, which is about to be deleted; for readers of a work that was
    open to everybody. Of a restricted one nothing is kept: its rule goes with its last version."""
    if visibility.rule_of(page.translation_key) is not None:
        FormerAddress.objects.filter(translation_key=page.translation_key).delete()
        return
    roots = works.roots()
    root = roots.get(languages.code_of(page.locale_id))
    if page.first_published_at is None or root is None:
        return
    paths = list(Redirect.objects.filter(redirect_page=page).values_list("old_path", flat=True))
    if page.url_path.startswith(root.url_path) and page.pk != root.page_id:
        here = f"/{root.language}/{page.url_path.removeprefix(root.url_path)}"
        paths.append(Redirect.normalise_path(here))
    for path in paths:
        FormerAddress.objects.update_or_create(
            path=path, defaults={"translation_key": page.translation_key}
        )
