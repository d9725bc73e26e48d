"""Open Graph properties, read from the pages' heads."""

import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from lxml import html
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file

from core.models import PortalImage, PublicCollection
from portal.management.commands import share_picture
from tests.factories.core import standard_page, translated
from tests.factories.courses import course
from tests.factories.home import case
from tests.factories.portal import event, news, restrict
from tests.factories.research import recommendation, study
from tests.factories.visits import visit

NAMES = {
    "og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale", "og:image",
    "og:image:width", "og:image:height", "og:image:alt",
}  # fmt: skip


def head(address: str):
    answer = Client().get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content).find("head")


def graph(address: str) -> dict[str, list[str]]:
    """Properties of a page's head, as the protocol's readers collect them."""
    found: dict[str, list[str]] = {}
    for meta in head(address).findall("meta[@property]"):
        found.setdefault(meta.get("property"), []).append(meta.get("content"))
    return found


def test_a_work_is_an_article(home):
    news("R&D <b>", slug="r-and-d", summary='Said "so" & <i>more</i>', happened_on="2022-03")
    found = graph("/en/news/r-and-d/")

    assert found.keys() == NAMES | {"article:published_time"}
    assert all(len(contents) == 1 and contents[0] for contents in found.values())
    assert found["og:title"] == ["R&D <b>"]
    assert found["og:description"] == ['Said "so" & <i>more</i>']
    assert found["og:type"] == ["article"]
    assert found["og:url"] == ["http://testserver/en/news/r-and-d/"]
    assert found["og:site_name"] == ["MedTOWN"]
    assert found["og:locale"] == ["en_GB"]
    assert found["article:published_time"] == ["2022-03"]


def dated(kind: str) -> dict[str, list[str]]:
    """Makes a work of that kind, and another of no known date; asserts that this one says none."""
    made = {
        "news": (news, {"published_on": "2019-11-18"}),
        "event": (event, {"starts_on": date(2019, 11, 18)}),
        "visit": (visit, {"starts": "2019-11"}),
        "case": (case, {"starts": "2019"}),
        "study": (study, {"year": 2019}),
        "recommendation": (recommendation, {"voiced_at": "Seville", "voiced_on": "2019-11"}),
    }
    make, fields = made[kind]
    known, unknown = make("Known", **fields), make("Unknown")
    assert not {"article:published_time", "article:modified_time"} & graph(unknown.get_url()).keys()
    return graph(known.get_url())


@pytest.mark.parametrize(
    ("kind", "date"),
    [
        ("news", "2019-11-18"),
        ("event", "2019-11-18"),
        ("visit", "2019-11"),
        ("case", "2019"),
        ("study", "2019"),
        ("recommendation", "2019-11"),
    ],
)
def test_the_date_is_that_of_what_is_recorded_not_of_our_record(home, kind, date):
    found = dated(kind)

    assert found["article:published_time"] == [date]
    assert "article:modified_time" not in found


def test_a_work_of_ours_is_as_old_as_its_first_version(roots):
    with time_machine.travel(datetime(2025, 1, 1, tzinfo=UTC), tick=False):
        page = course("Learn", lessons=1)
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC), tick=False):
        translated(page, "fr", title="Apprendre")
    found = graph("/fr/courses/learn/")

    assert found["article:published_time"] == ["2025-01-01T00:00:00+00:00"]
    assert found["article:modified_time"] == ["2025-03-01T00:00:00+00:00"]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_front_page_is_shared_as_the_site(roots, code):
    found = head(f"/{code}/")
    data = json.loads(found.find("script[@type='application/ld+json']").text)

    assert graph(f"/{code}/")["og:title"] == ["MedTOWN"]
    assert (data["@type"], data["name"]) == ("WebSite", "MedTOWN")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/en/library/", "Library · MedTOWN"),
        ("/fr/library/", "Bibliothèque · MedTOWN"),
        ("/en/glossary/", "Glossary · MedTOWN"),
        ("/en/accounts/login/", "Sign in · MedTOWN"),
        ("/en/feedback/", "Tell us what is wrong or missing · MedTOWN"),
    ],
)
def test_a_view_is_shared_under_the_name_of_its_window(roots, address, title):
    assert graph(address)["og:title"] == [title]
    assert head(address).findtext("title") == title


def test_what_is_asked_of_a_list_is_not_markup_in_its_name(roots):
    found = graph("/en/library/?q=%22%3E%3Cscript%3E")

    assert found["og:title"][0].startswith('"><script>: 0 results · Library')


@pytest.mark.parametrize("address", ["/en/", "/en/news/", "/en/library/", "/en/about/"])
def test_all_else_is_the_website(home, address):
    standard_page(home, "About")
    news()
    found = graph(address)

    assert found["og:type"] == ["website"]
    assert found["og:url"] == [f"http://testserver{address}"]
    assert found.keys() >= NAMES - {"og:description"}
    assert "article:published_time" not in found


def test_versions_are_named_by_locale(roots):
    page = news("Ici", "fr")
    translated(page, "ar", title="هنا")
    found = graph("/ar/news/ici/")

    assert found["og:title"] == ["هنا"]
    assert found["og:locale"] == ["ar_AR"]
    assert found["og:locale:alternate"] == ["fr_FR"]
    assert found["og:url"] == ["http://testserver/ar/news/ici/"]


def test_another_language_s_text_in_this_shell_names_its_own_place(roots):
    news("Aquí", "es")
    found = graph("/el/news/aqui/")

    assert found["og:locale"] == ["es_ES"]
    assert found["og:url"] == ["http://testserver/es/news/aqui/"]
    assert "og:locale:alternate" not in found


def test_a_list_in_every_language_names_the_five_others(roots):
    found = graph("/pt/glossary/")

    assert found["og:locale"] == ["pt_PT"]
    assert sorted(found["og:locale:alternate"]) == ["ar_AR", "el_GR", "en_GB", "es_ES", "fr_FR"]


def test_cards_and_description_for_those_who_read_no_properties(home):
    found = {meta.get("name"): meta.get("content") for meta in head("/en/").findall("meta[@name]")}

    assert found["twitter:card"] == "summary_large_image"
    assert "description" in found


def test_the_drawn_picture_stands_where_there_is_no_other(home):
    news("One")
    found = graph("/en/news/one/")
    path = urlsplit(found["og:image"][0]).path
    with Image.open(finders.find(path.removeprefix("/static/"))) as lying:
        size = lying.size

    assert path == "/static/core/icons/share.png"
    assert size == (1200, 630)
    assert (found["og:image:width"], found["og:image:height"]) == (["1200"], ["630"])
    assert found["og:image:alt"] == ["A pattern of blue and white stars, like a tiled wall"]
    assert share_picture.PLACE.stat().st_size <= 40_000


def test_the_picture_is_drawn_again_as_it_lies(monkeypatch, tmp_path):
    monkeypatch.setattr(share_picture, "PLACE", tmp_path / "share.png")
    call_command("share_picture", stdout=StringIO())
    drawn = Image.open(tmp_path / "share.png").convert("RGB")

    lying = Image.open(finders.find("core/icons/share.png")).convert("RGB")
    assert drawn.tobytes() == lying.tobytes()


def picture(**fields) -> PortalImage:
    file = get_test_image_file("tiles.png", size=(1600, 900))
    return PortalImage.objects.create(title="tiles.png", file=file, **fields)


def test_a_page_s_own_picture_in_the_size_for_sharing(home):
    public = PublicCollection.standard()
    news("One", listing_image=picture(description="A square in Seville", collection=public))
    found = graph("/en/news/one/")
    address = found["og:image"][0]
    assert address.startswith("http://testserver/media/")
    answer = Client().get(urlsplit(address).path)
    made = Image.open(BytesIO(answer.getvalue()))

    assert (made.format, made.size) == ("JPEG", (1200, 630))
    assert found["og:image:alt"] == ["A square in Seville"]


def test_a_picture_that_is_not_for_everybody_is_not_shown(home):
    """A collection is open to nobody who is signed out until it is marked as public."""
    news("One", listing_image=picture(description="Canary"))
    found = graph("/en/news/one/")

    assert urlsplit(found["og:image"][0]).path == "/static/core/icons/share.png"
    assert "Canary" not in str(found)


# Wagtail leaves its temporary file open where the source cannot be read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_whose_file_is_gone(home):
    image = picture(description="Gone", collection=PublicCollection.standard())
    image.file.storage.delete(image.file.name)
    news("One", listing_image=image)

    assert graph("/en/news/one/")["og:image"] == ["http://testserver/static/core/icons/share.png"]


def test_a_restricted_work_says_nothing_to_strangers(home):
    restrict(course("Canary", lessons=1))
    answer = Client().get("/en/courses/canary/")

    assert answer.status_code == 302
    assert b"anary" not in answer.content


def test_an_error_page_has_a_head_all_the_same(home):
    answer = Client().get("/en/nothing/")
    found = html.fromstring(answer.content).find("head")

    assert answer.status_code == 404
    assert not found.findall("meta[@property='og:url']")
