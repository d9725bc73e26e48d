"""wagtail-localize: a method that we replace, views that we narrow, a job that we run otherwise.

If one is gone: look whether upstream now does itself what ours is for (each says why it is there);
then drop ours, else follow the new name, and mend this file.
"""

from inspect import unwrap
from typing import Any

import pytest
from django.urls import resolve, reverse
from wagtail_localize import tasks
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    NoViewRestrictionsError,
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.operations import translate_object, translate_page_subtree
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from core.access import sync
from home.models import StandardPage
from people import roles
from tests.contract import missing, parameters, where
from tests.factories.core import standard_page, translated
from translations import extraction, localize_views
from translations.jobs import LocalizeJobs
from translations.tasks import translate_tree


def test_our_way_of_keeping_restrictions_stands_in_the_place_of_theirs():
    ours = TranslationSource.sync_view_restrictions

    assert ours is sync.sync_view_restrictions, where(sync.sync_view_restrictions)
    assert parameters(ours) == ["_source", "original", "translation_page"]


def test_a_translation_asks_that_method(home, roots, monkeypatch):
    """Theirs would make a translation as open as its original, whatever stands above it."""
    asked: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        TranslationSource, "sync_view_restrictions", lambda _self, *pages: asked.append(pages)
    )
    page = standard_page(home, "A page")

    version = translated(page, "fr")

    keys = {one.translation_key for pages in asked for one in pages}
    assert keys == {page.translation_key}, where(sync.sync_view_restrictions)
    assert asked[0][1].locale == version.locale


def test_what_has_no_restrictions_is_refused_by_this_error():
    assert issubclass(NoViewRestrictionsError, Exception)
    with pytest.raises(NoViewRestrictionsError):
        sync.sync_view_restrictions(TranslationSource(), StandardPage(), roles.ROLES)


@pytest.mark.parametrize(
    ("name", "count", "ours"),
    [
        ("submit_page_translation", 1, localize_views.SubmitWithinRole),
        ("update_translations", 1, localize_views.UpdateWithinRole),
        ("convert_to_alias", 1, localize_views.refuse_alias),
        ("edit_override", 2, localize_views.edit_override),
        ("upload_pofile", 1, localize_views.upload_po),
        ("download_pofile", 1, localize_views.download_po),
    ],
)
def test_their_address_is_answered_by_our_narrower_view(name, count, ours):
    view = resolve(reverse(f"wagtail_localize:{name}", args=[1] * count)).func

    assert getattr(view, "view_class", unwrap(view)) is unwrap(ours), where(ours)


def test_no_other_of_their_addresses_is_new():
    """A new one may write pages that a role must not reach: compare it with our three views."""
    from wagtail_localize.wagtail_hooks import register_admin_urls  # noqa: PLC0415 - a hook

    known = {one.name for group in register_admin_urls() for one in group.url_patterns}

    assert known == {
        "submit_page_translation", "submit_snippet_translation", "update_translations",
        "edit_string_translation", "edit_override", "download_pofile", "upload_pofile",
        "machine_translate", "preview_translation", "stop_translation", "convert_to_alias",
        "translations_report", "translations_report_results", "snippets_api_listing",
        "snippets_api_detail", "javascript_catalog",
    }, where(localize_views)  # fmt: skip


def test_the_views_ask_what_we_narrow():
    submit, update = where(localize_views.SubmitWithinRole), where(localize_views.UpdateWithinRole)

    assert missing(SubmitPageTranslationView, ["get_form", "dispatch", "get_object"]) == [], submit
    assert "locales" in SubmitTranslationForm.base_fields, submit
    assert missing(UpdateTranslationsView, ["get_object", "dispatch"]) == [], update
    assert set(UpdateTranslationsForm.base_fields) == {"publish_translations"}, update


def test_the_job_over_a_subtree_is_handed_over_as_we_take_it_apart():
    wanted = ["page_id", "locales", "components", "user"]

    assert translate_page_subtree.__name__ == "translate_page_subtree", where(LocalizeJobs.enqueue)
    assert parameters(translate_page_subtree) == wanted, where(LocalizeJobs.enqueue)
    assert parameters(tasks.BaseJobBackend.enqueue) == ["self", "func", "args", "kwargs"]
    assert isinstance(tasks.background, LocalizeJobs), where(LocalizeJobs)


def test_one_page_is_translated_by_this_function():
    wanted = ["instance", "locales", "components", "user"]

    assert parameters(translate_object) == wanted, where(translate_tree.func)


def test_segments_say_where_they_stand_and_keep_links_apart(home):
    from translations import segments  # noqa: PLC0415 - the only room that asks for them

    body = [("text", '<p>See <a linktype="page" id="1">there</a></p>')]
    page = standard_page(home, "Page", body=StandardPage(body=body).body)

    found = {segment.path: segment for segment in extract_segments(page)}
    path = next(path for path in found if path.startswith("body."))
    texts = [one for one in extract_segments(page) if one.path == path and hasattr(one, "string")]

    assert "title" in found, where(segments.translate_strings)
    assert [one.string.data for one in texts] == ['See <a id="a1">there</a>'], where(
        segments.translate_strings
    )
    assert texts[0].attrs == {"a1": {"linktype": "page", "id": "1"}}, where(segments.with_our_links)


RICH = [
    ("text", "<p>One <b>and</b> another.</p><ul><li>Same.</li><li>Same.</li></ul>"),
    ("text", '<p>See <a href="https://example.org/">there</a></p>'),
    ("callout", {"tone": "watch", "title": "Same.", "text": "<p>Same.</p>"}),
    ("numbers", {"items": [{"value": "3", "text": "towns"}, {"value": "4", "text": "towns"}]}),
]


def test_segments_that_are_written_together_are_those_that_upstream_writes_one_by_one(home):
    """Upstream finds every row that it would make: strings and templates by `_get_data_hash` and
    `BASE_UUID_NAMESPACE`, places by `_get_path_id`."""
    place = where(extraction.write)
    page = standard_page(home, "Same.", body=StandardPage(body=RICH).body, summary="Same.")
    source, _made = TranslationSource.get_or_create_from_instance(page)
    before = counts(source)
    page.body = StandardPage(body=RICH[:2]).body
    page.save()
    source.update_from_db()
    shorter = counts(source)
    instance = source.as_instance()

    assert TranslationSource.refresh_segments is extraction.refresh_segments, place
    for value in extract_segments(instance):
        model = MODELS[type(value)]
        asked = (source, source.locale, value) if model is StringSegment else (source, value)
        context = model.from_value(*asked).context
        written, context.field_path = context.field_path, ""
        assert context.get_field_path(instance) == written, place

    assert counts(source) == shorter, place
    assert before[StringSegment] > shorter[StringSegment] > 5


MODELS = {
    StringSegmentValue: StringSegment,
    TemplateSegmentValue: TemplateSegment,
    RelatedObjectSegmentValue: RelatedObjectSegment,
    OverridableSegmentValue: OverridableSegment,
}


def counts(source: TranslationSource) -> dict[Any, int]:
    found = {model: model.objects.filter(source=source).count() for model in MODELS.values()}
    return found | {one: one.objects.count() for one in (String, Template, TranslationContext)}


def test_a_translation_knows_who_made_it():
    assert missing(StringTranslation, ["TRANSLATION_TYPE_MACHINE"]) == []
    assert parameters(Translation.save_target) == ["self", "user", "publish"]
    assert missing(TranslationSource, ["get_or_create_from_instance", "update_from_db"]) == []


def test_a_version_can_be_made_without_a_copy_of_its_original():
    """`add_version` in demo/loader.py; `tests/demo/test_loading.py` compares what comes of it."""
    assert parameters(TranslationSource._get_segments_for_translation) == [
        "self", "locale", "fallback"
    ]  # fmt: skip
    assert parameters(copy_synchronised_fields) == ["source", "target"]
    assert parameters(ingest_segments) == [
        "original_obj", "translated_obj", "src_locale", "tgt_locale", "segments"
    ]  # fmt: skip
