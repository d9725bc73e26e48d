"""Views of feeds and sitemaps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.syndication import sitemap
from portal.syndication.conditional import conditional_response
from portal.syndication.feeds import Rss, SearchFeed, WorksFeed

XML = "application/xml; charset=utf-8"


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """RSS feed of a kind, or of all, in the language of the URL."""
    made = WorksFeed()
    known = made.get_object(request, kind=kind)

    def write() -> bytes:
        return made.get_feed(known, request).writeString("utf-8").encode()

    return conditional_response(request, write, Rss.content_type)


@require_safe
def feed_of_search(request: HttpRequest) -> HttpResponse:
    """RSS feed of what a search of the library finds, the newest first."""
    made = SearchFeed()
    asked = made.get_object(request)

    def write() -> bytes:
        return made.get_feed(asked, request).writeString("utf-8").encode()

    return conditional_response(request, write, Rss.content_type, asked.query_string())


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemap index."""
    return conditional_response(request, lambda: sitemap.write_index(root_of(request)), XML)


@require_safe
def sitemap_of(request: HttpRequest, name: str) -> HttpResponse:
    """One sitemap file of a language."""
    places = sitemap.sitemap_files().get(name)
    if places is None:
        raise Http404
    return conditional_response(
        request, lambda: sitemap.render_sitemap(places, root_of(request)), XML
    )


def root_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
