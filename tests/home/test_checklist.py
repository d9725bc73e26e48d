"""The editor's checklist: it warns, and never blocks."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cases.models import CaseIndexPage, CasePage
from core.blocks.walk import blocks_of
from core.models import PortalDocument, PublicCollection
from core.pages import checklist, publishability
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from people import roles
from tests.editor import edit, send
from tests.factories.core import add, standard_page, translated
from tests.factories.people import UserFactory
from translations import review


def open_points(page) -> str:
    return " ".join(point.words for point in checklist.points_of(page) if point.is_open)


def picture(**fields):
    fields = {"title": "A market", "licence": "CC-BY-4.0", **fields}
    return get_image_model().objects.create(file=get_test_image_file(), **fields)


def with_picture(parent, image, **value) -> StandardPage:
    body = [{"type": "image", "value": {"image": {"image": image.pk, **value}, "caption": ""}}]
    return standard_page(parent, summary="Said.", body=json.dumps(body))


def test_a_finished_page_has_nothing_open(roots):
    image = picture(collection=PublicCollection.standard())
    page = with_picture(roots["en"], image, alt_text="A market stall", decorative=False)

    points = checklist.points_of(page)

    assert not any(point.is_open for point in points)
    assert points[0].words == "Language: English."


def test_a_missing_summary_is_told(roots):
    assert "There is no summary" in open_points(standard_page(roots["en"]))


@pytest.mark.parametrize(
    ("language", "title", "is_told"),
    [
        ("ar", "Written in Latin letters", True),
        ("ar", "صفحة MedTOWN", False),
        ("el", "Written in Latin letters", True),
        ("fr", "Σελίδα", True),
        ("fr", "Été", False),
        ("ar", "2026", False),
    ],
)
def test_a_page_in_the_wrong_branch_is_told_by_its_letters(roots, language, title, is_told):
    page = standard_page(roots[language], title, summary="Said.", slug="a-page")

    assert ("not in the script of its language" in open_points(page)) is is_told


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ({"alt_text": "", "decorative": False}, True),
        ({"alt_text": "A stall", "decorative": False}, False),
        ({"alt_text": "", "decorative": True}, False),
    ],
)
def test_a_picture_without_a_description_is_named(roots, value, is_told):
    page = with_picture(roots["en"], picture(), **value)

    assert ("Neither described" in open_points(page)) is is_told
    # The form refuses it too: so nobody is told that the page can be published anyway.
    assert any(point.is_required for point in checklist.points_of(page)) is is_told
    assert bool(publishability.complaint(page)) is is_told
    assert not is_told or publishability.complaint(page).startswith("Image / Alt text: ")


def test_a_picture_deep_inside_is_seen_too(roots):
    value = [{"type": "image", "value": {"image": {"image": picture().pk}, "caption": ""}}]
    page = standard_page(roots["en"], body=json.dumps(value))

    blocks = [type(block).__name__ for block, _value in blocks_of(page)]

    assert blocks == ["ImageBlock", "ImageBlock", "CharBlock"]


def test_pictures_and_files_without_a_licence_are_named(roots):
    card = picture(title="For the card", licence="not-stated")
    document = PortalDocument.objects.create(title="A form", file="documents/a.pdf")
    text = f'<p><a linktype="document" id="{document.pk}">The form</a></p>'
    page = standard_page(
        roots["en"],
        summary="Said.",
        listing_image=card,
        body=json.dumps([{"type": "text", "value": text}]),
    )

    assert "No licence stated: For the card, A form." in open_points(page)


def test_facts_without_a_source_are_told(roots):
    index_page = add(roots["en"], CaseIndexPage(title="Cases"))
    bare = add(index_page, CasePage(title="A case", summary="Said."))
    body = [{"type": "sources", "value": {"items": [{"title": "A charter", "mark": "seen"}]}}]
    sourced = add(index_page, CasePage(title="Another", summary="Said.", body=json.dumps(body)))

    assert "gives no source" in open_points(bare)
    assert "source" not in open_points(sourced)
    assert "source" not in open_points(standard_page(roots["en"]))


def test_news_may_name_their_source_in_a_field(roots):
    index_page = add(roots["en"], NewsIndexPage(title="News"))
    page = add(
        index_page, NewsPage(title="News", summary="Said.", source_url="https://example.org/")
    )

    assert open_points(page) == ""


# Translations ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_translation_is_behind_when_the_text_is_published_anew(
    roots, django_capture_on_commit_callbacks
):
    page = standard_page(roots["en"], summary="Said.")
    with django_capture_on_commit_callbacks(execute=True):
        translated(page, "fr")
    page.refresh_from_db()
    assert "Translations out of date: Français" in open_points(page), "nobody has translated a word"

    for segment in StringSegment.objects.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=roots["fr"].locale,
            data="Dit.",
        )
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get().save_target(publish=True)
    page.save_revision().publish()
    assert open_points(page) == "", "published again without a change"

    page.summary = "Said anew."
    page.save_revision()
    assert open_points(page) == "", "a draft leaves nothing behind"

    page.save_revision().publish()
    assert "Translations out of date: Français" in open_points(page)


def test_machine_drafts_are_told_here_and_on_the_original(roots):
    page = standard_page(roots["en"], summary="Said.")
    version = translated(page, "ar", title="صفحة", summary="قيل.")
    review.mark_machine(key=page.translation_key, locale=version.locale)

    assert "Machine drafts: العربية." in open_points(page)
    assert "this is a machine draft" in open_points(version)


# In the admin ---------------------------------------------------------------------------------


@pytest.fixture
def editor(client, roots):
    user = UserFactory()
    roles.give(user, ["editor"])
    client.force_login(user)
    return user


@pytest.mark.slow
def test_it_stands_before_the_form_and_warns_after_publishing(client, roots, editor):
    add_url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", roots["en"].pk])
    assert "checklist" not in client.get(add_url).content.decode().split("<form")[-1]
    page = standard_page(roots["en"])

    form = BeautifulSoup(client.get(edit(page)).content, "lxml")
    assert "There is no summary" in form.select_one("#page-edit-form .checklist").text

    send(client, edit(page), **{"action-publish": "1"})
    said = BeautifulSoup(client.get(edit(page)).content, "lxml").select(".messages .warning")
    assert "There is no summary" in " ".join(one.text for one in said)
    page.refresh_from_db()
    assert page.live


@pytest.mark.slow
def test_a_page_of_nothing_to_warn_of_publishes_without_a_word(client, roots, editor):
    page = standard_page(roots["en"], summary="Said.")

    send(client, edit(page), **{"action-publish": "1"})

    read = BeautifulSoup(client.get(edit(page)).content, "lxml")
    assert not read.select(".messages .warning")
    assert not read.select_one("details:has(.checklist)").has_attr("open")
