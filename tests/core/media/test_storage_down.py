"""An object storage that is down: texts are read, pictures have a placeholder, no half upload."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from core.media.storage import breaker
from core.media.tasks import draw_again
from core.models import PortalDocument, PortalImage, PublicCollection
from home.models import StandardPage
from people.models import User
from portal import health
from portal.settings import base
from tests.factories.core import add, root_for
from tests.factories.people import UserFactory
from tests.services_down import mute_server

pytestmark = pytest.mark.database
SILENT = {"BACKEND": "tests.services_down.SilentStorage"}
SAID = "This picture cannot be shown at the moment."
MISSING = "some pictures are missing, and files cannot be uploaded."


def staff() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return out.getvalue()


def picture():
    """A block with a picture, of which no size has been made yet."""
    file = ContentFile(png(), name="photo.png")
    image = PortalImage(title="A photo", file=file, collection=PublicCollection.standard())
    image.save()
    image.contextual_alt_text, image.decorative = "A market", False
    return ("image", {"image": image, "caption": "On a Thursday"})


@pytest.fixture
def page(home):
    return add(root_for("en"), StandardPage(title="Markets"), body=[picture()])


@pytest.fixture
def storages_up(settings):
    return settings.STORAGES


@pytest.fixture
def down(settings, storages_up):
    settings.STORAGES = {**storages_up, "default": SILENT, "private": SILENT}
    settings.TASKS = base.TASKS


def test_a_page_is_read_without_its_picture_and_has_it_again_later(
    page, storages_up, down, settings
):
    read = Client().get(page.get_url())
    assert draw_again.call() is False
    assert MISSING in staff().get("/admin/").content.decode()
    assert health.file_storage().startswith("the file storage does not answer")
    settings.STORAGES = storages_up
    assert draw_again.call() is True
    DBTaskResult.objects.all().delete()
    assert MISSING not in staff().get("/admin/").content.decode()
    assert health.file_storage() == health.OK
    again = Client().get(page.get_url()).content.decode()

    assert read.status_code == 200
    text = read.content.decode()
    assert f'alt="A market {SAID}"' in text
    assert "no-picture.svg" in text
    assert "On a Thursday" in text
    assert 'alt="A market"' in again
    assert "no-picture.svg" not in again


def test_a_file_that_cannot_be_fetched_is_there_later(home, settings, storages_up):
    file = ContentFile(b"%PDF-1.4 words", name="minutes.pdf")
    collection = PublicCollection.standard()
    document = PortalDocument.objects.create(title="Minutes", file=file, collection=collection)
    settings.STORAGES = {**storages_up, "default": SILENT, "private": SILENT}

    answer = Client(raise_request_exception=False).get(document.url)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


@pytest.fixture
def mute():
    """A server that takes every connection and never answers."""
    with mute_server() as server:
        yield server
    breaker.until.clear()


def test_a_storage_that_never_answers_is_waited_for_once(home, settings, mute):
    """However many pictures a page has, and whoever asks next; then it is tried again."""
    pictures = [picture() for _number in range(3)]
    page = add(root_for("en"), StandardPage(title="Markets"), body=pictures)
    storage = {"BACKEND": "tests.services_down.MuteStorage", "OPTIONS": {"port": mute.port}}
    settings.STORAGES = {**settings.STORAGES, "default": storage, "private": storage}
    settings.TASKS = base.TASKS

    read = Client().get(page.get_url()).content.decode()
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("k@example.org"))
    refused = client.post("/admin/images/add/", upload())

    assert read.count(SAID) == 3
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert len(mute.callers) == 1
    breaker.until.clear()
    assert draw_again.call() is False
    assert len(mute.callers) == 2


def upload():
    return {
        "title": "A photo",
        "file": SimpleUploadedFile("photo.png", png(), "image/png"),
        "collection": PublicCollection.standard().pk,
        "licence": "CC-BY-4.0",
    }


def test_an_upload_that_cannot_be_stored_leaves_nothing_behind(home, down):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("k@example.org"))

    answer = client.post("/admin/images/add/", upload())

    assert answer.status_code == 503
    assert not PortalImage.objects.exists()
