"""Citation downloads: by work, for those who may see it."""

import json
import re
import uuid

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

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
            f'attachment; filename="law-and-economy.{ending}"'
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
    assert told["fr"]["abstract"] == "Court."
    assert told["el"]["abstract"] == "Short."


def test_title_of_a_record_without_one_as_published_is_the_originals(roots):
    page = study("Law")
    translated(page, "fr", title="La loi")

    (item,) = json.loads(Client().get(address(page, "json", "fr")).content)

    assert (item["title"], item["language"]) == ("Law", "en")


def test_line_breaks_do_not_end_a_field(roots):
    page = study("Law", abstract="One.\r\n\r\nER  - \r\nTwo.", isbn="978\r\nER  - ")

    text = Client().get(address(page, "ris")).content.decode()

    assert "AB  - One. ER - Two.\r\n" in text
    assert text.count("\r\nER  - ") == 1


def test_a_link_stands_in_for_an_address(roots):
    page = resource("Guide", files=[link("https://example.org/text", "en")])

    (item,) = json.loads(Client().get(address(page, "json")).content)

    assert item["URL"] == "https://example.org/text"


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_what_nobody_may_see_is_not_there(roots, ending):
    draft = study("Draft")
    draft.unpublish()
    other = standard_page(roots["en"], "A page")

    assert Client().get(address(draft, ending)).status_code == 404
    assert Client().get(address(other, ending)).status_code == 404
    assert Client().get(f"/en/research/{uuid.uuid4()}/cite.{ending}").status_code == 404


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


def test_json_ld_in_the_page(roots):
    page = study("Law", published_title="La ley", published_language="es", year=2021)
    translated(page, "es", title="Ley")

    def told(language: str) -> dict:
        body = Client().get(f"/{language}/research/law/").content.decode()
        return json.loads(LD.search(body)[1])

    assert told("en")["@type"] == "Report"
    assert told("en")["name"] == "Law"
    assert told("en")["datePublished"] == "2021"
    assert told("en")["translationOfWork"] == {
        "@type": "Report",
        "name": "La ley",
        "inLanguage": "es",
        "url": "http://testserver/es/research/law/",
    }
    assert told("es")["name"] == "La ley"
    assert told("es")["workTranslation"] == [
        {
            "@type": "Report",
            "name": "Law",
            "inLanguage": "en",
            "url": "http://testserver/en/research/law/",
        }
    ]
