"""Serving media: public renditions by name, everything else after a permission check, each time."""

import json
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile
from wagtail.rich_text import expand_db_html
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from core.caching import generation
from core.media.storage import PrivateStorage, RenditionStorage
from core.models import PortalDocument, PortalImage, PortalRendition, PublicCollection
from people.models import User
from tests.factories.core import standard_page


@pytest.fixture(autouse=True)
def no_rendition_kept():
    """Wagtail keeps renditions by the picture's id, which each test gives anew."""
    cache.clear()


@pytest.fixture
def public(db):
    return PublicCollection.standard()


@pytest.fixture
def root(db):
    return Collection.get_first_root_node()


@pytest.fixture
def learner(db):
    return signed_in("learner@example.org")


@pytest.fixture
def keeper(db):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org"))
    return client


def signed_in(email, *groups):
    user = User.objects.create_user(email)
    user.groups.set(groups)
    client = Client()
    client.force_login(user)
    return client


def picture(where, **fields):
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    file = ContentFile(out.getvalue(), name="photo.png")
    image = PortalImage(title="A photo", file=file, collection=where, **fields)
    image.save()
    return image


def document(where, name="Minutes of Maria.pdf", data=b"%PDF-1.4 words"):
    file = ContentFile(data, name=name)
    return PortalDocument.objects.create(title="Minutes", file=file, collection=where)


def address(image, spec="width-20"):
    return PortalImage.objects.get(pk=image.pk).get_rendition(spec).url


def get(url, client=None):
    """The answer with its body read, which closes its file."""
    answer = (client or Client()).get(url)
    answer.body = answer.getvalue()
    return answer


def status(url, client=None):
    return get(url, client).status_code


# Addresses -----------------------------------------------------------------------------------


def test_a_public_rendition_is_for_everybody_and_for_ever(public):
    answer = get(address(picture(public)))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(BytesIO(answer.body)).size == (20, 10)


def test_a_picture_is_private_until_its_collection_is_public(root, learner):
    url = address(picture(root))

    assert status(url) == 404
    answer = get(url, learner)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_media_bypass(public, keeper):
    """What lies in the stores has no address there, whoever asks and wherever it lies."""
    image, paper = picture(public), document(public)
    address(image)

    for client in (Client(), keeper):
        for name in (image.file.name, paper.file.name, f"private/{image.file.name}"):
            assert status(f"/media/{name}", client) == 404
            assert status(f"/private/{name}", client) == 404
        assert status(f"/media/../private/{paper.file.name}", client) == 404
    for file in (image.file, paper.file):
        with pytest.raises(ValueError, match="no address"):
            file.url  # noqa: B018 - reading it is what is refused


def test_originals_and_files_are_in_the_private_store(public):
    image, paper = picture(public), document(public)

    for file in (image.file, paper.file):
        assert storages["private"].exists(file.name)
        assert not storages["default"].exists(file.name)


@pytest.mark.database
def test_a_file_is_answered_to_who_may_see_its_collection(root, public, learner):
    kept, shown = document(root), document(public)

    assert shown.url == reverse("file", args=[shown.file_id])
    assert [status(one.url) for one in (kept, shown)] == [404, 200]
    assert [status(one.url, learner) for one in (kept, shown)] == [200, 200]


@pytest.mark.database
def test_a_file_of_a_circle_is_for_its_members(root):
    circle = Group.objects.create(name="Circle")
    restriction = CollectionViewRestriction.objects.create(collection=root.add_child(name="Circle"))
    restriction.restriction_type = "groups"
    restriction.save()
    restriction.groups.add(circle)
    paper = document(restriction.collection)

    assert status(paper.url) == 404
    assert status(paper.url, signed_in("other@example.org")) == 404
    assert status(paper.url, signed_in("member@example.org", circle)) == 200


@pytest.mark.parametrize(
    ("name", "disposition"),
    [("a.pdf", "inline"), ("a.txt", "attachment"), ("a.csv", "attachment")],
)
def test_private_cache_headers(public, name, disposition):
    """Never kept by anybody between, and harmless in a browser."""
    answer = get(document(public, name).url)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith(disposition)
    assert "Maria" not in answer.headers["Content-Disposition"]


def test_a_download_is_called_by_its_documents_title(public):
    paper = document(public)
    paper.title = "Δικαίωμα: «στέγη»"
    paper.save()
    shown = picture(public)

    named = get(paper.url).headers["Content-Disposition"]
    answer = get(reverse("file", args=[shown.file_id]))

    assert named.startswith('inline; filename="')
    assert unquote(named.partition("filename*=UTF-8''")[2]) == "Δικαίωμα «στέγη».pdf"
    assert "A photo" not in answer.headers["Content-Disposition"]


def test_a_row_that_has_outlived_its_file_is_not_there(public):
    paper = document(public)
    paper.file.storage.delete(paper.file.name)

    assert status(paper.url) == 404


# Made private later --------------------------------------------------------------------------


def unmark(image):
    PublicCollection.objects.all().delete()


def restrict(image):
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")


def restrict_to_groups(image):
    one = CollectionViewRestriction(collection=image.collection, restriction_type="none")
    one.save()
    one.restriction_type = "groups"
    one.save()


def move_picture(image):
    image.collection = Collection.get_first_root_node()
    image.save()


def move_collection(image):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    where = Collection.objects.get(pk=image.collection_id)
    where.save()
    where.move(closed, "sorted-child")


@pytest.mark.database
@pytest.mark.parametrize(
    "how", [unmark, restrict, restrict_to_groups, move_picture, move_collection]
)
def test_made_private_later(public, how, django_capture_on_commit_callbacks):
    """The old address dies at once, and its file leaves the public store."""
    image = picture(public)
    url = address(image)
    name = PortalRendition.objects.get().file.name
    assert status(url) == 200

    with django_capture_on_commit_callbacks(execute=True):
        how(image)
        assert status(url) == 404

    assert not storages["default"].exists(name)
    assert status(url) == 404
    anew = address(image)
    assert anew.startswith("/media/guarded/")
    assert status(anew) == 404
    assert not storages["default"].exists(anew.removeprefix("/media/"))


@pytest.mark.database
def test_what_kept_texts_name_raises_the_generation_when_it_changes(public):
    image, paper = picture(public), document(public)
    address(image)
    numbers = [generation.current()]

    address(image, "width-10")
    numbers.append(generation.current())
    paper.title = "Minutes of May"
    paper.save()
    numbers.append(generation.current())
    PortalRendition.objects.all().delete()
    numbers.append(generation.current())

    assert numbers[0] == numbers[1] < numbers[2] < numbers[3]


@pytest.mark.parametrize("harm", ["lost", "empty"])
def test_a_rendition_whose_file_is_lost_is_made_again(public, harm):
    image = picture(public)
    url = address(image)
    whole = b"".join(Client().get(url).streaming_content)
    file = image.renditions.get().file
    file.storage.delete(file.name)
    if harm == "empty":
        file.storage.save(file.name, ContentFile(b""))

    answer = Client().get(url)

    assert b"".join(answer.streaming_content) == whole
    assert image.renditions.get().file.name == file.name


def test_without_its_original_a_lost_rendition_is_not_found(public):
    image = picture(public)
    url = address(image)
    file = image.renditions.get().file
    for one in (file, image.file):
        one.storage.delete(one.name)

    assert Client().get(url).status_code == 404


def test_a_public_picture_keeps_its_renditions(public, django_capture_on_commit_callbacks):
    image = picture(public)
    url = address(image)

    with django_capture_on_commit_callbacks(execute=True):
        image.title = "Renamed"
        image.save()

    assert address(image) == url


def test_a_rendition_costs_the_same_in_any_number_of_collections(
    public, root, django_assert_max_num_queries
):
    for number in range(5):
        closed = root.add_child(name=f"Closed {number}")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    url = address(picture(public))
    status(url)

    with django_assert_max_num_queries(4):
        assert status(url) == 200


def test_a_deleted_picture_leaves_no_file(public, django_capture_on_commit_callbacks):
    image = picture(public)
    address(image)
    names = {image.file.name: "private", PortalRendition.objects.get().file.name: "default"}

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert [storages[alias].exists(name) for name, alias in names.items()] == [False, False]


def test_a_store_is_written_out_without_its_place_and_keys():
    """Wagtail queues the removal of a file with its store, as text, in the database."""
    assert PrivateStorage().deconstruct() == ("core.media.storage.PrivateStorage", (), {})
    assert RenditionStorage().deconstruct() == ("core.media.storage.RenditionStorage", (), {})


# The admin without Wagtail's own file views ---------------------------------------------------


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
