"""Serialisation of works for an engine outside of the database: with who may see them, and with a
digest by which index and database are compared."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from core.access.models import WorkAccess
from search.analysis import align
from search.documents import analyse
from search.engines.base import PUBLIC, SerialisedWork
from search.models import SearchDocument, SearchFacet, SearchWork


@dataclass(frozen=True)
class StoredWork:
    """A work in the rows of the database."""

    work: SearchWork
    rule: str
    facets: Mapping[str, Sequence[str]]
    documents: Sequence[SearchDocument]

    @property
    def key(self) -> UUID:
        return self.work.translation_key

    @property
    def digest(self) -> str:
        """Changes whenever something does that the index holds. Headings and labels of topics,
        which follow from what is read here, are not read."""
        work = self.work
        texts = [
            (one.language, one.is_original, one.title, one.summary, one.body)
            for one in self.documents
        ]
        what = [work.pk, str(work.dated_on), work.weight, self.rule, self.facets, texts]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]


def findable_rows(keys: Sequence[UUID]) -> list[StoredWork]:
    """Those of these works of which something may be found; four queries."""
    works = {one.pk: one for one in SearchWork.objects.filter(translation_key__in=keys)}
    access = WorkAccess.objects.filter(translation_key__in=keys)
    rules = {key: str(rule) for key, rule in access.values_list("translation_key", "rule_id")}
    facets: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = SearchFacet.objects.filter(work__in=works).order_by("work", "name", "value")
    for work, name, value in rows.values_list("work", "name", "value"):
        facets[work][name].append(value)
    documents: dict[int, list[SearchDocument]] = defaultdict(list)
    # What is not live is not shown: the other half of `visible_to`.
    live = SearchDocument.objects.filter(work__in=works, page__live=True).order_by("language")
    for document in live.defer("offsets", "parts"):
        documents[document.work_id].append(document)
    return [
        StoredWork(work, rules.get(work.translation_key, PUBLIC), facets[pk], documents[pk])
        for pk, work in works.items()
        if documents[pk]
    ]


def serialise(keys: Sequence[UUID]) -> dict[UUID, SerialisedWork]:
    """The same with their words. Not read in one moment: who changes something meanwhile notes that
    it has to be read again."""
    rows = findable_rows(keys)
    ids = [document.page_id for row in rows for document in row.documents]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    found = (serialise_work(row, pages) for row in rows)
    return {one.work.translation_key: one for one in found if one.versions}


def serialise_work(row: StoredWork, pages: Mapping[int, Page]) -> SerialisedWork:
    versions = []
    for document in row.documents:
        if page := pages.get(document.page_id):
            body = align(document.body, document.language)
            versions.append((document, analyse(document, page, page.search_sections(), body)))
    return SerialisedWork(row.work, row.rule, row.facets, versions, row.digest)
