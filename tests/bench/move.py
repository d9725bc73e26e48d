"""Copies what search needs of a portal on SQLite into a migrated, empty PostgreSQL: the same works
under the same ids, without loading the demonstration a second time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core.models import Topic, TopicLabel
from search.analysis import AlignedText
from search.engines import database_engine
from search.engines.base import AnalysedDocument
from search.engines.fts5 import COLUMNS
from search.models import SearchDocument, SearchFacet, SearchWord, SearchWork
from translations.models import Term, TermWording

MODELS: list[type[models.Model]] = [
    Page, Topic, TopicLabel, Term, TermWording, SearchWork, SearchDocument, SearchFacet, SearchWord,
]  # fmt: skip


def main(place: str) -> None:
    """Fill the database in use from that file."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    source = sqlite3.connect(f"file:{Path(place)}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    Site.objects.all().delete()
    Page.objects.all().delete()
    known = ids(source)
    for model in MODELS:
        model.objects.bulk_create(list(rows(source, model, known)), batch_size=500)
    site = source.execute("SELECT root_page_id FROM wagtailcore_site").fetchone()
    Site.objects.create(
        hostname="localhost", port=80, is_default_site=True, root_page_id=site["root_page_id"]
    )
    for document in documents(source, SearchDocument.objects.values_list("pk", flat=True)):
        database_engine().put(document)


def ids(source: sqlite3.Connection) -> dict[str, dict[int, int]]:
    """Ids of locales and of page types there, and what they are here."""
    kinds = {(one.app_label, one.model): one.pk for one in ContentType.objects.all()}
    locales = {
        row["id"]: Locale.objects.get_or_create(language_code=row["language_code"])[0].pk
        for row in source.execute("SELECT * FROM wagtailcore_locale")
    }
    types = {
        row["id"]: kinds.get((row["app_label"], row["model"]), 0)
        for row in source.execute("SELECT * FROM django_content_type")
    }
    return {"locale_id": locales, "content_type_id": types}


def rows(
    source: sqlite3.Connection, model: type[models.Model], known: dict[str, dict[int, int]]
) -> Iterator[models.Model]:
    fields = {str(one.column): one for one in model._meta.local_concrete_fields}
    for row in source.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1"):
        values = {fields[name].attname: value_of(fields[name], row[name]) for name in fields}
        values |= {name: known[name][values[name]] for name in known if name in values}
        values |= dict.fromkeys(values.keys() & NOT_COPIED)
        yield model(**values)


# Rows of tables that are not copied.
NOT_COPIED = {
    "owner_id", "locked_by_id", "latest_revision_id", "live_revision_id", "alias_of_id",
    "reviewer_id",
}  # fmt: skip


def value_of(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.loads(value)
    if isinstance(field, models.BinaryField) or value is None:
        return value
    made = field.to_python(value) if not field.is_relation else value
    return timezone.make_aware(made, UTC) if is_naive(made) else made


def is_naive(value: Any) -> bool:
    return hasattr(value, "tzinfo") and hasattr(value, "date") and value.tzinfo is None


def documents(source: sqlite3.Connection, ids: Iterable[int]) -> Iterator[AnalysedDocument]:
    """These analysed documents, as the other index keeps them."""
    columns, wanted = ", ".join(COLUMNS), ", ".join(map(str, ids))
    rows = source.execute(f"SELECT rowid, {columns} FROM search_index WHERE rowid IN ({wanted})")
    for row in rows:
        text = {name: tuple(row[name].split()) for name in COLUMNS}
        yield AnalysedDocument(
            id=row["rowid"],
            title=AlignedText(text["title"], text["title_stems"], text["title_more"], ()),
            headings=row["headings"],
            summary=AlignedText(text["summary"], text["summary_stems"], (), ()),
            keywords=row["keywords"],
            body=AlignedText(text["body"], text["body_stems"], text["more"], ()),
        )
