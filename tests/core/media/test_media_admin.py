"""Files in the admin and on pages: only the checked view hands them out."""

import json
from io import BytesIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile
from wagtail.rich_text import expand_db_html
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from core.models import PortalDocument, PortalImage
from people.models import User
from tests.core.media.files import document, picture, status
from tests.factories.core import standard_page


@pytest.fixture(autouse=True)
def no_rendition_kept():
    """Wagtail keeps renditions by the picture's id, which each test gives anew."""
    cache.clear()


def test_links_to_files_in_texts_lead_to_the_checked_view(public):
    paper = document(public)

    html = expand_db_html(f'<a linktype="document" id="{paper.pk}">Minutes</a>')

    assert html == f'<a href="/files/{paper.file_id}/">Minutes</a>'


@pytest.mark.parametrize(
    "name",
    [
        "wagtaildocs:index", "wagtaildocs:add", "wagtaildocs:edit", "wagtaildocs:document_usage",
        "wagtaildocs:delete", "wagtaildocs_chooser:choose", "wagtaildocs_chooser:chosen",
        "wagtailimages:index", "wagtailimages:add", "wagtailimages:edit", "wagtailimages:delete",
        "wagtailimages:image_usage", "wagtailimages_chooser:choose", "wagtailimages_chooser:chosen",
        "wagtailadmin_collections:index", "wagtailadmin_collections:edit",
        "wagtailsnippets_core_publiccollection:list", "wagtailsnippets_core_publiccollection:add",
    ],
)  # fmt: skip
def test_the_admin_works_without_wagtails_file_views(public, keeper, name):
    image, paper = picture(public), document(public)
    arguments = {
        "wagtaildocs:edit": paper, "wagtaildocs:delete": paper, "wagtaildocs:document_usage": paper,
        "wagtaildocs_chooser:chosen": paper, "wagtailimages:edit": image,
        "wagtailimages:delete": image, "wagtailimages:image_usage": image,
        "wagtailimages_chooser:chosen": image, "wagtailadmin_collections:edit": public,
    }  # fmt: skip
    args = [arguments[name].pk] if name in arguments else []

    answer = keeper.get(reverse(name, args=args))

    assert answer.status_code == 200
    if name.endswith("_chooser:chosen") and "docs" in name:
        assert answer.json()["result"]["url"] == paper.url


def test_wagtails_file_views_are_not_mounted(public):
    image, paper = picture(public), document(public)

    for url in (f"/documents/{paper.pk}/a.pdf", f"/images/x/{image.pk}/original/"):
        assert status(url) == 404
    assert settings.WAGTAILDOCS_SERVE_METHOD == "serve_view"


@pytest.mark.parametrize("kind", ["image", "document"])
def test_no_uploaded_file_waits_as_it_came_for_a_form_to_be_filled_in(keeper, kind):
    """One more required field, and Wagtail would keep it so in the public store."""
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    sent = {
        "image": ("wagtailimages:add_multiple", ContentFile(out.getvalue(), name="me.png")),
        "document": ("wagtaildocs:add_multiple", ContentFile(b"words", name="me.txt")),
    }
    address, file = sent[kind]

    answer = keeper.post(reverse(address), {"files[]": file, "title": "Somebody"})

    assert answer.json()["success"], answer.content
    model = {"image": PortalImage, "document": PortalDocument}[kind]
    assert model.objects.get().licence == "not-stated"
    assert not UploadedFile.objects.exists()


def test_the_admins_scripts_are_told_the_checked_address_of_a_picture(root, keeper):
    """The side-by-side editor asks for it."""
    image = picture(root)

    answer = keeper.get(f"/admin/api/main/images/{image.pk}/")

    assert answer.json()["meta"]["download_url"] == f"/files/{image.file_id}/"
    assert status(answer.json()["meta"]["download_url"], keeper) == 200


@pytest.mark.wagtail_indexes
def test_an_editor_is_told_what_strangers_do_not_see(home, root, public, keeper):
    closed, open_one = picture(root, description="A"), picture(public, description="B")
    PortalImage.objects.filter(pk=closed.pk).update(title="A closed one")
    body = [
        {
            "type": "image",
            "value": {"image": {"image": image.pk, "decorative": True, "alt_text": ""}},
        }
        for image in (closed, open_one)
    ]
    page = standard_page(home, "With pictures", body=json.dumps(body))
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "body": streamfield(
                [
                    (
                        "image",
                        {"image-image": one.pk, "image-decorative": "on", "caption": ""},
                    )
                    for one in (closed, open_one)
                ]
            ),
            "builds_on": streamfield([]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )

    answer = keeper.post(f"/admin/pages/{page.pk}/edit/", form, follow=True)

    told = next(str(one) for one in answer.context["messages"] if "not signed in" in str(one))
    assert "A closed one" in told
    assert "A photo" not in told


def cut(kind, after):
    out = BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(out, kind)
    return out.getvalue()[:after]


BROKEN = [
    ("photo.jpg", "JPEG", 300), ("photo.jpg", "JPEG", 2000), ("photo.jpeg", "JPEG", 20),
    ("photo.heic", "HEIF", 400), ("photo.heic", "HEIF", 40), ("photo.png", "PNG", 60),
    ("photo.png", "PNG", 5000), ("photo.webp", "WEBP", 200), ("photo.avif", "AVIF", 300),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "after"), BROKEN)
def test_a_broken_picture_is_answered_with_a_sentence_on_every_road(keeper, name, kind, after):
    def file():
        return ContentFile(cut(kind, after), name=name)

    one = keeper.post(reverse("wagtailimages:add"), {"title": "A", "file": file()})
    many = keeper.post(reverse("wagtailimages:add_multiple"), {"title": "A", "files[]": file()})
    chosen = keeper.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "A", "image-chooser-upload-file": file()},
    )

    assert one.status_code == chosen.status_code == 200
    assert one.context["form"].errors["file"]
    assert many.json()["success"] is False
    assert many.json()["error_message"]
    assert "step" in chosen.json()
    assert not PortalImage.objects.exists()
    assert not UploadedFile.objects.exists()


def test_the_sentence_about_a_broken_picture_is_in_the_reader_s_language(root):
    keeper = User.objects.create_superuser("nour@example.org", language="ar")
    profile = UserProfile.get_for_user(keeper)
    profile.preferred_language = "ar"
    profile.save()
    client = Client()
    client.force_login(keeper)

    answer = client.post(
        reverse("wagtailimages:add"),
        {"title": "A", "file": ContentFile(cut("JPEG", 2000), name="photo.jpg")},
    )

    assert "لا يمكن قراءة هذه الصورة" in answer.content.decode()


def test_nobody_leaves_a_picture_of_themselves_uncleaned(keeper):
    """Wagtail keeps the picture of an account as it came, in the public store."""
    assert "avatar-avatar" not in keeper.get("/admin/account/").content.decode()


# On pages ------------------------------------------------------------------------------------


@pytest.fixture
def page_with_files(home, root, public):
    """A page with a picture, a file, a recording and a link to a file, all in one collection."""

    def make(collection, **guard):
        image, paper = picture(collection), document(collection)
        page = standard_page(home, "With files", slug="with-files")
        page.body = json.dumps(
            [
                {"type": "image", "value": {
                    "image": {"image": image.pk, "alt_text": "K7Q alt", "decorative": False},
                    "caption": "K7Q caption",
                }},
                {"type": "file", "value": {"document": paper.pk, "text": ""}},
                {"type": "recording", "value": {
                    "kind": "video", "title": "Talk", "document": paper.pk, "minutes": 2,
                    "transcript": "<p>What is said</p>",
                }},
                {"type": "text", "value":
                    f'<p><a linktype="document" id="{paper.pk}">these words</a></p>'},
            ]
        )  # fmt: skip
        page.save_revision().publish()
        return Client().get("/en/with-files/").content.decode(), paper

    return make


def test_a_page_says_nothing_of_files_that_its_readers_cannot_open(page_with_files, root, learner):
    html, paper = page_with_files(root)
    signed_in_html = learner.get("/en/with-files/").content.decode()

    for text in (html, signed_in_html):
        main = text.split("<main")[1]
        for trace in ("<picture", "<img", "<video", "K7Q", paper.title, str(paper.file_id)):
            assert trace not in main
        assert "these words" in main
        assert "What is said" in main


@pytest.mark.database
def test_a_page_shows_what_is_public(page_with_files, public):
    html, paper = page_with_files(public)

    for trace in ("<picture", "<video", "K7Q caption", paper.title, str(paper.file_id)):
        assert trace in html


@pytest.mark.database
def test_made_public_in_place_it_is_shown_at_once(page_with_files, root, public):
    _html, paper = page_with_files(root)
    for model in (PortalImage, PortalDocument):
        for one in model.objects.all():
            one.collection = public
            one.save()

    assert paper.title in Client().get("/en/with-files/").content.decode()
