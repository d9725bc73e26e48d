"""Open Graph properties, for previews of shared links.

Title and description are in base.html, which knows the page's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from core.access import visibility
from core.caching.generation import GenerationCache
from core.l10n import languages
from core.models import BasePage, PortalImage, SiteIdentity

LOCALES = {
    "en": "en_GB", "fr": "fr_FR", "es": "es_ES", "pt": "pt_PT", "el": "el_GR", "ar": "ar_AR",
}  # fmt: skip
# Drawn by `manage.py share_picture`, in the size that every network accepts.
DRAWN = "core/icons/share.png"
WIDTH, HEIGHT = 1200, 630
SIZE = f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-75"

Property = tuple[str, str]


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


_first_published: GenerationCache[datetime | None] = GenerationCache(size=500)
_pictures: GenerationCache[Picture | None] = GenerationCache(size=500)


def properties(
    request: HttpRequest, page: BasePage | None, links: Iterable[dict[str, str]]
) -> list[Property]:
    """Names and contents for the head. `links` are the page's canonical and hreflang links."""
    code = page.language if page else languages.active()
    by_language = [link["hreflang"] for link in links if "hreflang" in link]
    others = [one for one in by_language if one in LOCALES and one != code]
    picture = picture_of(page) or default_image_svg()
    return [
        ("og:type", "article" if is_article(page) else "website"),
        *(("og:url", link["href"]) for link in links if link["rel"] == "canonical"),
        ("og:site_name", SiteIdentity.of(languages.active()).site_name),
        ("og:locale", LOCALES[code]),
        *(("og:locale:alternate", LOCALES[one]) for one in others),
        ("og:image", request.build_absolute_uri(picture.url)),
        ("og:image:width", str(picture.width)),
        ("og:image:height", str(picture.height)),
        *([("og:image:alt", picture.alt)] if picture.alt else []),
        *times(page),
    ]


def is_article(page: BasePage | None) -> bool:
    """og:type article for works of a kind; website for front pages, index pages and plain pages."""
    return page is not None and page.kind != "page"


def times(page: BasePage | None) -> list[Property]:
    if page is None or not is_article(page):
        return []
    if page.work_date is not None:
        # When our record was made or changed is no date of the work.
        return [("article:published_time", page.work_date)] if page.work_date else []
    moments = {
        "article:published_time": first_published(page.translation_key),
        "article:modified_time": page.last_published_at,
    }
    return [
        (name, moment.isoformat(timespec="seconds")) for name, moment in moments.items() if moment
    ]


def first_published(key: UUID) -> datetime | None:
    """When the first public version of the work was published; cached for a generation."""
    pages = Page.objects.filter(translation_key=key)

    def read() -> datetime | None:
        visible = visibility.visible_to(pages, None)
        first: datetime | None = visible.aggregate(first=Min("first_published_at"))["first"]
        return first

    return _first_published.get(key, read)


def picture_of(page: BasePage | None) -> Picture | None:
    """The page's image, if it is public; cached for a generation."""
    image_id = page.listing_image_id if page else None
    return _pictures.get(image_id, lambda: _find(image_id)) if image_id else None


def _find(image_id: int) -> Picture | None:
    images = visibility.visible_to(PortalImage.objects.filter(pk=image_id), None)
    image = images.first()
    if image is None:
        return None
    try:
        made = image.get_rendition(SIZE)
    except (SourceImageIOError, InvalidFilterSpecError):
        return None  # Its file is missing or broken: fall back to the default image.
    return Picture(made.url, made.width, made.height, image.default_alt_text)


def default_image_svg() -> Picture:
    """The default image: language-neutral ornament."""
    alt = _("A pattern of blue and white stars, like a tiled wall")
    return Picture(static(DRAWN), WIDTH, HEIGHT, alt)
