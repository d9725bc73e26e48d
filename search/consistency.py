"""Consistency check of the search index: compared with the pages and repaired, for the
database's own index and for that of a cluster."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.module_loading import import_string
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.caching import generation
from core.db import yield_write_lock
from core.l10n import languages
from search.documents import has_own_words, index_page, is_as_stored, remove_page
from search.engines import database_engine, uses_cluster
from search.models import SearchDocument

BATCH = 200
# By name: it needs the client of the cluster.
CHECK_CLUSTER = "search.cluster.check"


@dataclass(frozen=True)
class Difference:
    """Something by which an index differs from the database, and has been repaired."""

    what: str
    which: str

    def __str__(self) -> str:
        return f"{self.what}: {self.which}"


def check() -> list[Difference]:
    """What differs, in the database's own index and then in the cluster's; all of it is repaired.
    Not inside a transaction. Raises `EngineUnavailable`."""
    found = [*check_own()]
    if found:
        generation.bump()
    if uses_cluster():
        differences = import_string(CHECK_CLUSTER)()
        named = {
            "not in the cluster": differences.missing,
            "in the cluster, but gone or hidden": differences.gone,
            "another state in the cluster": differences.other,
        }
        found += [Difference(what, str(key)) for what, keys in named.items() for key in keys]
    return found


def check_own() -> Iterable[Difference]:
    for pk in SearchDocument.objects.exclude(page__in=findable()).values_list("page_id", flat=True):
        remove_page(pk)
        yield Difference("in the index, but gone or hidden", f"page {pk}")
    lacking = findable().exclude(pk__in=SearchDocument.objects.values("page_id"))
    ids = [*lacking.values_list("pk", flat=True), *pages_without_words()]
    for start in range(0, len(ids), BATCH):
        for page in Page.objects.filter(pk__in=ids[start : start + BATCH]).specific():
            if index_page(page):
                yield Difference("not in the index", f"page {page.pk}")
            yield_write_lock()
    yield from differing_documents(set(ids))


def differing_documents(but: Collection[int]) -> Iterable[Difference]:
    """Documents that do not say what their pages say; those of the pages in `but` are new."""
    rows = SearchDocument.objects.exclude(page_id__in=but).order_by("pk")
    ids = list(rows.values_list("page_id", flat=True))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        documents = SearchDocument.objects.filter(page_id__in=part).select_related("work")
        by_page = {one.page_id: one for one in documents}
        for page in Page.objects.filter(pk__in=part).specific():
            if page.pk in by_page and not is_as_stored(by_page[page.pk], page):
                index_page(page)
                yield Difference("another state in the index", f"page {page.pk}")
        yield_write_lock()


def findable() -> PageQuerySet:
    """Pages that are to be indexed."""
    kinds = ContentType.objects.all()
    wanted = [one.pk for one in kinds if (model := one.model_class()) and has_own_words(model)]
    ours = Q(locale__language_code__in=languages.CODES, alias_of=None, content_type__in=wanted)
    return Page.objects.live().filter(ours)


def pages_without_words() -> Iterable[int]:
    """Pages whose documents are rows without words in the index."""
    engine = database_engine()
    rows = list(SearchDocument.objects.order_by("pk").values_list("pk", "page_id"))
    for start in range(0, len(rows), BATCH):
        part = dict(rows[start : start + BATCH])
        there = engine.texts(part)
        yield from (page for pk, page in part.items() if pk not in there)
