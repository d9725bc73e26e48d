"""Reads of pages go through the access check; writes that send no signal raise the generation.

`visible_to` decides what a reader may see, `generation.bump` tells every process that readers see
something new. Both are easy to forget, and nothing would fail. So pages are asked for in a
function that calls `visible_to`, and `update`, `bulk_create`, `bulk_update` and writing SQL stand
in a function that calls `bump`; or the function stands below with the reason why not.

What this cannot see: a manager under another name (`model.objects`, a related manager), and SQL
that is put together elsewhere.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.layers import APPS
from tests.server import ROOT

# By file: function to the reason why it may read pages past `visible_to`.
READS: dict[str, dict[str, str]] = {
    "core/access/sync.py": {
        "before_page_is_added": "derives the rules themselves",
        "_is_consistent": "derives the rules themselves",
        "recalculate": "derives the rules themselves",
        "branch": "derives the rules themselves",
        "_links": "derives the rules themselves",
    },
    "core/access/restrictions.py": {
        "mirror": "writes the restrictions themselves",
        "_note": "writes into the history of pages, for editors",
        "_versions": "writes the restrictions themselves",
    },
    "core/works/rich_text.py": {
        "WorkLinkHandler.expand_db_attributes_many": "keys only; works.resolve decides",
    },
    "core/pages/forms.py": {"stored": "the row of a page that the editor has open"},
    "core/admin/authoring.py": {"direction_of": "the direction of a language, no words of a page"},
    "core/publishing.py": {"delete_links_of_deleted_work": "asks whether any version is left"},
    "core/works/related.py": {"update_links": "keys only; who reads them asks works.resolve"},
    "core/works/redirects.py": {
        "unpublished_at": "keys only; works.seen_by and visibility.may_see decide",
        "is_gone_work": "whether it was published; visibility.may_see has decided",
    },
    "courses/certificates/views.py": {"obstacles": "for administrators, in the admin"},
    "core/works/routing.py": {"look_up": "finds a place; the hook on serving checks the rule"},
    "core/works/listings.py": {"entries": "only pages that works.resolve has let through"},
    "core/templatetags/crumbs.py": {"_find": "keys only; works.resolve decides"},
    "core/works/work.py": {
        "_read_roots": "ids and addresses of the roots, which every address names",
        "resolve": "hands them to `among`, which asks `visible_to`",
        "original_languages": "languages of works, no words of them",
        "original_of": "for publishing and the editor; no view of readers calls it",
    },
    "courses/catalogue/outline.py": {
        "_find_course": "keys only; who asks has checked the lesson",
        "course_structures": "keys only; `build_outlines` resolves them for the reader",
        "lesson_facts": "numbers of lessons that works.resolve has let through",
    },
    "courses/quizzes/published.py": {
        "_read": "key and words of a lesson that the view has let through"
    },
    "courses/quizzes/conditions.py": {"_read": "marks of a course that the view has let through"},
    "courses/editor_warnings.py": {
        "involved_in": "for editors, in the admin",
        "archive": "for editors, in the admin",
    },
    "courses/catalogue/panels.py": {
        "OutlinePanel.BoundPanel.get_context_data": "the form of editors: drafts, too"
    },
    "courses/editing/creation.py": {"catalogue": "finds the place of a page that it makes"},
    "courses/editing/parts.py": {"course_of": "the outline of editors: drafts, too"},
    "courses/editing/receivers.py": {"translations_follow": "moves pages; shows none"},
    "courses/editing/views.py": {
        "after_creation": "a page that the editor has just made",
        "part_of": "the outline of editors, who are asked for their rights",
    },
    "courses/catalogue/tasks.py": {"measure_lesson_size": "weighs a page; stores a number"},
    "portal/onboarding/initial_site.py": {
        "is_untouched": "asks whether anybody has begun, before there are readers",
        "load_fronts": "makes the front pages of an empty portal",
    },
    "demo/loader.py": {
        "changed_by_person": "compares revisions with those that the loader noted",
        "Links.__call__": "ids for links; what a reader sees of a link is the link handler's",
        "parent_of": "finds the place of a page that it makes",
    },
    "people/roles.py": {"_writable_languages": "rights of editors over the roots"},
    "people/page_access.py": {
        "PagePolicy.explorable_instances": "the admin, for translators and editors",
    },
    "translations/localize_views.py": {
        "UpdateWithinRole.targets": "pages to ask the editor's rights of"
    },
    "portal/context_processors.py": {
        "_read_top_level_pages": "addresses only; works.resolve decides which are shown"
    },
    "portal/onboarding/steps.py": {"front_page": "for the administrator's first steps"},
    "portal/onboarding/content_steps.py": {
        "first_course": "for the administrator's first steps",
        "rights": "for the administrator's first steps",
    },
    "demo/management/commands/demo.py": {"has_own_content": "asks whether there are any pages"},
    "research/views.py": {"publication": "only a page that works.seen_by has let through"},
    "search/comparing.py": {
        "check_own": "compares what is live with the index; a search asks `visible_to`",
        "findable": "compares what is live with the index; a search asks `visible_to`",
    },
    "search/gathering.py": {"gather": "the index holds who may see it; `visible_to` decides"},
    "search/rebuild.py": {"rebuild": "indexes what is live; a search asks `visible_to`"},
    "search/tasks.py": {
        "index_works_of_topic": "indexes what is live; a search asks `visible_to`",
        "index_tree": "indexes what is live; a search asks `visible_to`",
        "index_again": "indexes what is live; a search asks `visible_to`",
    },
    "translations/tasks.py": {"translate_tree": "makes drafts, for editors"},
    "translations/dashboard/matrix.py": {"read": "the dashboard of editors and translators"},
    "translations/freshness/derived.py": {
        "rows_of": "ids of live versions; who shows a row asks works.resolve",
        "all_keys": "keys, to derive the rows of all works",
        "languages_of": "languages, for a command of the operator",
    },
    "translations/freshness/ledger.py": {
        "note_unknown_versions": "keeps what versions follow; shows nothing",
        "live_version": "for the ledger and for editors; views of readers ask works.seen_by first",
    },
    "translations/originals.py": {"make_original": "for editors who may publish all versions"},
    "translations/receivers.py": {"refresh_deleted": "asks whether any version is left"},
    "translations/branch/tasks.py": {"publish_branch": "publishes what an editor has chosen"},
    "translations/branch/tree.py": {
        "originals": "a branch as editors see it: drafts, too",
        "rows_of": "a branch as editors see it: drafts, too",
    },
    "translations/index_pages.py": {
        "original_front": "for the administrator's first steps",
        "add_languages": "finds the page that the administrator has just made",
    },
    "visits/templatetags/visits.py": {"_key_above": "a key only; works.seen_by decides"},
}
# By file: function to the reason why it may write without raising the generation.
WRITES: dict[str, dict[str, str]] = {
    "core/caching/generation.py": {"bump": "is the generation"},
    "core/tasks/cleanup.py": {"delete_expired_cache_rows": "rate-limit counters"},
    "core/caching/counters.py": {"add": "rate-limit counters"},
    "core/tasks/leases.py": {"requeue": "rows of the queue of tasks"},
    "core/tasks/models.py": {"WorkerHeartbeat.beat": "heartbeats of workers"},
    "core/counts/counting.py": {"store": "counts for editors, which no page that is cached shows"},
    "portal/health.py": {"wait_briefly": "a setting of the connection"},
    "core/db.py": {"insert_once": "records of learners, which no page that is kept holds"},
    "core/prepared.py": {"Prepared.rows": "SQL that a queryset was compiled to: it reads"},
    "core/access/restrictions.py": {
        "_add": "core.access.sync, which alone calls it, raises it in `recalculate`"
    },
    "courses/learning/actions.py": {
        "enrol": "a learner's own record, read anew for each page",
        "complete_lesson": "a learner's own record, read anew for each page",
        "undo_lesson": "a learner's own record, read anew for each page",
    },
    "core/fts5.py": {
        "strike_out": "the index: pages of results are kept by nobody",
        "run": "the index: pages of results are kept by nobody",
    },
    "people/receivers.py": {"language_from_the_admin": "a person's own language"},
    "search/cluster.py": {"mend": "what is on its way to the cluster, read anew for each search"},
    "search/breaker.py": {"state": "whether the cluster is asked, read anew for each search"},
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
        "what the translators' tool keeps of an original, which no page shows",
    ),
    "translations/schema_versions.py": {
        "renamed": "what the translators' tool keeps of an original, which no page shows"
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
        "store_facets": "the index: pages of results are kept by nobody",
        "store_words": "the index: pages of results are kept by nobody",
    },
    "search/receivers.py": {"rename_topic": "the index: pages of results are kept by nobody"},
    "search/engines/database.py": {"run": "only SELECT: the search itself"},
    "search/engines/holdings.py": {"rows": "only SELECT: what is held in memory"},
    "search/engines/fts5.py": {
        "Fts5Engine.texts": "reads",
        "Fts5Engine.put": "the index: pages of results are kept by nobody",
        "Fts5Engine.drop": "the index: pages of results are kept by nobody",
        "Fts5Engine.prune": "the index: pages of results are kept by nobody",
        "execute": "the index: pages of results are kept by nobody",
    },
    "search/engines/postgres.py": {
        "PostgresEngine.put": "the index: pages of results are kept by nobody",
        "PostgresEngine.drop": "the index: pages of results are kept by nobody",
        "PostgresEngine.prune": "the index: pages of results are kept by nobody",
        "PostgresEngine.begin_next": "the index: pages of results are kept by nobody",
        "PostgresEngine.swap": "the index: `rebuild` raises it",
    },
}

PAGE_MODEL = re.compile(r"\w*Page")
CHANGES = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter|truncate)\b", re.I)
HOW_TO_READ = (
    "These functions ask for pages past the access check. Ask with `visible_to(user)`, or by way"
    " of `works.resolve`; or write the function into READS with the reason why it need not."
)
HOW_TO_WRITE = (
    "These functions write rows without a signal, and raise no generation: kept pages would stay"
    " as they were. Call `generation.bump()` in the same transaction; or write the function into"
    " WRITES with the reason why no reader sees what it changes."
)


@dataclass(frozen=True)
class Use:
    """One function that reads or writes so, and the first line that does."""

    file: str
    function: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} in {self.function or 'the module'}: {self.code}"


def functions(node: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Each function with its full name; nested ones belong to the outer one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from functions(child, f"{name}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name + child.name, child
        else:
            yield "", child


def called(node: ast.AST) -> set[str]:
    """The last words of what is called in a function."""
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}


def is_read(node: ast.AST) -> bool:
    """`Page.objects`, `LessonPage.objects`, `.live()`, `.public()` without an argument."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"live", "public"} and not node.args and not node.keywords
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and isinstance(node.value, ast.Name)
        and bool(PAGE_MODEL.fullmatch(node.value.id))
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


def uses(wanted: Callable[[ast.AST], bool], saving: str, rooms: Path = ROOT) -> Iterator[Use]:
    """Functions that do what is `wanted` and call nothing named `saving`."""
    for room in sorted(APPS):
        for path in sorted((rooms / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for name, node in functions(ast.parse(path.read_text("utf-8"))):
                found = [one for one in ast.walk(node) if wanted(one)]
                if found and saving not in called(node):
                    code = ast.unparse(found[0])[:70]
                    yield Use(str(path.relative_to(rooms)), name, found[0].lineno, code)


def told(found: list[Use], allowed: dict[str, dict[str, str]]) -> list[str]:
    return [str(one) for one in found if one.function not in allowed.get(one.file, {})]


def unused(found: list[Use], allowed: dict[str, dict[str, str]]) -> set[tuple[str, str]]:
    listed = {(file, name) for file, names in allowed.items() for name in names}
    return listed - {(one.file, one.function) for one in found}


@pytest.mark.demo
def test_pages_are_read_through_the_access_check():
    found = list(uses(is_read, "visible_to"))

    assert told(found, READS) == [], HOW_TO_READ
    assert unused(found, READS) == set(), "take these out of READS: they read no page so any more"


@pytest.mark.demo
def test_writes_without_a_signal_raise_the_generation():
    found = list(uses(is_write, "bump"))

    assert told(found, WRITES) == [], HOW_TO_WRITE
    assert unused(found, WRITES) == set(), (
        "take these out of WRITES: they write nothing so any more"
    )


@pytest.mark.parametrize(
    ("code", "read", "written"),
    [
        ("Page.objects.filter(pk=1)", True, False),
        ("LessonPage.objects.first()", True, False),
        ("pages.live()", True, False),
        ("pages.public()", True, False),
        ("works.public(key)", False, False),
        ("Topic.objects.all()", False, False),
        ("pages.update(title='')", False, True),
        ("known.update({1: 2})", False, False),
        ("digest.update(data)", False, False),
        ("Row.objects.bulk_create(rows)", False, True),
        ("Row.objects.bulk_update(rows, ['a'])", False, True),
        ("cursor.execute('SELECT 1')", False, False),
        ("cursor.execute('update a set b = 1')", False, True),
        ("cursor.executemany(INSERT, rows)", False, True),
    ],
)
def test_what_is_meant_is_told_from_what_is_not(code, read, written):
    nodes = list(ast.walk(ast.parse(code)))

    assert any(map(is_read, nodes)) is read
    assert any(map(is_write, nodes)) is written


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("return Page.objects.all()", True),
        ("return visibility.visible_to(Page.objects.all(), user)", False),
        ("return Page.objects.all().visible_to(user)", False),
    ],
)
def test_a_function_is_judged_as_a_whole(tmp_path, body, is_told):
    room = tmp_path / "core"
    room.mkdir()
    (room / "a.py").write_text(f"class A:\n    def b(self, user):\n        {body}\n")

    found = list(uses(is_read, "visible_to", tmp_path))

    assert bool(told(found, {})) is is_told
    assert told(found, {"core/a.py": {"A.b": "a reason"}}) == []
