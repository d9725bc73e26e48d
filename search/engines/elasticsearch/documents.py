"""The document model: a work, with its language versions inside it.

All words are ours (`search.analysis`), so nothing but white space separates them here. Of a text,
words and stems stand in two fields with the same positions; a field of forms holds all there is to
match, without positions. Change `client.FORMAT` with it.
"""

from typing import Any

from elasticsearch.dsl import (
    Date,
    Document,
    Float,
    InnerDoc,
    Keyword,
    Long,
    MetaField,
    Nested,
    Object,
    Text,
)

from core.l10n import languages
from search.engines.base import AnalysedDocument, SerialisedWork
from search.models import SearchDocument, SearchFacet

# A deleted document is remembered so long: no older change that comes late makes it anew.
REMEMBERED = "1h"
TEXTS = (
    "title", "title_stems", "title_forms", "heading_forms", "summary", "summary_stems",
    "summary_forms", "body", "body_stems", "forms",
)  # fmt: skip


def ordered_text(**more: Any) -> Text:
    """Words one after another."""
    return Text(analyzer="whitespace", **{"norms": False, **more})


def unordered_text() -> Text:
    """Forms in no order, each once."""
    return Text(analyzer="whitespace", norms=False, index_options="docs")


class VersionDocument(InnerDoc):
    """A language version. The texts are indexed, and not stored: the database has them."""

    language = Keyword()
    label = Keyword(index=False, doc_values=False)
    # What one word is of the title: the fewer words it has, the more.
    title_share = Float(index=False)
    # The order of completions: short titles first, and what is there to be used.
    title_rank = Float(index=False)
    title = ordered_text()
    title_stems = ordered_text()
    title_forms = unordered_text()
    heading_forms = unordered_text()
    summary = ordered_text()
    summary_stems = ordered_text()
    summary_forms = unordered_text()
    body = ordered_text()
    # The only field whose length counts: how much of a text a word is.
    body_stems = ordered_text(norms=True)
    forms = unordered_text()

    class Meta:
        dynamic = MetaField("strict")


class Facets(InnerDoc):
    """The facet values of a work, by name."""

    kind = Keyword()
    topic = Keyword()
    country = Keyword()
    language = Keyword()
    year = Keyword()
    part = Keyword()

    class Meta:
        dynamic = MetaField("strict")


class WorkDocument(Document):
    """A work. Its id is its translation key."""

    number = Long()
    rule = Keyword()
    dated_on = Date(format="strict_date")
    # What the score is multiplied by: the weight of the kind.
    rank = Float(index=False)
    original = Keyword(index=False)
    digest = Keyword(index=False)
    facets = Object(Facets)
    # For the order by title: as a reader of each language sees it.
    titles = Object(
        dynamic="strict", properties={code: Keyword(index=False) for code in languages.CODES}
    )
    versions = Nested(VersionDocument)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(excludes=[f"versions.{name}" for name in TEXTS])

    class Index:
        name = "*"
        settings = {
            "number_of_shards": 1,
            "number_of_replicas": 1,
            "refresh_interval": "1s",
            "gc_deletes": REMEMBERED,
        }


def index_body() -> dict[str, Any]:
    """Settings and mappings of a new index."""
    made: dict[str, Any] = WorkDocument._index.to_dict()
    return made


def document_of(serialised: SerialisedWork) -> dict[str, Any]:
    """The work as the index gets it."""
    work = serialised.work
    original = next((one.language for one, _text in serialised.versions if one.is_original), "")
    document = WorkDocument(
        number=work.pk,
        rule=serialised.rule,
        dated_on=work.dated_on,
        rank=1 + work.weight,
        original=original,
        digest=serialised.digest,
        facets=serialised.facets,
        titles=titles_of([one for one, _text in serialised.versions]),
        versions=[version_of(one, text, work.weight) for one, text in serialised.versions],
    )
    made: dict[str, Any] = document.to_dict()
    return made


def titles_of(versions: list[SearchDocument]) -> dict[str, str]:
    """The title that readers of each language see, as it is ordered: in their language, else the
    original's."""
    by_language = {one.language: one.title_order for one in versions}
    other = next((one.title_order for one in versions if one.is_original), "")
    other = other or next(iter(by_language.values()), "")
    return {code: by_language.get(code, other) for code in languages.CODES}


def version_of(document: SearchDocument, read: AnalysedDocument, weight: float) -> dict[str, Any]:
    title, summary, body = read.title, read.summary, read.body
    title_forms = dict.fromkeys([*title.words, *title.stems, *title.more])
    summary_forms = dict.fromkeys(
        [*summary.words, *summary.stems, *summary.more, *read.keywords.split()]
    )
    every = title_forms | dict.fromkeys(read.headings.split()) | summary_forms
    every |= dict.fromkeys([*body.words, *body.stems, *body.more])
    return {
        "language": document.language,
        "label": document.title,
        "title_share": 1 / max(document.title_size, 1),
        "title_rank": document.title_size - 20 * weight,
        "title": " ".join(title.words),
        "title_stems": " ".join(title.stems),
        "title_forms": " ".join(title_forms),
        "heading_forms": read.headings,
        "summary": " ".join(summary.words),
        "summary_stems": " ".join(summary.stems),
        "summary_forms": " ".join(summary_forms),
        "body": " ".join(body.words),
        "body_stems": " ".join(body.stems),
        "forms": " ".join(every),
    }


FACETS = tuple(SearchFacet.Name.values)
