"""Serving media: public renditions by name, everything else after a permission check, each time."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from core.caching import generation
from core.media.storage import PrivateStorage, RenditionStorage
from core.media.tasks import withdraw_exposed
from core.models import PortalRendition, PublicCollection
from portal.settings import base
from tests.core.media.files import address, document, get, picture, signed_in, status


@pytest.fixture(autouse=True)
def no_rendition_kept():
    """Wagtail keeps renditions by the picture's id, which each test gives anew."""
    cache.clear()


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
    """Never stored by a shared cache, and harmless in a browser."""
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


def test_a_withdrawal_that_is_cut_short_is_finished_by_the_worker(public, settings):
    """Nothing is run after the commit: the process has ended there."""
    settings.TASKS = base.TASKS
    url = address(picture(public))

    PublicCollection.objects.all().delete()

    assert PortalRendition.objects.count() == 1
    assert DBTaskResult.objects.ready().filter(task_path=withdraw_exposed.module_path).exists()
    assert withdraw_exposed.call() == 1
    assert status(url) == 404


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
