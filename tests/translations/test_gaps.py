"""A version with gaps is not called checked; a page made along with another is no alias."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from courses.models import CatalogueIndexPage
from tests.factories.core import standard_page, translated
from tests.factories.courses import course
from tests.factories.people import signed_in
from translations import review
from translations.tasks import translate_tree


@pytest.fixture
def editor(roots):
    return signed_in("editor")[1]


def fill(translation: Translation, *leave_out: str) -> None:
    for piece in translation.source.stringsegment_set.all():
        if piece.string.data not in leave_out:
            StringTranslation.objects.get_or_create(
                translation_of=piece.string,
                context=piece.context,
                locale=translation.target_locale,
                defaults={"data": f"fr {piece.string.data}", "translation_type": "machine"},
            )


def test_a_version_with_missing_pieces_is_not_marked_as_checked(home, roots, editor):
    page = standard_page(home, "A page", summary="What it is about")
    french = translated(page, "fr")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    fill(translation, "What it is about")
    review.mark_machine(key=page.translation_key, locale=french.locale)
    address = reverse("version_checked", args=[french.pk])

    shown, sent = editor.get(address), editor.post(address)

    assert shown.status_code == 200
    assert sent.status_code == 400
    for answer in (shown, sent):
        assert "What it is about" in answer.content.decode()
        assert "1 segment of the original has not been translated" in answer.content.decode()
        assert 'type="submit"' not in answer.content.decode().split('class="nice-padding"')[1]
    assert review.is_machine_draft(page.translation_key, "fr")

    fill(translation)
    assert editor.post(address).status_code == 302
    assert not review.is_machine_draft(page.translation_key, "fr")


@pytest.mark.parametrize("how", ["page", "tree"])
def test_translating_a_course_makes_no_live_alias_above_it(
    home, roots, arabic, django_capture_on_commit_callbacks, how
):
    page = course("Course", lessons=1)

    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [arabic])
    if how == "tree":
        with django_capture_on_commit_callbacks(execute=True):
            translate_tree.call(page.pk, [arabic.pk], None)

    made = Page.objects.filter(locale=arabic).exclude(pk=roots["ar"].pk)
    assert made.count() >= 2
    assert [one.title for one in made if one.alias_of_id is not None] == []
    assert [one.title for one in made if one.live] == []
    shelf = CatalogueIndexPage.objects.get(locale=arabic)
    assert Translation.objects.filter(
        source__object_id=shelf.translation_key, target_locale=arabic
    ).exists()


def test_the_draft_that_was_made_along_is_translated_side_by_side(
    home, roots, arabic, editor, django_capture_on_commit_callbacks
):
    page = course("Course", lessons=1)
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [arabic])
    shelf = CatalogueIndexPage.objects.get(locale=arabic)

    answer = editor.get(f"/admin/pages/{shelf.pk}/edit/")

    assert answer.status_code == 200
    assert "localize" in answer.content.decode()
