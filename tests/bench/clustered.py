"""Fills the index of a cluster with the works of a portal on SQLite, from the words that its own
index keeps: nothing is analysed a second time."""

import sqlite3
import time
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings

from search.engines.base import SerialisedWork
from search.engines.elasticsearch import indexes
from search.engines.elasticsearch.client import client_for_request, read_alias
from search.engines.elasticsearch.sending import IndexChange, send
from search.models import SearchWork
from search.serialisation import findable_rows
from tests.bench.move import documents

BATCH = 50
# A cluster that has no room for more at the moment is asked again.
ATTEMPTS, PAUSE = 30, 2


def main() -> None:
    """An index with all works, in use."""
    indexes.remove_all()
    indexes.begin_next()
    source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    keys = list(SearchWork.objects.order_by("pk").values_list("translation_key", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = findable_rows(keys[start : start + BATCH])
        ids = [document.pk for row in rows for document in row.documents]
        texts = {one.id: one for one in documents(source, ids)}
        found = {
            row.key: SerialisedWork(
                row.work,
                row.rule,
                row.facets,
                [(document, texts[document.pk]) for document in row.documents],
                row.digest,
            )
            for row in rows
        }
        deliver([IndexChange(row.key, 1) for row in rows], found)
    indexes.swap(indexes.existing_indexes())


def deliver(changes: Sequence[IndexChange], found: Mapping[UUID, SerialisedWork]) -> None:
    """Send all of these; an error if the cluster takes one of them not at all."""
    for _attempt in range(ATTEMPTS):
        sent = send(changes, found)
        assert not sent.refused, sent.refused
        changes = [one for one in changes if one.key in sent.again]
        if not changes:
            return
        time.sleep(PAUSE)
    raise RuntimeError(f"{len(changes)} works were not taken in {ATTEMPTS} attempts")


def size() -> int:
    """Bytes of the index, without its copies."""
    with client_for_request(60) as client:
        client.indices.forcemerge(index=read_alias(), max_num_segments=1)
        return int(
            client.indices.stats(index=read_alias())["_all"]["primaries"]["store"]["size_in_bytes"]
        )
