"""RSS feeds: one a kind and language, and one of all kinds.

RSS 2.0, as every feed reader takes it. What its titles may contain was never settled; ours are
plain text, escaped once. Descriptions are HTML, marked with their language and direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.syndication.views import Feed
from django.db.models import F, Min
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.access import visibility
from core.l10n import languages
from core.l10n.lists import format_enumeration
from core.models import BasePage, SiteIdentity
from core.text import strip_controls
from core.works import kinds, listings
from core.works.listings import ListedWork
from search import params
from search.engines.base import NEWEST as NEWEST_FIRST
from search.failover import ask

ALL = "all"
# Plain pages are nothing to follow.
KINDS = tuple(kind for kind in kinds.KINDS if kind != "page")
NEWEST = 30
LENGTH_OF_DAY = len("2022-03-14")
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True)
class FeedItem:
    """A work in a feed, and when the first of its versions was published here."""

    entry: ListedWork
    published: datetime | None

    @property
    def date(self) -> datetime | None:
        """`pubDate`: the work's own date if known to the day; partial ones are in `dc:date` only.
        Not a future one, which hides an item: an event to come has the date of publication."""
        recorded = self.entry.page.work_date
        if recorded is None:
            return self.published
        if len(recorded) < LENGTH_OF_DAY:
            return None
        day = datetime.combine(date.fromisoformat(recorded), time(), UTC)
        return min(day, self.published or day)


class Rss(Rss201rev2Feed):
    """RSS whose items state their language (`xml:lang` for XML, `dc:language` for feed readers)
    and the partial date of the work (`dc:date`)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": DUBLIN_CORE}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"])
        if item["recorded"]:
            handler.addQuickElement("dc:date", item["recorded"])


class WorksFeed(Feed):
    """The newest public works of a kind, each in the best version for the active language."""

    feed_type = Rss
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        kind: str = kwargs["kind"]
        if kind != ALL and kind not in KINDS:
            raise Http404
        return kind

    def title(self, kind: str) -> str:
        return strip_controls(title_of(kind))

    def description(self, kind: str) -> str:
        return _("The newest items, each in your language where available.")

    def link(self, kind: str) -> str:
        address = reverse("search:library")
        return address if kind == ALL else f"{address}?kind={kind}"

    def items(self, kind: str) -> list[FeedItem]:
        return newest_works(kind)

    def item_title(self, item: FeedItem) -> str:
        return strip_controls(item.entry.page.title)

    def item_description(self, item: FeedItem) -> str:
        return description_of(item.entry)

    def item_link(self, item: FeedItem) -> str:
        return item.entry.url

    def item_guid(self, item: FeedItem) -> str:
        return item.entry.work.key.urn

    def item_pubdate(self, item: FeedItem) -> datetime | None:
        return item.date

    def item_categories(self, item: FeedItem) -> list[str]:
        return [kinds.name(item.entry.work.kind)]

    def item_extra_kwargs(self, item: FeedItem) -> dict[str, str]:
        page = item.entry.page
        return {"language": page.language, "recorded": page.work_date or ""}


class SearchFeed(WorksFeed):
    """The newest public works that a search of the library finds."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked, _notices = params.read(request.GET)
        return replace(asked, sort=NEWEST_FIRST, page=1)

    def title(self, asked: Any) -> str:
        site = SiteIdentity.of(languages.active()).site_name
        return strip_controls(f"{site} · {asked.q or _('Library')}")

    def link(self, asked: Any) -> str:
        return str(asked.url(reverse("search:library")))

    def items(self, asked: Any) -> list[FeedItem]:
        found = ask(asked, language=languages.active(), user=None)
        return items_of([hit.work.key for hit in found.hits])


def items_of(keys: Sequence[UUID]) -> list[FeedItem]:
    """These works in this order, with the day on which each was first published here."""
    pages = visibility.visible_to(Page.objects.filter(translation_key__in=keys), None)
    rows = pages.order_by().values("translation_key").annotate(published=Min("first_published_at"))
    published = dict(rows.values_list("translation_key", "published"))
    found = listings.listed_works(keys, languages.active(), None)
    return [FeedItem(entry, published[entry.work.key]) for entry in found]


def newest_works(kind: str) -> list[FeedItem]:
    """The most recently published works of that kind; the number of queries is constant."""
    types = ContentType.objects.get_for_models(*models_of(kind)).values()
    pages = Page.objects.filter(content_type__in=[one.pk for one in types])
    rows = (
        visibility.visible_to(pages, None)
        .order_by()
        .values("translation_key")
        .annotate(published=Min("first_published_at"), first=Min("pk"))
        .order_by(F("published").desc(nulls_last=True), "-first")
        .values_list("translation_key", "published")
    )
    published = dict(rows[:NEWEST])
    found = listings.listed_works(published, languages.active(), None)
    return [FeedItem(entry, published[entry.work.key]) for entry in found]


def models_of(kind: str) -> list[type[BasePage]]:
    wanted = KINDS if kind == ALL else (kind,)
    pages = (model for model in apps.get_models() if issubclass(model, BasePage))
    return [model for model in pages if model.kind in wanted]


def title_of(kind: str) -> str:
    site = SiteIdentity.of(languages.active()).site_name
    if kind == ALL:
        return _("New on %(site)s") % {"site": site}
    return f"{site} · {kinds.name(kind)}"


def description_of(entry: ListedWork) -> str:
    """Summary, date of the work, and state of the version, each marked with its language."""
    texts = [(entry.page.language, entry.page.summary), (languages.active(), day_of(entry.page))]
    notes = format_enumeration([note for one in entry.said for note in one.notes])
    texts.append((languages.active(), notes))
    parts = [
        (code, languages.direction(code), strip_controls(text)) for code, text in texts if text
    ]
    return format_html_join("", '<p lang="{}" dir="{}">{}</p>', parts)


def day_of(page: BasePage) -> str:
    """The date of the work; "" for one whose date is that of publication here."""
    if page.work_date is None:
        return ""
    return _("Date: %(day)s") % {"day": page.when or _("date not recorded")}


def feed_links(page: BasePage | None) -> list[dict[str, str]]:
    """Feeds for `rel=alternate` in a page's head: of everything, and of what this index page
    lists."""
    below: Sequence[type] = page.clean_subpage_models() if page else ()
    here = dict.fromkeys(getattr(model, "kind", "page") for model in below)
    return [
        {"title": title_of(kind), "url": reverse("feed", args=[kind])}
        for kind in (ALL, *(kind for kind in here if kind in KINDS))
    ]
