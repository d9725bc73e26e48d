"""A library of any size for `make bench-search`: the same documents for the same number, made of
the words of the demonstration in its six languages, and as frequent as there.

Run in a portal's own process over an empty data directory, after `prepare`.
"""

import random
import uuid
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Locale, Page

from core.caching import generation
from core.works.work import roots
from home.models import StandardPage
from search.analysis import align, fold, tokens
from search.documents import pack_offsets
from search.engines import database_engine
from search.engines.base import AnalysedDocument, OwnEngine
from search.models import SearchDocument, SearchFacet, SearchWork

LANGUAGES = ("en", "fr", "es", "pt", "el", "ar")
COUNTRIES = ("ES", "PT", "GR", "JO", "PS", "TN")
KINDS = ("resource", "news", "case", "study", "event")
TITLE, SUMMARY, BODY = 6, 18, 220
BATCH = 500
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class Language:
    """Words of a language with how often they occur."""

    code: str
    words: list[str]
    totals: list[int]

    def text(self, chance: random.Random, length: int) -> str:
        last = self.totals[-1]
        return " ".join(
            self.words[bisect(self.totals, chance.randrange(last))] for _word in range(length)
        )


def language(code: str, counts: dict[str, int]) -> Language:
    """The words of a language, the commonest first."""
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return Language(code, words, list(accumulate(counts[word] for word in words)))


def fill(number: int, vocabulary: dict[str, dict[str, int]]) -> None:
    """So many documents, six to a work, in place of what is there."""
    SearchWork.objects.all().delete()
    known = [language(code, vocabulary[code]) for code in LANGUAGES]
    index = database_engine()
    for start in range(0, number // len(LANGUAGES), BATCH):
        works = range(start, min(start + BATCH, number // len(LANGUAGES)))
        store(list(pages(works, known)), index)
    generation.bump()


def pages(works: range, known: list[Language]) -> Iterator[tuple[int, str, Page]]:
    """A page for each language of each work."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    kind = ContentType.objects.get_for_model(StandardPage)
    for work in works:
        key = uuid.UUID(int=work + 1)
        for one in known:
            root = roots()[one.code]
            chance = random.Random(f"{work} {one.code}")
            page = Page(
                title=one.text(chance, TITLE),
                slug=f"work-{work}",
                path=f"{root.path}{work + 1000:04d}",
                depth=len(root.path) // 4 + 1,
                url_path=f"{root.url_path}work-{work}/",
                translation_key=key,
                locale=locales[one.code],
                content_type=kind,
                live=True,
                first_published_at=NOON - timedelta(days=work % 2000),
                draft_title="",
            )
            yield work, one.text(chance, SUMMARY) + "\n" + one.text(chance, BODY), page


def store(rows: list[tuple[int, str, Page]], index: OwnEngine) -> None:
    Page.objects.bulk_create(page for _work, _text, page in rows)
    # The other half of each page, which Django's `bulk_create` does not write.
    halves = [
        StandardPage(page_ptr_id=page.pk, body=[("text", f"<p>{text}</p>")])
        for _work, text, page in rows
    ]
    fields = StandardPage._meta.local_concrete_fields
    StandardPage._base_manager.all()._insert(halves, fields=fields, using=DEFAULT_DB_ALIAS)
    made = {}
    for work in dict.fromkeys(work for work, _text, _page in rows):
        made[work] = SearchWork.objects.create(
            translation_key=uuid.UUID(int=work + 1),
            dated_on=date(2026, 1, 1) - timedelta(days=work % 2000),
        )
    SearchFacet.objects.bulk_create(facet for work in made for facet in facets(work, made[work]))
    for work, text, page in rows:
        summary, body = text.split("\n")
        put(index, made[work], page, summary, body)


def facets(work: int, row: SearchWork) -> Iterator[SearchFacet]:
    name = SearchFacet.Name
    yield SearchFacet(work=row, name=name.KIND, value=KINDS[work % len(KINDS)])
    yield SearchFacet(work=row, name=name.COUNTRY, value=COUNTRIES[work % len(COUNTRIES)])
    yield SearchFacet(work=row, name=name.YEAR, value=str(2018 + work % 9))
    for code in LANGUAGES:
        yield SearchFacet(work=row, name=name.LANGUAGE, value=code)


def put(index: OwnEngine, work: SearchWork, page: Page, summary: str, body: str) -> None:
    code = page.locale.language_code
    read = align(body, code)
    document = SearchDocument.objects.create(
        work=work,
        page=page,
        language=code,
        is_original=code == LANGUAGES[0],
        title=page.title,
        summary=summary,
        body=body,
        title_order=fold(" ".join(token.text for token in tokens(page.title)))[:100],
        title_size=TITLE,
        offsets=pack_offsets(read),
    )
    index.put(
        AnalysedDocument(
            id=document.pk,
            title=align(page.title, code),
            headings="",
            summary=align(summary, code),
            keywords="",
            body=read,
        )
    )
