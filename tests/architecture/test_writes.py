"""Writes that send no signal raise the generation.

`generation.bump` tells every process that readers see something new. It is easy to forget, and
nothing would fail. So `update`, `bulk_create`, `bulk_update` and writing SQL stand in a function
that calls `bump`; or the function stands below with the reason why not.

What this cannot see: SQL that is put together elsewhere.
"""

import ast
import re

import pytest

from tests.architecture.uses import Allowed, told, unused, uses

# By file: function to the reason why it may write without raising the generation.
WRITES: Allowed = {
    "core/caching/generation.py": {"bump": "is the generation"},
    "core/tasks/cleanup.py": {"delete_expired_cache_rows": "rate-limit counters"},
    "core/caching/counters.py": {"add": "rate-limit counters"},
    "core/tasks/leases.py": {"requeue": "rows of the queue of tasks"},
    "core/tasks/models.py": {"WorkerHeartbeat.beat": "heartbeats of workers"},
    "core/counts/counting.py": {"store": "counts for editors, which no cached page shows"},
    "portal/health.py": {"wait_briefly": "a setting of the connection"},
    "core/db.py": {"insert_once": "records of learners, which no cached page holds"},
    "core/prepared.py": {"PreparedQuery.rows": "SQL that a queryset was compiled to: it reads"},
    "core/access/restrictions.py": {
        "_add": "core.access.sync, which alone calls it, raises it in `recalculate`"
    },
    "courses/learning/actions.py": {
        "enrol": "a learner's own record, read anew for each page",
        "complete_lesson": "a learner's own record, read anew for each page",
        "undo_lesson": "a learner's own record, read anew for each page",
    },
    "core/fts5.py": {
        "strike_out": "search index: result pages are not cached",
        "run": "search index: result pages are not cached",
    },
    "people/receivers.py": {"language_from_the_admin": "a person's own language"},
    "search/cluster.py": {"repair": "what is on its way to the cluster, read anew for each search"},
    "search/breaker.py": {
        "breaker_state": "whether the cluster is asked, read anew for each search"
    },
    "search/health.py": {"finds_newest": "only SELECT"},
    "search/outbox.py": {
        "note": "what is on its way to the cluster, read anew for each search",
        "add_missing": "what is on its way to the cluster, read anew for each search",
        "note_all": "what is on its way to the cluster, read anew for each search",
        "send": "what is on its way to the cluster, read anew for each search",
        "note_refusal": "what is on its way to the cluster, read anew for each search",
    },
    "translations/freshness/ledger.py": {
        "note_values": "`derived.refresh` raises it, which follows in the same transaction"
    },
    "translations/extraction.py": dict.fromkeys(
        ("write", "rows_of_strings", "rows_of_templates", "contexts_of"),
        "what the translators' tool stores of an original, which no page shows",
    ),
    "translations/schema_versions.py": {
        "rename_schema_version": "what the translators' tool stores, which no page shows"
    },
    "translations/freshness/localize.py": {
        "store_hands": "`derived.refresh` raises it, which follows in the same transaction"
    },
    "translations/segments.py": {
        "translate_strings": "words of a version; `load` raises it at the end"
    },
    "people/roles.py": {
        "keep_admin_language": "a person's own language",
        "set_page_rights": "rights of editors, which Wagtail asks for",
        "set_file_rights": "rights of editors, which Wagtail asks for",
    },
    "search/documents.py": {
        "store_facets": "search index: result pages are not cached",
        "store_words": "search index: result pages are not cached",
    },
    "search/receivers.py": {"rename_topic": "search index: result pages are not cached"},
    "search/engines/database.py": {"run": "only SELECT: the search itself"},
    "search/engines/facet_index.py": {"rows": "only SELECT: what is held in memory"},
    "search/engines/fts5.py": {
        "Fts5Engine.texts": "reads",
        "Fts5Engine.put": "search index: result pages are not cached",
        "Fts5Engine.drop": "search index: result pages are not cached",
        "Fts5Engine.prune": "search index: result pages are not cached",
        "execute": "search index: result pages are not cached",
    },
    "search/engines/postgres.py": {
        "PostgresEngine.put": "search index: result pages are not cached",
        "PostgresEngine.drop": "search index: result pages are not cached",
        "PostgresEngine.prune": "search index: result pages are not cached",
        "PostgresEngine.begin_next": "search index: result pages are not cached",
        "PostgresEngine.swap": "the index: `rebuild` raises it",
    },
}
CHANGES = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter|truncate)\b", re.I)
HOW_TO_WRITE = (
    "These functions write rows without a signal, and raise no generation: cached pages would go"
    " stale. Call `generation.bump()` in the same transaction; or write the function into"
    " WRITES with the reason why no reader sees what it changes."
)


def is_write(node: ast.AST) -> bool:
    """`update(a=…)` of a queryset, `bulk_create`, `bulk_update`, and SQL that may change rows."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name = node.func.attr
    if name == "update":
        return bool(node.keywords) and not node.args
    if name in {"execute", "executemany", "executescript"}:
        text = node.args[0] if node.args else None
        # What is no plain text may be anything.
        return not isinstance(text, ast.Constant) or bool(CHANGES.match(str(text.value)))
    return name in {"bulk_create", "bulk_update"}


@pytest.mark.demo
def test_writes_without_a_signal_raise_the_generation():
    found = list(uses(is_write, "bump"))

    assert told(found, WRITES) == [], HOW_TO_WRITE
    assert unused(found, WRITES) == set(), (
        "take these out of WRITES: they write nothing so any more"
    )


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("Page.objects.filter(pk=1)", False),
        ("LessonPage.objects.first()", False),
        ("pages.live()", False),
        ("pages.public()", False),
        ("works.public(key)", False),
        ("Topic.objects.all()", False),
        ("pages.update(title='')", True),
        ("known.update({1: 2})", False),
        ("digest.update(data)", False),
        ("Row.objects.bulk_create(rows)", True),
        ("Row.objects.bulk_update(rows, ['a'])", True),
        ("cursor.execute('SELECT 1')", False),
        ("cursor.execute('update a set b = 1')", True),
        ("cursor.executemany(INSERT, rows)", True),
    ],
)
def test_a_write_is_told_from_what_is_none(code, written):
    assert any(map(is_write, ast.walk(ast.parse(code)))) is written
