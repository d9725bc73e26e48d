"""From an address to a page: looked up, not walked; and in another language where there is
none in the reader's (D2)."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core import languages, works
from core.generation import Kept
from core.models.pages import BasePage

_types: Kept[int | None] = Kept(size=2000)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """In place of Wagtail's `serve`, under its name: hooks and restrictions stay Wagtail's.

    What is not found by its address falls to Wagtail's own walk, then to the redirects.
    """
    page = find(path, languages.active())
    if page is not None:
        # What Page.route_for_request itself keeps on the request; a test pins the name.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        request.may_be_kept = True  # type: ignore[attr-defined] - see core.pagecache
    return wagtail_views.serve(request, path)


def find(path: str, language: str) -> Page | None:
    """The live page at `path` below the root of `language`, else below another root.

    `path` is what follows the language in the address, with its final slash, or "". The
    original comes before other translations where the reader's language has no version.
    """
    roots = works.roots()
    if language in roots and (page := page_at(roots[language], path)):
        return page
    if not path:
        return None
    others = [page_at(root, path) for code, root in roots.items() if code != language]
    found = [page for page in others if page is not None]
    if not found:
        return None
    first = works.original_language(found[0].translation_key)
    return next((page for page in found if page.language == first), found[0])


def page_at(root: works.Root, path: str) -> BasePage | None:
    """The live page of ours at exactly this address, without its stream read; else None."""
    url_path = root.url_path + path
    type_id = _types.get(url_path, lambda: _type_of(root, url_path))
    if type_id is None:
        return None
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model is None or not issubclass(model, BasePage):
        return None
    return model.objects.filter(live=True, **where(root, url_path)).first()


def _type_of(root: works.Root, url_path: str) -> int | None:
    pages = Page.objects.filter(live=True, **where(root, url_path))
    return pages.values_list("content_type_id", flat=True).first()


def where(root: works.Root, url_path: str) -> dict[str, object]:
    """`url_path` has no index; the slug has one, and the root is known by its id."""
    if url_path == root.url_path:
        return {"pk": root.page_id}
    return {"url_path": url_path, "slug": url_path.rstrip("/").rsplit("/", 1)[-1]}


