"""XML sitemap with hreflang: public pages by language.

Not django.contrib.sitemaps: that lists every page once a language, takes the site's first language
as x-default and drops its prefix, and queries for each URL. Ours lists only versions that exist,
with each work's original as x-default, as the head of the page does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.models import Page

from core import works
from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.works import Work
from courses.models import ModulePage
from translations.review import confirmations

# The protocol allows 50,000 URLs and 50 MB: with six languages for each, the size limit would be
# reached first. 10,000 stay below 10 MB.
MAX_URLS = 10_000
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# Views that exist in every language and are no pages of the tree.
VIEWS = ("search:library", "translations:glossary")

_files: GenerationCache[dict[str, list["SitemapURL"]]] = GenerationCache(size=1)


@dataclass(frozen=True)
class SitemapURL:
    """A URL, and its hreflang alternates: `x-default` and codes to URLs."""

    path: str
    changed: datetime | None
    versions: dict[str, str]


def sitemap_files() -> dict[str, list[SitemapURL]]:
    """Entries by file name: a language, and from its second file on a number."""
    return _files.get("all", _read)


def _read() -> dict[str, list[SitemapURL]]:
    found: dict[str, list[SitemapURL]] = {code: [] for code in languages.CODES}
    for code, place in [*_views(), *_works()]:
        found[code].append(place)
    return {
        f"{code}-{start // MAX_URLS + 1}" if start else code: places[start : start + MAX_URLS]
        for code, places in found.items()
        for start in range(0, len(places), MAX_URLS)
    }


def _views() -> Iterator[tuple[str, SitemapURL]]:
    for name in VIEWS:
        paths = {code: _in_language(name, code) for code in languages.CODES}
        versions = {**paths, "x-default": paths[settings.LANGUAGE_CODE]}
        yield from ((code, SitemapURL(path, None, versions)) for code, path in paths.items())


def _in_language(name: str, code: str) -> str:
    with translation.override(code):
        return reverse(name)


def _works() -> Iterator[tuple[str, SitemapURL]]:
    """Every public version at its own URL; three queries for any number.

    A module has no page of its own: its URL redirects to its course.
    """
    pages = Page.objects.not_type(ModulePage)
    changed = dict(visibility.visible_to(pages, None).values_list("pk", "last_published_at"))
    confirmed = confirmations()
    for work in works.among(pages, user=None).values():
        versions = _versions(work)
        for code, version in work.versions.items():
            moments = [changed.get(version.page_id), confirmed.get((work.key, code))]
            yield code, SitemapURL(version.url, max(filter(None, moments), default=None), versions)


def _versions(work: Work) -> dict[str, str]:
    if len(work.versions) == 1:
        return {}
    paths = {code: work.versions[code].url for code in work.languages}
    return {**paths, "x-default": work.best(work.original).url}


def write_index(root: str) -> bytes:
    """The sitemap index; `root` is scheme and host."""
    out, xml = _begin("sitemapindex", {"xmlns": SITEMAP})
    for name, places in sitemap_files().items():
        xml.startElement("sitemap", AttributesImpl({}))
        xml.addQuickElement("loc", root + reverse("sitemap_of", args=[name]))
        _write_day(xml, max((one.changed for one in places if one.changed), default=None))
        xml.endElement("sitemap")
    xml.endElement("sitemapindex")
    return out.getvalue()


def render_sitemap(places: list[SitemapURL], root: str) -> bytes:
    """One sitemap file; `root` is scheme and host."""
    out, xml = _begin("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for place in places:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", root + place.path)
        _write_day(xml, place.changed)
        for code, path in place.versions.items():
            link = {"rel": "alternate", "hreflang": code, "href": root + path}
            xml.addQuickElement("xhtml:link", None, link)
        xml.endElement("url")
    xml.endElement("urlset")
    return out.getvalue()


def _begin(name: str, attributes: dict[str, str]) -> tuple[BytesIO, SimplerXMLGenerator]:
    out = BytesIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement(name, AttributesImpl(attributes))
    return out, xml


def _write_day(xml: SimplerXMLGenerator, moment: datetime | None) -> None:
    if moment is not None:
        xml.addQuickElement("lastmod", moment.isoformat(timespec="seconds"))
