"""Indexing: search documents built from pages, one for each language version of a work."""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TypedDict

from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page

from core import works
from core.l10n import countries, languages
from core.models import BasePage, Topic
from core.pages.base import Section
from core.pages.topics import all_labels
from core.works.kinds import KINDS
from search import health, outbox
from search.analysis import AlignedText, align, all_forms, fold, suggestion_words, tokens
from search.engines import database_engine
from search.engines.base import AnalysedDocument, OwnEngine
from search.lexicon import STOPWORDS
from search.models import SearchDocument, SearchFacet, SearchWord, SearchWork

# What a kind adds to the rank of its works: what is there to be used, before what tells of it.
WEIGHTS = {
    "course": 0.15, "lesson": 0.1, "case": 0.08, "study": 0.08, "visit": 0.08, "resource": 0.05,
    "insight": 0.05, "page": 0.05, "recommendation": 0.03, "event": 0.02, "news": 0.0,
}  # fmt: skip


class DocumentSection(TypedDict):
    """A part of a document: the place of its first word, its heading, and where that is."""

    at: int
    heading: str
    to: str


class Rank(TypedDict):
    """What orders works beside the words that are found in them."""

    dated_on: date
    weight: float


def index_page(page: Page, into: OwnEngine | None = None) -> bool:
    """Index a page, or remove it from the index if readers may not find it. Idempotent.

    Returns whether it is indexed. `into`: an index beside the one in use.
    """
    page = page.specific
    if not is_findable(page):
        remove_page(page.pk)
        return False
    sections = page.search_sections()
    body = align(body_of(sections), page.language)
    with transaction.atomic():
        document = store_document(page, sections, body)
        analysed = analyse(document, page, sections, body)
        if into is None:
            health.write(lambda: database_engine().put(analysed), document_id=document.pk)
            outbox.note(page.translation_key)
        else:
            into.put(analysed)
        store_words(document)
    return True


def is_findable(page: Page) -> bool:
    """Whether a page is to be indexed: live, ours, and of a type with text of its own."""
    return (
        page.live
        and page.alias_of_id is None
        and has_own_words(type(page))
        and page.locale.language_code in languages.CODES
    )


def has_own_words(model: type) -> bool:
    """Whether pages of this type have text; front pages, index pages and modules have none."""
    return (
        issubclass(model, BasePage)
        and model.kind in KINDS
        and model.search_sections is not BasePage.search_sections
    )


@transaction.atomic
def remove_page(page_id: int) -> None:
    """Remove a page from the index; with its last version, the work."""
    document = SearchDocument.objects.select_related("work").filter(page_id=page_id).first()
    if document is None:
        return
    document_id = document.pk
    health.write(lambda: database_engine().drop([document_id]), document_id=document_id)
    document.delete()
    work = document.work
    outbox.note(work.translation_key, narrows=True)
    if work.documents.exists():
        work.facets.filter(name=SearchFacet.Name.LANGUAGE, value=document.language).delete()
    else:
        work.delete()


def store_document(page: BasePage, sections: list[Section], body: AlignedText) -> SearchDocument:
    """Create or update the document of a page, with the facets of its work."""
    original = works.original_language(page.translation_key) == page.language
    work, is_new = SearchWork.objects.get_or_create(
        translation_key=page.translation_key, defaults=rank_of(page)
    )
    title = [fold(token.text) for token in tokens(page.title)]
    document, _created = SearchDocument.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "work": work,
            "language": page.language,
            "is_original": original,
            "title": page.title,
            "summary": page.summary,
            "body": body_of(sections),
            "title_order": " ".join(title)[:100],
            "title_size": len([word for word in title if word not in STOPWORDS]),
            "offsets": pack_offsets(body),
            "parts": parts_of(sections, body),
        },
    )
    # Facets of the work are read from its original, once that is indexed.
    if original or is_new or not work.documents.filter(is_original=True).exists():
        store_facets(work, page)
    work.facets.get_or_create(name=SearchFacet.Name.LANGUAGE, value=page.language)
    return document


def pack_offsets(text: AlignedText) -> bytes:
    """Where each word begins, in little-endian order."""
    starts = array("I", (start for start, _end in text.spans))
    if sys.byteorder == "big":
        starts.byteswap()
    return starts.tobytes()


def unpack_offsets(offsets: bytes | memoryview) -> "array[int]":
    starts = array("I")
    starts.frombytes(bytes(offsets))
    if sys.byteorder == "big":
        starts.byteswap()
    return starts


def parts_of(sections: list[Section], body: AlignedText) -> list[DocumentSection]:
    """The sections that have a heading and can be led to."""
    starts = [start for start, _end in body.spans]
    found, length = list[DocumentSection](), 0
    for section in sections:
        if section.heading and section.fragment:
            at = bisect_right(starts, length - 1)
            found.append(DocumentSection(at=at, heading=section.heading, to=f"#{section.fragment}"))
        lines = lines_of(section)
        length += sum(len(line) + 1 for line in lines)
    return found


def is_as_stored(document: SearchDocument, page: BasePage) -> bool:
    """Whether the document says what the page says by now, and its work has the page's facets
    where they are read from it."""
    said = (document.title, document.summary, document.body)
    if said != (page.title, page.summary, body_of(page.search_sections())):
        return False
    facets = document.work.facets.exclude(name=SearchFacet.Name.LANGUAGE)
    return not document.is_original or facets_of(page) == set(facets.values_list("name", "value"))


def facets_of(page: BasePage) -> set[tuple[str, str]]:
    """(name, value) of the facets that a work has by this version; not of its languages."""
    name = SearchFacet.Name
    year = page.search_year()
    wanted = {(name.KIND.value, page.kind)}
    wanted |= {(name.TOPIC.value, topic.slug) for topic in topics_of(page)}
    wanted |= {(name.COUNTRY.value, code) for code in known_countries(page)}
    wanted |= {(name.YEAR.value, str(year))} if year else set()
    wanted |= {(name.PART.value, str(whole.translation_key)) for whole in whole_of(page)}
    return wanted


def store_facets(work: SearchWork, page: BasePage) -> None:
    """Store the facet values of a work; its languages follow from the documents."""
    wanted = facets_of(page)
    own = work.facets.exclude(name=SearchFacet.Name.LANGUAGE)
    kept = {(facet.name, facet.value): facet.pk for facet in own}
    work.facets.filter(pk__in=[kept[one] for one in kept.keys() - wanted]).delete()
    work.facets.bulk_create(
        (SearchFacet(work=work, name=one, value=value) for one, value in wanted - kept.keys()),
        ignore_conflicts=True,  # another version of the work may be published concurrently
    )
    rank = rank_of(page)
    if (work.dated_on, work.weight) != (rank["dated_on"], rank["weight"]):
        SearchWork.objects.filter(pk=work.pk).update(**rank)


def rank_of(page: BasePage) -> Rank:
    return Rank(dated_on=dated_on(page), weight=WEIGHTS.get(page.kind, 0.0))


def topics_of(page: BasePage) -> set[Topic]:
    """The page's topics and their broader topics (SKOS): a wide topic finds the narrower ones."""
    found: set[Topic] = set()
    todo = list(page.topics.select_related("broader"))
    while todo:
        topic = todo.pop()
        if topic not in found:
            found.add(topic)
            todo += [topic.broader] if topic.broader else []
    return found


def known_countries(page: BasePage) -> list[str]:
    """The page's countries, as far as there is a filter for them."""
    return [code for code in page.search_countries() if countries.is_known(code)]


def whole_of(page: BasePage) -> list[Page]:
    """The nearest ancestor work, such as the course of a lesson; at most one."""
    above = page.get_ancestors().order_by("-depth")
    return [one for one in above if has_own_words(one.specific_class or Page)][:1]


def dated_on(page: BasePage) -> date:
    """Sort date of "newest first": the day of publication, but never after the work's own year."""
    published = (page.first_published_at or timezone.now()).date()
    year = page.search_year()
    return min(published, date(year, 12, 31)) if year else published


def lines_of(section: Section) -> list[str]:
    """A heading or a paragraph a line, none of them empty."""
    texts = (section.heading, section.text)
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return [line for line in lines if line]


def body_of(sections: Iterable[Section]) -> str:
    """The page's text, a heading or a paragraph a line."""
    return "\n".join(line for section in sections for line in lines_of(section))


def analyse(
    document: SearchDocument, page: BasePage, sections: Iterable[Section], body: AlignedText
) -> AnalysedDocument:
    """The document in word forms. Its keywords match in other languages, too."""
    language = document.language
    return AnalysedDocument(
        id=document.pk,
        title=align(document.title, language),
        headings=all_forms("\n".join(one.heading for one in sections), language),
        summary=align(document.summary, language),
        keywords=" ".join(forms_of_label(word, code) for code, word in keywords(page)),
        body=body,
    )


@lru_cache(maxsize=5_000)
def forms_of_label(label: str, language: str) -> str:
    """The forms of a topic's or a country's name: the same few on hundreds of works."""
    return all_forms(label, language)


def keywords(page: BasePage) -> Iterable[tuple[str, str]]:
    """Labels of its topics and countries in every language: (language, name)."""
    labels = all_labels()
    for topic in topics_of(page):
        yield from labels.get(topic.pk, {}).items()
    for code in languages.CODES:
        with translation.override(code):
            for name in countries.names(known_countries(page)):
                yield code, name


def store_words(document: SearchDocument) -> None:
    """Store the document's words, as candidates for spelling suggestions."""
    text = f"{document.title}\n{document.summary}\n{document.body}"
    here = SearchWord.objects.filter(language=document.language)
    words = suggestion_words(text)
    new = words - set(here.filter(word__in=words).values_list("word", flat=True))
    SearchWord.objects.bulk_create(
        (
            SearchWord(language=document.language, word=word, folded=folded, size=len(folded))
            for word, folded in sorted((word, fold(word)) for word in new)
        ),
        ignore_conflicts=True,
    )
