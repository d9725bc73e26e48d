"""Reads of pages go through the access check.

`visible_to` decides what a reader may see. It is easy to forget, and nothing would fail. So pages
are asked for in a function that calls `visible_to`; or the function stands below with the reason
why not.

What this cannot see: a manager under another name (`model.objects`, a related manager).
"""

import ast
import re

import pytest

from tests.architecture.uses import Allowed, told, unused, uses

# By file: function to the reason why it may read pages past `visible_to`.
READS: Allowed = {
    "core/access/sync.py": {
        "before_page_is_added": "derives the rules themselves",
        "_is_consistent": "derives the rules themselves",
        "recalculate": "derives the rules themselves",
        "keys_of_branch": "derives the rules themselves",
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
    "core/pages/forms.py": {"lock_stored_page": "the row of a page that the editor has open"},
    "core/admin/authoring.py": {"direction_of": "the direction of a language, no words of a page"},
    "core/publishing.py": {"delete_links_of_deleted_work": "asks whether any version is left"},
    "core/works/related.py": {"update_links": "keys only; who reads them asks works.resolve"},
    "core/works/redirects.py": {
        "unpublished_at": "keys only; works.seen_by and visibility.may_see decide",
        "is_gone_work": "whether it was published; visibility.may_see has decided",
    },
    "courses/certificates/views.py": {"obstacles": "for administrators, in the admin"},
    "core/works/routing.py": {"look_up": "finds a place; the hook on serving checks the rule"},
    "core/works/listings.py": {"listed_works": "only pages that works.resolve has let through"},
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
        "count_involved_in": "for editors, in the admin",
        "archive": "for editors, in the admin",
    },
    "courses/catalogue/panels.py": {
        "OutlinePanel.BoundPanel.get_context_data": "the form of editors: drafts, too"
    },
    "courses/editing/creation.py": {
        "get_or_create_catalogue": "finds the place of a page that it makes"
    },
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
    "search/consistency.py": {
        "differing_documents": "indexes; a search asks `visible_to`",
        "check_own": "compares what is live with the index; a search asks `visible_to`",
        "findable": "compares what is live with the index; a search asks `visible_to`",
    },
    "search/serialisation.py": {
        "serialise": "the index holds who may see it; `visible_to` decides"
    },
    "search/rebuild.py": {"fill_and_swap": "indexes what is live; a search asks `visible_to`"},
    "search/tasks.py": {
        "index_works_of_topic": "indexes what is live; a search asks `visible_to`",
        "index_tree": "indexes what is live; a search asks `visible_to`",
        "index_again": "indexes what is live; a search asks `visible_to`",
    },
    "translations/tasks.py": {"translate_tree": "makes drafts, for editors"},
    "translations/dashboard/matrix.py": {"read_matrix": "the dashboard of editors and translators"},
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
PAGE_MODEL = re.compile(r"\w*Page")
HOW_TO_READ = (
    "These functions ask for pages past the access check. Ask with `visible_to(user)`, or by way"
    " of `works.resolve`; or write the function into READS with the reason why it need not."
)


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


@pytest.mark.demo
def test_pages_are_read_through_the_access_check():
    found = list(uses(is_read, "visible_to"))

    assert told(found, READS) == [], HOW_TO_READ
    assert unused(found, READS) == set(), "take these out of READS: they read no page so any more"


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("Page.objects.filter(pk=1)", True),
        ("LessonPage.objects.first()", True),
        ("pages.live()", True),
        ("pages.public()", True),
        ("works.public(key)", False),
        ("Topic.objects.all()", False),
        ("pages.update(title='')", False),
        ("known.update({1: 2})", False),
        ("digest.update(data)", False),
        ("Row.objects.bulk_create(rows)", False),
        ("Row.objects.bulk_update(rows, ['a'])", False),
        ("cursor.execute('SELECT 1')", False),
        ("cursor.execute('update a set b = 1')", False),
        ("cursor.executemany(INSERT, rows)", False),
    ],
)
def test_a_read_is_told_from_what_is_none(code, read):
    assert any(map(is_read, ast.walk(ast.parse(code)))) is read


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
