"""Citation downloads: by work, for those who may see it."""

import json
import re
import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from wagtail.models import PageViewRestriction

from core.caching.page_store import HIT
from people.models import User
from tests.factories.core import standard_page, translated
from tests.factories.research import link, resource, study

LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def address(page, ending: str, language: str = "en") -> str:
    return f"/{language}/research/{page.translation_key}/cite.{ending}"


def test_files_say_what_they_are(roots):
    page = study("Law and economy", year=2021)

    for ending, kind in [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ]:
        answer = Client().get(address(page, ending))

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="Law and economy.{ending}"'
        )


def test_the_same_work_from_every_language(roots):
    page = study("Law", published_title="القانون", published_language="ar", abstract="Short.")
    translated(page, "fr", title="La loi", abstract="Court.")

    told = {
        code: json.loads(Client().get(address(page, "json", code)).content)[0]
        for code in ("en", "fr", "el")
    }

    assert {one["title"] for one in told.values()} == {"القانون"}
    assert len({one["id"] for one in told.values()}) == 1


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_our_summary_is_nobody_elses_abstract(roots, code):
    """In no file, in no language: what we write of a study does not stand under its authors."""
    page = study("Law", published_title="La ley", published_language="es", abstract="OURS en")
    translated(page, "fr", title="La loi", abstract="OURS fr", summary="OURS too")

    for ending in ("bib", "ris", "json"):
        assert "OURS" not in Client().get(address(page, ending, code)).content.decode()
    body = Client().get(f"/{code}/research/law/").content.decode()
    data = json.loads(LD.search(body)[1])
    assert "abstract" not in data
    assert "description" not in data
    assert 'citation_abstract"' not in body


def test_title_of_a_record_without_one_as_published_is_the_originals(roots):
    page = study("Law")
    translated(page, "fr", title="La loi")

    (item,) = json.loads(Client().get(address(page, "json", "fr")).content)

    assert (item["title"], item["language"]) == ("Law", "en")


def test_line_breaks_do_not_end_a_field(roots):
    page = study("Law", publisher="One.\r\n\r\nER  - \r\nTwo.", isbn="978\r\nER  - ")

    text = Client().get(address(page, "ris")).content.decode()

    assert "PB  - One. ER - Two.\r\n" in text
    assert text.count("\r\nER  - ") == 1


def test_a_link_stands_in_for_an_address(roots):
    page = resource("Guide", files=[link("https://example.org/text", "en")])

    (item,) = json.loads(Client().get(address(page, "json")).content)

    assert item["URL"] == "https://example.org/text"


COPY = "https://dokumen.tips/documents/a-study.html"
LIST = "https://enicbcmed.eu/ar/deliverables?f%5B0%5D=keyword%3ASocial&f%5B1%5D=topic%3A3"


@pytest.mark.parametrize(
    "known",
    [
        {"files": [link(COPY, "es")]},
        {"url": COPY, "files": [link(COPY, "es")]},
        {"files": [link("https://university.example.org/~x/a.pdf", "es", copy=True)]},
        {"url": LIST},
        {"url": "https://enicbcmed.eu/deliverables?page=21"},
    ],
    ids=["known site", "announced there", "marked", "filter", "page of a list"],
)
def test_nothing_is_cited_by_a_copy_or_a_list(roots, known):
    page = resource("Guide", **known)

    (item,) = json.loads(Client().get(address(page, "json")).content)
    body = Client().get("/en/research/guide/").content.decode()

    assert "URL" not in item
    assert "sameAs" not in json.loads(LD.search(body)[1])
    cited = body.split('id="cite"', 1)[1].split("</dl>", 1)[0]
    assert "href" not in cited


def test_the_publishers_own_address_is_cited_though_a_copy_is_known(roots):
    own = "https://revistas.example.org/article/download/5860?inline=1"
    page = resource("Guide", url=COPY, files=[link(COPY, "es"), link(own, "es")])

    (item,) = json.loads(Client().get(address(page, "json")).content)

    assert item["URL"] == own


@time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=UTC), tick=False)
def test_an_undated_web_page_is_cited_with_the_day_of_access(roots):
    page = resource("Guide", url="https://example.org/guide")
    dated = resource("Law", url="https://example.org/law", year=2021)
    client = Client()

    told = {
        code: client.get(f"/{code}/research/guide/").content.decode() for code in ("en", "fr", "ar")
    }

    assert "Retrieved 30 November 2026, from" in told["en"]
    assert "Accessed 30 November 2026." in told["en"]
    assert "[cited 30 November 2026]" in told["en"]
    assert "Consulté le 30 novembre 2026, à l’adresse" in told["fr"]
    assert "اطُّلع عليه في 30 تشرين الثاني/نوفمبر 2026" in told["ar"]
    assert "Y2  - 2026/11/30\r\n" in client.get(address(page, "ris")).content.decode()
    assert "Retrieved" not in client.get("/en/research/law/").content.decode()
    assert "Y2  - " not in client.get(address(dated, "ris")).content.decode()


def test_the_day_of_access_is_not_kept_until_tomorrow(roots):
    resource("Guide", url="https://example.org/guide")

    for day in (29, 30):
        with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC), tick=False):
            first, again = (Client().get("/en/research/guide/") for _time in range(2))
            assert f"Accessed {day} November" in first.content.decode()
            assert again.headers["Cache-Status"] == HIT


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_what_nobody_may_see_is_not_there(roots, ending):
    other = standard_page(roots["en"], "A page")

    assert Client().get(address(other, ending)).status_code == 404
    assert Client().get(f"/en/research/{uuid.uuid4()}/cite.{ending}").status_code == 404


def test_the_citation_of_a_work_that_is_no_longer_published_is_gone(roots):
    page, deleted = study("Taken offline"), study("Deleted")
    page.unpublish()
    deleted.delete()

    assert Client().get(address(page, "bib")).status_code == 410
    assert Client().get(address(deleted, "bib")).status_code == 410


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_a_restricted_work_is_cited_to_who_may_see_it(roots, ending):
    page = study("Members only")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    reader = Client()
    reader.force_login(User.objects.create_user("salma@example.org", "a long password"))

    answer = reader.get(address(page, ending))

    assert Client().get(address(page, ending)).status_code == 404
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_unknown_format_is_not_there(roots):
    assert Client().get(address(study("Law"), "doc")).status_code == 404


def test_nothing_is_written_here(roots):
    assert Client().post(address(study("Law"), "bib")).status_code == 405


def told_at(address: str) -> tuple[dict, dict[str, str]]:
    """The JSON-LD of a page, and its tags for citation software."""
    body = Client().get(address).content.decode()
    tags = re.findall(r'<meta name="citation_([a-z_]+)" content="([^"]*)">', body)
    return json.loads(LD.search(body)[1]), dict(tags)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "es", "fr", "ar"])
def test_a_record_is_not_the_work(roots, code):
    """A Spanish study stays Spanish at every version of our record: nobody has translated it."""
    page = study(
        "Law", published_title="La ley", published_language="es", year=2021, summary="Ours."
    )
    for other, title in [("es", "Ley"), ("ar", "القانون")]:
        translated(page, other, title=title)

    data, tags = told_at(f"/{code}/research/law/")

    assert (data["@type"], data["datePublished"]) == ("Report", "2021")
    assert (data["name"], data["inLanguage"]) == ("La ley", "es")
    assert (tags["title"], tags["language"]) == ("La ley", "es")
    assert not {"workTranslation", "translationOfWork"} & data.keys()


def test_our_page_is_the_record_in_its_own_language(roots):
    page = study("Law", published_title="La ley", published_language="es")
    translated(page, "ar", title="القانون", summary="كلامنا")

    data, _tags = told_at("/ar/research/law/")

    assert data["mainEntityOfPage"] == {
        "@type": "WebPage",
        "name": "القانون",
        "description": "كلامنا",
        "inLanguage": "ar",
        "url": "http://testserver/ar/research/law/",
        "creativeWorkStatus": "fresh, own",
    }
    assert "url" not in data


@pytest.mark.slow
def test_a_version_of_the_work_itself_is_its_translation(roots):
    """The text exists in Spanish and French; Arabic has only our record."""
    page = study(
        "Law",
        published_title="La ley",
        published_language="es",
        files=[link("https://a.org/es", "es"), link("https://a.org/fr", "fr")],
    )
    for code, title in [("es", "Ley"), ("fr", "La loi"), ("ar", "القانون")]:
        translated(page, code, title=title)
    told = {code: told_at(f"/{code}/research/law/") for code in ("es", "fr", "ar")}

    french = {"@type": "Report", "name": "La loi", "inLanguage": "fr"}
    assert told["es"][0]["workTranslation"] == [french]
    assert told["ar"][0]["workTranslation"] == [french]
    assert told["fr"][0]["translationOfWork"] == {
        "@type": "Report",
        "name": "La ley",
        "inLanguage": "es",
    }
    assert {code: (tags["title"], tags["language"]) for code, (_data, tags) in told.items()} == {
        "es": ("La ley", "es"),
        "fr": ("La loi", "fr"),
        "ar": ("La ley", "es"),
    }
