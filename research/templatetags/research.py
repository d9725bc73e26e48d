"""Template tags of publications."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, cast
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import works
from core.access import visibility
from core.http import Reader
from core.l10n import dates, languages
from core.l10n.lists import format_enumeration, format_list
from core.models import BasePage
from core.works import TitleLink, Work, listings
from core.works.listings import ListedWork
from research import licences
from research.citations import Citation
from research.export import styles
from research.export.formats import FORMATS
from research.models import (
    ResearchIndexPage,
    ResourcePage,
    StudyPage,
)
from research.models.pages import PublicationPage

register = template.Library()
# URLs with percent-encoding decoded, so that people can read them.
register.filter("readable", uri_to_iri)

REPORTS = {"study", "report", "recommendations", "brief", "strategy"}
# Bidi isolates: what <bdi> does, in plain text.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
# Longer lists of creators are cut in listings.
MANY = 4


@dataclass(frozen=True)
class TextFile:
    """The full text in one language: a file here, or a link to its publisher."""

    url: str
    language: str
    direction: str
    pages: int | None
    size: int = 0
    ending: str = ""
    host: str = ""
    is_copy: bool = False


@dataclass(frozen=True)
class Download:
    """A citation file in one format."""

    name: str
    media_type: str
    url: str


class CitationTags(TypedDict, total=False):
    """What research/citation_tags.html is given; nothing for a work that is not public."""

    tags: list[tuple[str, str]]
    downloads: list[Download]


@dataclass(frozen=True)
class PublicationRow:
    """A publication in a listing."""

    entry: ListedWork
    type: str
    year: int | None
    creators: str
    languages: Sequence[str]


# --- a publication's page


@register.simple_tag
def citation_of(page: PublicationPage) -> Citation:
    return page.citation


@register.simple_tag
def styled(citation: Citation) -> dict[str, styles.Runs]:
    """The reference in each citation style and in the reader's language, as runs."""
    cited = citation.read_on(timezone.localdate())
    # Tomorrow it is another date without any publish: no page is cached beyond its day.
    seen = dates.format_date(cited.accessed.isoformat()) if cited.accessed else ""
    language = languages.active()
    return {
        name: write(cited, language=language, seen=seen) for name, write in styles.STYLES.items()
    }


@register.simple_tag
def downloads(citation: Citation) -> list[Download]:
    """Citation files by the name of their format."""
    return [
        Download(form.name, form.media_type, reverse(f"cite_{ending}", args=[citation.work]))
        for ending, form in FORMATS.items()
    ]


@register.filter
def host(address: str) -> str:
    """The host name of a URL: "www.example.org"."""
    return urlsplit(address).hostname or address


@register.simple_tag
def licence_url(licence: str) -> str:
    return licences.url_of(licence)


@register.simple_tag(takes_context=True)
def texts_of(context: dict[str, Any], page: PublicationPage) -> list[TextFile]:
    """Full texts that this reader may open: the reader's language first, copies last."""
    found = [*files_for(page, context["request"].user), *links_of(page)]
    return sorted(found, key=lambda one: (one.is_copy, one.language != languages.active()))


def files_for(page: PublicationPage, user: Reader | None) -> list[TextFile]:
    rows = [one.value for one in page.files if one.block_type == "file" and one.value["document"]]
    if not rows:
        return []
    allowed = set(visibility.open_collections(user))
    return [
        TextFile(
            url=row["document"].url,
            language=row["language"],
            direction=languages.direction(row["language"]),
            pages=row["pages"],
            size=row["document"].file_size or 0,
            ending=row["document"].file_extension.upper(),
        )
        for row in rows
        if row["document"].collection_id in allowed
    ]


def links_of(page: PublicationPage) -> list[TextFile]:
    rows = [one.value for one in page.files if one.block_type == "link"]
    return [
        TextFile(
            url=row["url"],
            language=row["language"] or "",
            direction=languages.direction(row["language"]) if row["language"] else "",
            pages=row["pages"],
            host=host(row["url"]),
            is_copy=row.is_copy,
        )
        for row in rows
    ]


@register.inclusion_tag("research/citation_tags.html", takes_context=True)
def citation_tags(context: dict[str, Any], page: PublicationPage) -> CitationTags:
    """Highwire Press meta tags (`citation_*`) of the publication for Google Scholar, Zotero and
    others; only where the work is public."""
    work = works.public(page.translation_key)
    if work is None:
        return {}
    citation = page.citation
    full = context["request"].build_absolute_uri
    return {
        "tags": [
            (f"citation_{name}", value) for name, value in tags_for(page, work, full) if value
        ],
        "downloads": downloads(citation),
    }


def tags_for(
    page: PublicationPage, work: Work, full: Callable[[str], str]
) -> list[tuple[str, str]]:
    citation = page.citation
    is_article, is_report = citation.type == "article", citation.type in REPORTS
    first, last = citation.first_and_last_page
    title, language = page.title_in_place
    return [
        ("title", title),
        *(("author", one.written) for one in citation.creators),
        ("publication_date", str(citation.year or "")),
        ("language", language),
        ("doi", citation.doi),
        ("isbn", citation.isbn),
        ("journal_title", citation.container if is_article else ""),
        ("issue", citation.number if is_article else ""),
        ("inbook_title", citation.container if citation.type == "chapter" else ""),
        ("firstpage", first),
        ("lastpage", last),
        ("technical_report_institution", citation.publisher if is_report else ""),
        ("technical_report_number", citation.number if is_report else ""),
        ("publisher", "" if is_report else citation.publisher),
        ("pdf_url", full(url) if (url := pdf_of(page, language)) else ""),
        ("abstract_html_url", full(work.best(page.language).url)),
    ]


def pdf_of(page: PublicationPage, language: str) -> str:
    """Public PDF in that language; "" where there is none."""
    files = [one for one in files_for(page, None) if one.ending == "PDF"]
    return next((one.url for one in files if one.language == language), "")


@register.simple_tag
def topics_of(page: BasePage) -> list[TitleLink]:
    """Topics in the reader's language, with their URLs in the library."""
    library = f"/{languages.active()}/library/?topic="
    return [TitleLink(topic.label(), f"{library}{topic.slug}") for topic in page.topics.all()]


# --- listings


class Publications(TypedDict):
    """Groups of the listing of research."""

    studies: list[PublicationRow]
    ours: list[PublicationRow]
    elsewhere: list[PublicationRow]


@register.simple_tag(takes_context=True)
def listed_publications(context: dict[str, Any], page: ResearchIndexPage) -> Publications:
    """The listing in groups: studies, resources of the project, resources from elsewhere."""
    found: Publications = {"studies": [], "ours": [], "elsewhere": []}
    for entry in listings.works_below(page, context["request"].user):
        if isinstance(entry.page, StudyPage):
            found["studies"].append(row(entry))
        elif isinstance(entry.page, ResourcePage):
            found["ours" if entry.page.of_project else "elsewhere"].append(row(entry))
    return found


def row(entry: ListedWork) -> PublicationRow:
    page = cast(PublicationPage, entry.page)
    names = [f"{ISOLATE}{name}{END_OF_ISOLATE}" for name in page.creator_names]
    if len(names) > MANY:
        creators = _("%(names)s and others") % {"names": format_enumeration(names[: MANY - 1])}
    else:
        creators = format_list(names)
    return PublicationRow(
        entry, page.get_document_type_display(), page.year, creators, page.text_languages
    )


@register.simple_tag
def studies_named(count: int, announced: int | None) -> str:
    """How many of the announced studies are recorded here."""
    if not announced:
        return ngettext(
            "%(count)s study is recorded here.", "%(count)s studies are recorded here.", count
        ) % {"count": count}
    return ngettext(
        "%(count)s study is recorded here; %(announced)s were announced.",
        "%(count)s studies are recorded here; %(announced)s were announced.",
        count,
    ) % {"count": count, "announced": announced}
