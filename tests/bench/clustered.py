"""Fills the index of a cluster with the works of a portal on SQLite, from the words that its own
index keeps: nothing is analysed a second time."""

import sqlite3

from django.conf import settings

from search.engines.base import Gathered
from search.engines.elasticsearch import indexes
from search.engines.elasticsearch.client import alias, asking
from search.engines.elasticsearch.sending import Change, send
from search.gathering import stored
from search.models import SearchWork
from tests.bench.move import documents

BATCH = 50


def main() -> None:
    """An index with all works, in use."""
    indexes.remove_all()
    indexes.begin_next()
    source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    keys = list(SearchWork.objects.order_by("pk").values_list("translation_key", flat=True))
    for start in range(0, len(keys), BATCH):
        rows = stored(keys[start : start + BATCH])
        ids = [document.pk for row in rows for document in row.documents]
        texts = {one.id: one for one in documents(source, ids)}
        found = {
            row.key: Gathered(
                row.work,
                row.rule,
                row.facets,
                [(document, texts[document.pk]) for document in row.documents],
                row.digest,
            )
            for row in rows
        }
        sent = send([Change(row.key, 1) for row in rows], found)
        assert len(sent.done) == len(rows), sent
    indexes.swap(indexes.indexes())


def size() -> int:
    """Bytes of the index, without its copies."""
    with asking(60) as client:
        client.indices.forcemerge(index=alias(), max_num_segments=1)
        return int(
            client.indices.stats(index=alias())["_all"]["primaries"]["store"]["size_in_bytes"]
        )
